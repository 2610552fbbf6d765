/// Where the person is drawn: pixel p of the frame shows the person's pixel (p − offset) / scale.
public struct Placement: Equatable, Sendable {
    /// Above 1 the person is drawn larger.
    public var scale: Float
    /// In shares of the frame's width.
    public var offsetX: Float
    /// In shares of the frame's height, downwards.
    public var offsetY: Float

    public init(scale: Float, offsetX: Float, offsetY: Float) {
        self.scale = scale
        self.offsetX = offsetX
        self.offsetY = offsetY
    }

    /// Where the person really is.
    public static let identity = Placement(scale: 1, offsetX: 0, offsetY: 0)

    public var isIdentity: Bool { self == .identity }
}
