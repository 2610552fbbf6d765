/// A part of a picture, in its pixels.
public struct Crop: Sendable, Equatable {
    public let sourceWidth: Int, sourceHeight: Int
    public let box: Box

    /// The whole picture.
    public init(sourceWidth: Int, sourceHeight: Int) {
        self.sourceWidth = sourceWidth
        self.sourceHeight = sourceHeight
        box = Box(left: 0, top: 0, right: Float(sourceWidth), bottom: Float(sourceHeight))
    }

    /// - Precondition: the box lies inside the picture, and is not empty.
    public init(sourceWidth: Int, sourceHeight: Int, _ box: Box) {
        precondition(
            box.left >= 0 && box.top >= 0 && box.width > 0 && box.height > 0
                && box.right <= Float(sourceWidth) && box.bottom <= Float(sourceHeight),
            "a part lies inside its picture"
        )
        self.sourceWidth = sourceWidth
        self.sourceHeight = sourceHeight
        self.box = box
    }

    /// The part from (x, y) on.
    ///
    /// - Precondition: it lies inside the picture.
    public init(
        sourceWidth: Int,
        sourceHeight: Int,
        x: Float,
        y: Float,
        width: Float,
        height: Float
    ) {
        let box = Box(left: x, top: y, right: x + width, bottom: y + height)
        self.init(sourceWidth: sourceWidth, sourceHeight: sourceHeight, box)
    }

    /// The centred part of a picture that has the aspect of `width` × `height`: cover-fit, as large as fills
    /// that size, never stretched.
    public init(sourceWidth: Int, sourceHeight: Int, covering width: Int, _ height: Int) {
        let scale = min(Float(sourceWidth) / Float(width), Float(sourceHeight) / Float(height))
        self.sourceWidth = sourceWidth
        self.sourceHeight = sourceHeight
        box = Box(
            center: Point(Float(sourceWidth) / 2, Float(sourceHeight) / 2),
            width: scale * Float(width),
            height: scale * Float(height)
        )
    }

    public var x: Float { box.left }
    public var y: Float { box.top }
    public var width: Float { box.width }
    public var height: Float { box.height }

    /// Whether it is all of the picture.
    public var isWhole: Bool { self == Crop(sourceWidth: sourceWidth, sourceHeight: sourceHeight) }
}
