public import CamaleonImage

/// A square of a frame, perhaps turned, that a network looks at.
public struct Region: Sendable, Equatable {
    /// In pixels of the frame.
    public let center: Point
    /// In pixels of the frame.
    public let side: Float
    /// The square's x axis in the frame, as a unit vector.
    public let direction: Point

    public init(center: Point, side: Float, direction: Point = Point(1, 0)) {
        self.center = center
        self.side = side
        self.direction = direction
    }

    /// The square around a whole frame.
    public init(letterboxing width: Int, _ height: Int) {
        let center = Point(Float(width) / 2, Float(height) / 2)
        self.init(center: center, side: Float(max(width, height)))
    }

    /// Turns a place in the square, 0…1, into one in the frame.
    public func inFrame(_ place: Point) -> Point {
        center + (place - Point(0.5, 0.5)).turned(by: direction) * side
    }

    /// The square that brings five points of a face nearest to where dlib wants them.
    ///
    ///     factor = Σ conj(wᵢ − w̄) (pᵢ − p̄) / Σ |wᵢ − w̄|²,  centre = p̄ + factor (½ + ½i − w̄)
    ///
    /// with the wanted places w in a chip of side 1 and the points p, as complex numbers: in the plane
    /// a similarity without mirroring is a multiplication.
    ///
    /// The points are in the frame's pixels, in the order of ``FaceMesh/fivePoints``.
    ///
    /// Source: Umeyama 1991, "Least-squares estimation of transformation parameters between two point
    /// patterns"; dlib 19.24, `get_face_chip_details`.
    public static func chip(_ five: [5 of Point]) -> Region {
        let wanted = wantedInChip
        var wantedMean = Point(0, 0), mean = Point(0, 0)
        for index in five.indices {
            wantedMean = wantedMean + wanted[index] * 0.2
            mean = mean + five[index] * 0.2
        }
        var product = Point(0, 0), square: Float = 0
        for index in five.indices {
            let centred = wanted[index] - wantedMean
            product = product + (five[index] - mean).turned(by: centred.conjugate)
            square += centred.x * centred.x + centred.y * centred.y
        }
        let factor = product * (1 / square)
        return Region(
            center: mean + (Point(0.5, 0.5) - wantedMean).turned(by: factor),
            side: factor.magnitude,
            direction: factor.direction
        )
    }

    /// Where the five points lie in a chip of side 1: (p + 0.25) / 1.5, p being dlib's own numbers for
    /// a chip without padding; docs/face-networks.md has them.
    static let wantedInChip: [5 of Point] = [
        padded(0.859_567_46, 0.213_498_15), padded(0.646_060_48, 0.228_967_44),
        padded(0.120_575_06, 0.213_727_45), padded(0.334_085_06, 0.229_064_24),
        padded(0.490_112_31, 0.627_797_53),
    ]

    private static func padded(_ x: Float, _ y: Float) -> Point {
        Point((x + 0.25) / 1.5, (y + 0.25) / 1.5)
    }
}
