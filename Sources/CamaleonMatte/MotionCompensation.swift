public import CamaleonImage

/// Carries a coarse matte from one frame to the next by the motion between them, without a network.
///
/// For each block of the new picture the place in the old one that is most like it is searched, where the matte
/// has an edge nearby; between the centres of blocks motion is interpolated, and
///
///     matte[x, y] = old[x + dx, y + dy]
///
/// Source: block matching by the sum of absolute differences, as in Jain and Jain, "Displacement Measurement and
/// Its Application in Interframe Image Coding", 1981, §II.
public final class MotionCompensation {
    private let luma: FloatPlane
    private let old: FloatPlane
    private let columns: Int
    private let rows: Int
    /// Of each block, in pixels of the coarse matte.
    private var dx: [Float]
    private var dy: [Float]
    private var hasPast = false

    private static let side = 16
    /// A hand that crosses a frame of 640 in half a second moves by 9 of 280 pixels in two frames of 30 a second.
    private static let reach = 10
    /// A mean change of luma by more than this, of 255, is a cut.
    private static let cut: Float = 16
    /// Every second pixel of a block is compared.
    private static let step = 2

    public init(width: Int, height: Int) {
        luma = FloatPlane(width: width, height: height)
        old = FloatPlane(width: width, height: height)
        columns = (width + Self.side - 1) / Self.side
        rows = (height + Self.side - 1) / Self.side
        dx = [Float](repeating: 0, count: columns * rows)
        dy = dx
    }

    public func reset() {
        hasPast = false
    }

    /// Remembers the picture that a matte belongs to.
    public func remember(_ luma: FloatPlane) {
        self.luma.copy(from: luma)
        hasPast = true
    }

    /// Carries `matte` on to the picture `luma`, 0…255; false, and nothing is done, without a past, or where the
    /// picture is another: a matte of another scene would show the room in somebody's outline.
    ///
    /// - Precondition: planes of the size that this was made for.
    /// - Complexity: some thousand operations a block at an edge, two dozen a pixel; no allocation.
    public func carry(_ matte: FloatPlane, to luma: FloatPlane) -> Bool {
        guard hasPast, !isCut(luma) else { return false }
        old.copy(from: matte)
        for row in 0..<rows {
            for column in 0..<columns {
                let motion = hasEdge(column, row) ? search(luma, column, row) : (0, 0)
                dx[row * columns + column] = Float(motion.0)
                dy[row * columns + column] = Float(motion.1)
            }
        }
        move(into: matte)
        remember(luma)
        return true
    }

    /// Whether the picture has changed as no movement changes it: another camera, a hand over it, a light.
    private func isCut(_ new: FloatPlane) -> Bool {
        var sum: Float = 0, count: Float = 0
        for y in stride(from: 0, to: new.height, by: 4) {
            let now = new.row(y), before = luma.row(y)
            for x in stride(from: 0, to: new.width, by: 4) {
                sum += abs(now[x] - before[x])
                count += 1
            }
        }
        return sum > Self.cut * count
    }

    /// Whether the old matte has an edge in a block or within reach of it.
    private func hasEdge(_ column: Int, _ row: Int) -> Bool {
        let left = max(0, column * Self.side - Self.reach)
        let right = min(old.width, (column + 1) * Self.side + Self.reach)
        let top = max(0, row * Self.side - Self.reach)
        let bottom = min(old.height, (row + 1) * Self.side + Self.reach)
        let first = old[left, top]
        for y in stride(from: top, to: bottom, by: Self.step) {
            let values = old.row(y)
            for x in stride(from: left, to: right, by: Self.step)
            where abs(values[x] - first) > 0.25 { return true }
        }
        return false
    }

    /// Where a block came from: on a grid of three pixels first, then around the best place.
    private func search(_ new: FloatPlane, _ column: Int, _ row: Int) -> (Int, Int) {
        var best = (x: 0, y: 0), bestCost = cost(new, column, row, 0, 0)
        // Standing still is believed unless another place is clearly better.
        bestCost *= 0.9
        for y in stride(from: -9, through: 9, by: 3) {
            for x in stride(from: -9, through: 9, by: 3) where (x, y) != (0, 0) {
                let cost = cost(new, column, row, x, y)
                if cost < bestCost { (best, bestCost) = ((x, y), cost) }
            }
        }
        let rough = best
        for y in rough.y - 1...rough.y + 1 {
            for x in rough.x - 1...rough.x + 1 where (x, y) != rough {
                let cost = cost(new, column, row, x, y)
                if cost < bestCost { (best, bestCost) = ((x, y), cost) }
            }
        }
        return best
    }

    /// The mean absolute difference of a block and the old picture at a displacement, edges repeated.
    private func cost(_ new: FloatPlane, _ column: Int, _ row: Int, _ dx: Int, _ dy: Int) -> Float {
        var sum: Float = 0
        let left = column * Self.side, top = row * Self.side
        for y in stride(from: top, to: min(new.height, top + Self.side), by: Self.step) {
            let now = new.row(y), before = luma.row(max(0, min(luma.height - 1, y + dy)))
            for x in stride(from: left, to: min(new.width, left + Self.side), by: Self.step) {
                sum += abs(now[x] - before[max(0, min(luma.width - 1, x + dx))])
            }
        }
        return sum
    }

    private func move(into matte: FloatPlane) {
        let side = Float(Self.side)
        for y in 0..<matte.height {
            let out = matte.row(y)
            let (upper, lower, down) = neighbours((Float(y) + 0.5) / side - 0.5, rows)
            for x in 0..<matte.width {
                let (left, right, along) = neighbours((Float(x) + 0.5) / side - 0.5, columns)
                func between(_ values: [Float]) -> Float {
                    let top =
                        values[upper * columns + left] * (1 - along)
                        + values[upper * columns + right] * along
                    let bottom =
                        values[lower * columns + left] * (1 - along)
                        + values[lower * columns + right] * along
                    return top * (1 - down) + bottom * down
                }
                let fromX = max(0, min(Float(old.width - 1), Float(x) + between(dx)))
                let fromY = max(0, min(Float(old.height - 1), Float(y) + between(dy)))
                out[x] = old[Int(fromX + 0.5), Int(fromY + 0.5)]
            }
        }
    }

    private func neighbours(_ place: Float, _ count: Int) -> (Int, Int, Float) {
        let clamped = max(0, min(place, Float(count - 1))), first = Int(clamped)
        return (first, min(first + 1, count - 1), clamped - Float(first))
    }
}
