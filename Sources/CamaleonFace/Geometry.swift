internal import CIntrinsics

/// A place in a frame, in its pixels; or a complex number x + iy, which turns and scales by multiplication.
public struct Point: Sendable, Equatable {
    public var x: Float
    public var y: Float

    public init(_ x: Float, _ y: Float) {
        self.x = x
        self.y = y
    }

    public static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y) }
    public static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }
    public static func * (a: Point, factor: Float) -> Point { Point(a.x * factor, a.y * factor) }

    /// The product of two complex numbers.
    public func turned(by other: Point) -> Point {
        Point(x * other.x - y * other.y, x * other.y + y * other.x)
    }

    /// The conjugate, which turns the other way.
    public var conjugate: Point { Point(x, -y) }
    /// The length.
    public var magnitude: Float { camaleon_square_root(x * x + y * y) }
    /// The same direction with length 1; along x where there is no direction.
    public var direction: Point {
        let length = magnitude
        return length > 0 ? self * (1 / length) : Point(1, 0)
    }
    public var isFinite: Bool { x.isFinite && y.isFinite }
}

/// An axis-aligned rectangle, in source pixels, origin top left, half-open.
public struct Box: Sendable, Equatable {
    public var left: Float
    public var top: Float
    public var right: Float
    public var bottom: Float

    public init(left: Float, top: Float, right: Float, bottom: Float) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    public init(center: Point, width: Float, height: Float) {
        self.init(
            left: center.x - width / 2,
            top: center.y - height / 2,
            right: center.x + width / 2,
            bottom: center.y + height / 2
        )
    }

    public var width: Float { right - left }
    public var height: Float { bottom - top }
    public var area: Float { max(0, width) * max(0, height) }
    public var center: Point { Point((left + right) / 2, (top + bottom) / 2) }
    public var longerSide: Float { max(width, height) }
    /// Whether all sides are numbers, and there is something between them.
    public var isProper: Bool {
        left.isFinite && top.isFinite && right.isFinite && bottom.isFinite && width > 0
            && height > 0
    }

    public func contains(_ point: Point) -> Bool {
        left <= point.x && point.x < right && top <= point.y && point.y < bottom
    }

    public func contains(_ other: Box) -> Bool {
        left <= other.left && top <= other.top && other.right <= right && other.bottom <= bottom
    }

    /// Intersection over union, 0…1.
    public func overlap(with other: Box) -> Float {
        let width = min(right, other.right) - max(left, other.left)
        let height = min(bottom, other.bottom) - max(top, other.top)
        let both = max(0, width) * max(0, height)
        let either = area + other.area - both
        return either > 0 ? both / either : 0
    }

    /// The box with `margin` more on each side.
    public func expanded(by margin: Float) -> Box {
        Box(left: left - margin, top: top - margin, right: right + margin, bottom: bottom + margin)
    }

    /// What of the box lies in another.
    public func clipped(to other: Box) -> Box {
        Box(
            left: max(left, other.left),
            top: max(top, other.top),
            right: min(right, other.right),
            bottom: min(bottom, other.bottom)
        )
    }

    /// The box as it lies in a crop of the frame that is `width` × `height` pixels large.
    public func inCrop(_ crop: Box, width: Int, height: Int) -> Box {
        let scaleX = Float(width) / crop.width, scaleY = Float(height) / crop.height
        return Box(
            left: (left - crop.left) * scaleX,
            top: (top - crop.top) * scaleY,
            right: (right - crop.left) * scaleX,
            bottom: (bottom - crop.top) * scaleY
        )
    }

    /// The box, of a crop's `width` × `height` pixels, as it lies in the frame.
    public func inFrame(ofCrop crop: Box, width: Int, height: Int) -> Box {
        let scaleX = crop.width / Float(width), scaleY = crop.height / Float(height)
        return Box(
            left: crop.left + left * scaleX,
            top: crop.top + top * scaleY,
            right: crop.left + right * scaleX,
            bottom: crop.top + bottom * scaleY
        )
    }

    /// The box a part of the way to another: 0 stays, 1 is there.
    public func moved(_ part: Float, towards other: Box) -> Box {
        Box(
            left: left + part * (other.left - left),
            top: top + part * (other.top - top),
            right: right + part * (other.right - right),
            bottom: bottom + part * (other.bottom - bottom)
        )
    }
}
