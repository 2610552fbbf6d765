internal import CIntrinsics

/// A place in a frame, in its pixels; or a complex number x + iy, which turns and scales by multiplication.
public struct Point: Sendable, Equatable {
    public var x: Float
    public var y: Float

    @inlinable
    public init(_ x: Float, _ y: Float) {
        self.x = x
        self.y = y
    }

    @inlinable
    public static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y) }
    @inlinable
    public static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }
    @inlinable
    public static func * (a: Point, factor: Float) -> Point { Point(a.x * factor, a.y * factor) }

    /// The product of two complex numbers.
    @inlinable
    public func turned(by other: Point) -> Point {
        Point(x * other.x - y * other.y, x * other.y + y * other.x)
    }

    /// The conjugate, which turns the other way.
    @inlinable
    public var conjugate: Point { Point(x, -y) }
    /// The length.
    public var magnitude: Float { camaleon_square_root(x * x + y * y) }
    /// The same direction with length 1; along x where there is no direction.
    @inlinable
    public var direction: Point {
        let length = magnitude
        return length > 0 ? self * (1 / length) : Point(1, 0)
    }
    @inlinable
    public var isFinite: Bool { x.isFinite && y.isFinite }
}
