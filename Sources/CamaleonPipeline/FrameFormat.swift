public import CamaleonImage

/// What a camera delivers.
public struct FrameFormat: Equatable, Sendable {
    public let width: Int
    public let height: Int
    public let pixelFormat: PixelFormat
    public let colorSpace: ColorSpace

    /// The largest frame that the engine takes, in pixels, on either side.
    public static let greatestSide = 1920
    /// The most pixels of a frame: 1920 × 1080, upright or lying.
    public static let mostPixels = 1920 * 1080

    /// - Precondition: ``isValid(width:height:)``.
    public init(width: Int, height: Int, pixelFormat: PixelFormat, colorSpace: ColorSpace) {
        precondition(Self.isValid(width: width, height: height), "a frame is at most 1920 × 1080")
        self.width = width
        self.height = height
        self.pixelFormat = pixelFormat
        self.colorSpace = colorSpace
    }

    public static func isValid(width: Int, height: Int) -> Bool {
        1...greatestSide ~= width && 1...greatestSide ~= height && width * height <= mostPixels
    }
}

/// What the others see behind the person.
///
/// The raw values cross the wasm boundary.
public enum Background: UInt8, Sendable, CaseIterable {
    /// The camera as it is: only ever by explicit choice.
    case none = 0
    /// The person's own room, blurred.
    case blur = 1
    /// An image, cover-fitted.
    case image = 2
    /// The room of the other.
    case camaleon = 3
}

/// The stages of the pipeline.
///
/// The raw values cross the wasm boundary; later stages have later ones.
public enum Stage: Int, Sendable, CaseIterable {
    case ingest, segment, smooth, refine, place, compose, learn
    /// Finding faces, after ``ingest``.
    case faces
    /// Choosing what of the next frame is segmented, and scanning the rest, at last.
    case crop
}
