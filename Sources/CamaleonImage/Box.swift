/// An axis-aligned rectangle, in source pixels, origin top left, half-open.
public struct Box: Sendable, Equatable {
    public var left: Float
    public var top: Float
    public var right: Float
    public var bottom: Float

    @inlinable
    public init(left: Float, top: Float, right: Float, bottom: Float) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    @inlinable
    public init(center: Point, width: Float, height: Float) {
        self.init(
            left: center.x - width / 2,
            top: center.y - height / 2,
            right: center.x + width / 2,
            bottom: center.y + height / 2
        )
    }

    @inlinable
    public var width: Float { right - left }
    @inlinable
    public var height: Float { bottom - top }
    @inlinable
    public var area: Float { max(0, width) * max(0, height) }
    @inlinable
    public var center: Point { Point((left + right) / 2, (top + bottom) / 2) }
    @inlinable
    public var longerSide: Float { max(width, height) }
    /// Whether all sides are numbers, and there is something between them.
    @inlinable
    public var isProper: Bool {
        left.isFinite && top.isFinite && right.isFinite && bottom.isFinite && width > 0
            && height > 0
    }

    @inlinable
    public func contains(_ point: Point) -> Bool {
        left <= point.x && point.x < right && top <= point.y && point.y < bottom
    }

    @inlinable
    public func contains(_ other: Box) -> Bool {
        left <= other.left && top <= other.top && other.right <= right && other.bottom <= bottom
    }

    /// Intersection over union, 0…1.
    @inlinable
    public func overlap(with other: Box) -> Float {
        let width = min(right, other.right) - max(left, other.left)
        let height = min(bottom, other.bottom) - max(top, other.top)
        let both = max(0, width) * max(0, height)
        let either = area + other.area - both
        return either > 0 ? both / either : 0
    }

    /// The box with `margin` more on each side.
    @inlinable
    public func expanded(by margin: Float) -> Box {
        Box(left: left - margin, top: top - margin, right: right + margin, bottom: bottom + margin)
    }

    /// What of the box lies in another.
    @inlinable
    public func clipped(to other: Box) -> Box {
        Box(
            left: max(left, other.left),
            top: max(top, other.top),
            right: min(right, other.right),
            bottom: min(bottom, other.bottom)
        )
    }

    /// The box as it lies in a crop of the frame that is `width` × `height` pixels large.
    @inlinable
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
    @inlinable
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
    @inlinable
    public func moved(_ part: Float, towards other: Box) -> Box {
        Box(
            left: left + part * (other.left - left),
            top: top + part * (other.top - top),
            right: right + part * (other.right - right),
            bottom: bottom + part * (other.bottom - bottom)
        )
    }

    /// The smallest box around two.
    @inlinable
    public func union(_ other: Box) -> Box {
        Box(
            left: min(left, other.left),
            top: min(top, other.top),
            right: max(right, other.right),
            bottom: max(bottom, other.bottom)
        )
    }
}
