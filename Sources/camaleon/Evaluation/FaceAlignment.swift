import CamaleonFace
import CamaleonImage

/// Moves and scales frames so that a face in them takes the place and the size of another one.
struct FaceAlignment {
    private let from: Box
    private let to: Box

    /// Frames in which a face is at `from` are drawn with it at `to`, in pixels.
    init(from: Box, to: Box) {
        self.from = from
        self.to = to
    }

    /// Draws a frame into another one; the edge is repeated.
    func draw(_ source: Frame, into frame: Frame) {
        draw(source.luma, into: frame.luma, pixelsPerSample: 1)
        draw(source.blueChroma, into: frame.blueChroma, pixelsPerSample: 2)
        draw(source.redChroma, into: frame.redChroma, pixelsPerSample: 2)
    }

    private func draw(_ source: Plane, into plane: Plane, pixelsPerSample side: Float) {
        let scale = from.longerSide / to.longerSide
        for y in 0..<plane.height {
            let row = plane.row(y)
            for x in 0..<plane.width {
                let place = Point((Float(x) + 0.5) * side, (Float(y) + 0.5) * side)
                let there = from.center + (place - to.center) * scale
                row[x] = source.interpolated(there.x / side - 0.5, there.y / side - 0.5)
            }
        }
    }
}

extension Plane {
    /// The value at a place, in samples from the middle of the first one: between four of them; the edge is
    /// repeated.
    func interpolated(_ x: Float, _ y: Float) -> UInt8 {
        let x = min(max(x, 0), Float(width - 1)), y = min(max(y, 0), Float(height - 1))
        let left = Int(x), top = Int(y)
        let right = min(left + 1, width - 1), bottom = min(top + 1, height - 1)
        let (partX, partY) = (x - Float(left), y - Float(top))
        let upper = Float(self[left, top]) * (1 - partX) + Float(self[right, top]) * partX
        let lower = Float(self[left, bottom]) * (1 - partX) + Float(self[right, bottom]) * partX
        return UInt8(clamping: Int(upper * (1 - partY) + lower * partY + 0.5))
    }
}
