internal import CIntrinsics
internal import CamaleonImage

/// How far a pixel is from a person of whom the face is known, in units of head and shoulders.
///
/// About 1 at the edge of a head with hair, and of shoulders, arms held close and the trunk below:
///
///     distance² = (dx / halfWidth(dy))² + (dy / reach)²
///
/// where the half width goes from 0.8 of the face's height, at the head, to 1.6 of it, one height below
/// the face's centre; reach is 1.1 of it upwards, and 6 downwards.
///
/// Anatomy: shoulders are about three heads' widths wide, and a face's box is about a head's width high.
struct BodyDistance {
    /// Of a head, what shoulders add to it, and how far a trunk goes down, in heights of the face.
    private static let headHalfWidth: Float = 0.8, shoulders: Float = 0.8, reachBelow: Float = 6

    private let center: Point
    private let unit: Float

    init(_ face: Box) {
        center = face.center
        unit = max(face.longerSide, 1)
    }

    /// - Complexity: one square root.
    func callAsFunction(_ x: Int, _ y: Int) -> Float {
        let dx = (Float(x) + 0.5 - center.x) / unit, dy = (Float(y) + 0.5 - center.y) / unit
        let halfWidth = Self.headHalfWidth + Self.shoulders * max(0, min(1, dy))
        let across = dx / halfWidth, along = dy / (dy < 0 ? 1.1 : Self.reachBelow)
        return camaleon_square_root(across * across + along * along)
    }

    /// What is below a face and as wide as shoulders.
    static func trunk(of face: Box) -> Box {
        let unit = max(face.longerSide, 1), halfWidth = (headHalfWidth + shoulders) * unit
        return Box(
            left: face.center.x - halfWidth,
            top: face.bottom,
            right: face.center.x + halfWidth,
            bottom: face.center.y + reachBelow * unit
        )
    }
}
