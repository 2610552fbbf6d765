/// A plane between its pixels: bilinear, anywhere; its edge goes on outside.
///
/// ``ResamplingAxis`` does the same for whole rows, in fixed point.
public struct InterpolatedPlane {
    @usableFromInline let plane: Plane
    @usableFromInline let lastX: Float
    @usableFromInline let lastY: Float

    @inlinable
    public init(_ plane: Plane) {
        self.plane = plane
        lastX = Float(plane.width - 1)
        lastY = Float(plane.height - 1)
    }

    /// The value at (x, y), which has whole numbers at the middles of pixels.
    @inlinable @inline(__always)
    public func value(_ x: Float, _ y: Float) -> Float {
        // In this order, what is not a number becomes 0.
        let x = min(lastX, max(0, x)), y = min(lastY, max(0, y))
        let column = Int(x), row = Int(y)
        let nextColumn = min(column + 1, plane.width - 1)
        let upper = plane.row(row), lower = plane.row(min(row + 1, plane.height - 1))
        let partX = x - Float(column), partY = y - Float(row)
        let top = Float(upper[column]) + partX * (Float(upper[nextColumn]) - Float(upper[column]))
        let bottom =
            Float(lower[column]) + partX * (Float(lower[nextColumn]) - Float(lower[column]))
        return top + partY * (bottom - top)
    }

    /// How much of the four pixels about a place lies in the plane, 0…1, by their weights.
    @inlinable @inline(__always)
    public func coverage(_ x: Float, _ y: Float) -> Float {
        max(0, min(1, min(x + 1, lastX + 1 - x))) * max(0, min(1, min(y + 1, lastY + 1 - y)))
    }
}
