/// How a camera's bytes are laid out.
///
/// The raw values cross the wasm boundary.
public enum PixelFormat: UInt8, Sendable, CaseIterable {
    /// Y, U and V planes.
    case i420 = 0
    /// A Y plane and one of U and V by turns.
    case nv12 = 1
    /// Red, green, blue and a byte that is ignored.
    case rgba = 2

    /// Bytes of a frame without gaps between rows.
    public func byteCount(width: Int, height: Int) -> Int {
        switch self {
        case .i420, .nv12: Frame.byteCount(width: width, height: height)
        case .rgba: 4 * width * height
        }
    }
}

/// How luma and chroma stand for red, green and blue.
public struct ColorSpace: Sendable, Equatable {
    /// The weights of red and blue in luma: ITU-R BT.601-7, §2.5.1, or BT.709-6, §3.
    public enum Matrix: UInt8, Sendable, CaseIterable {
        case bt601 = 0
        case bt709 = 1
    }

    public let matrix: Matrix
    /// Whether luma and chroma fill 0…255, or 16…235 and 16…240.
    public let isFullRange: Bool

    public init(matrix: Matrix, isFullRange: Bool) {
        self.matrix = matrix
        self.isFullRange = isFullRange
    }

    /// Luma weights of red and blue; green has the rest.
    var redWeight: Float { matrix == .bt601 ? 0.299 : 0.2126 }
    var blueWeight: Float { matrix == .bt601 ? 0.114 : 0.0722 }

    /// Red, green and blue in 0…1, not clamped, of luma and chroma in 0…255.
    @inline(__always)
    public func rgb(
        luma: Float,
        blueChroma: Float,
        redChroma: Float
    ) -> (red: Float, green: Float, blue: Float) {
        let y = isFullRange ? luma / 255 : (luma - 16) / 219
        let chromaScale: Float = isFullRange ? 1 / 255 : 1 / 224
        let b = (blueChroma - 128) * chromaScale, r = (redChroma - 128) * chromaScale
        let red = y + 2 * (1 - redWeight) * r
        let blue = y + 2 * (1 - blueWeight) * b
        let green = (y - redWeight * red - blueWeight * blue) / (1 - redWeight - blueWeight)
        return (red, green, blue)
    }

    /// Luma and chroma in 0…255 of red, green and blue in 0…1.
    @inline(__always)
    public func yuv(
        red: Float,
        green: Float,
        blue: Float
    ) -> (luma: Float, blueChroma: Float, redChroma: Float) {
        let y = redWeight * red + (1 - redWeight - blueWeight) * green + blueWeight * blue
        let b = (blue - y) / (2 * (1 - blueWeight)), r = (red - y) / (2 * (1 - redWeight))
        return isFullRange
            ? (255 * y, 128 + 255 * b, 128 + 255 * r)
            : (16 + 219 * y, 128 + 224 * b, 128 + 224 * r)
    }
}

extension UInt8 {
    /// The nearest byte, clamped.
    @inlinable
    public init(clamping value: Float) {
        self = UInt8(Swift.max(0, Swift.min(255, value + 0.5)))
    }
}
