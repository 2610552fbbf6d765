internal import CamaleonImage
internal import CIntrinsics

/// What a face looks like at 16 × 16 pixels, whatever the light: enough to see that between two frames
/// another took its place, not enough to know whose it is.
public struct Appearance: Sendable, Equatable {
    static let side = 16
    /// Where the looks of a face's place correlate as much with those of the frame before, it is still there.
    static let unchangedSimilarity: Float = 0.95
    private var values = [256 of Float](repeating: 0)

    /// Luma at 256 places, row by row; brightness and contrast are taken out.
    public init(_ luma: [256 of Float]) {
        var sum: Float = 0, squares: Float = 0
        for index in luma.indices { sum += luma[index] }
        for index in luma.indices {
            values[index] = luma[index] - sum / 256
            squares += values[index] * values[index]
        }
        guard squares > 0 else { return }
        let scale = 1 / camaleon_square_root(squares)
        for index in values.indices { values[index] *= scale }
    }

    /// The face in a frame, with its eyes level.
    ///
    /// - Complexity: 256 interpolations; no allocation.
    public init(of detection: Detection, in pyramid: FramePyramid) {
        let region = detection.region(enlargement: 1)
        let level = pyramid.level(halving: region.side, downTo: Self.side)
        let source = InterpolatedFrame(pyramid, level: level, border: .replicated)
        var luma = [256 of Float](repeating: 0)
        for index in luma.indices {
            let place = Point(Float(index % Self.side) + 0.5, Float(index / Self.side) + 0.5)
            luma[index] = source.luma(at: region.inFrame(place * (1 / Float(Self.side))))
        }
        self.init(luma)
    }

    /// The correlation, −1…1: 1 for the same picture, whatever its brightness and contrast.
    public func similarity(to other: Appearance) -> Float {
        var sum: Float = 0
        for index in values.indices { sum += values[index] * other.values[index] }
        return sum
    }

    public static func == (a: Appearance, b: Appearance) -> Bool {
        a.values.indices.allSatisfy { a.values[$0] == b.values[$0] }
    }
}
