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
        let scale = from.longerSide / to.longerSide, pixels = InterpolatedPlane(source)
        for y in 0..<plane.height {
            let row = plane.row(y)
            for x in 0..<plane.width {
                let place = Point((Float(x) + 0.5) * side, (Float(y) + 0.5) * side)
                let there = from.center + (place - to.center) * scale
                row[x] = pixels.byte(there.x / side - 0.5, there.y / side - 0.5)
            }
        }
    }
}

extension InterpolatedPlane {
    /// The nearest byte to the value at (x, y).
    func byte(_ x: Float, _ y: Float) -> UInt8 { UInt8(clamping: Int(value(x, y) + 0.5)) }
}
