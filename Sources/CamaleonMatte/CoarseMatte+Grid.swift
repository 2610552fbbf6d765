public import CamaleonImage

extension CoarseMatte {
    /// This matte on a grid that covers the whole frame: nearest pixels; nobody outside of the ``crop``.
    public func shrink(into grid: FloatPlane) {
        let frameWidth = Float(crop.sourceWidth), frameHeight = Float(crop.sourceHeight)
        for y in 0..<grid.height {
            let to = grid.row(y)
            let frameY = (Float(y) + 0.5) * frameHeight / Float(grid.height)
            let row = pixel(frameY - crop.y, of: crop.height, in: alpha.height)
            for x in 0..<grid.width {
                let frameX = (Float(x) + 0.5) * frameWidth / Float(grid.width)
                let column = pixel(frameX - crop.x, of: crop.width, in: alpha.width)
                to[x] = row.flatMap { row in column.map { alpha[$0, row] } } ?? 0
            }
        }
    }

    /// Which of `count` pixels of a side is at a place of its `length`; nil outside.
    private func pixel(_ place: Float, of length: Float, in count: Int) -> Int? {
        guard 0..<length ~= place else { return nil }
        return min(count - 1, Int(place * Float(count) / length))
    }
}
