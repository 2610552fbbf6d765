/// Where the camera's bytes arrive, and the same picture as I420.
///
/// I420 is used where it lies; NV12's chroma is taken apart; RGBA is converted.
public final class CameraInput {
    public let buffer: ByteBuffer
    public let frame: Frame
    private let format: PixelFormat
    private let colorSpace: ColorSpace
    private let pairs: Plane?

    public init(_ format: PixelFormat, width: Int, height: Int, colorSpace: ColorSpace) {
        self.format = format
        self.colorSpace = colorSpace
        buffer = ByteBuffer(count: format.byteCount(width: width, height: height))
        let (w, h) = ((width + 1) / 2, (height + 1) / 2)
        switch format {
        case .i420:
            frame = Frame(buffer, width: width, height: height)
            pairs = nil
        case .nv12:
            frame = Frame(
                luma: Plane(buffer, width: width, height: height, stride: width),
                blueChroma: Plane(width: w, height: h),
                redChroma: Plane(width: w, height: h)
            )
            pairs = Plane(buffer, offset: width * height, width: 2 * w, height: h, stride: 2 * w)
        case .rgba:
            frame = Frame(width: width, height: height)
            pairs = nil
        }
    }

    /// Brings ``frame`` up to date with the bytes in ``buffer``.
    public func update() {
        switch format {
        case .i420: break
        case .nv12: splitPairs()
        case .rgba: convertRGBA()
        }
    }

    private func splitPairs() {
        guard let pairs else { return }
        for y in 0..<pairs.height {
            let from = pairs.row(y), blue = frame.blueChroma.row(y), red = frame.redChroma.row(y)
            for x in 0..<frame.blueChroma.width {
                blue[x] = from[2 * x]
                red[x] = from[2 * x + 1]
            }
        }
    }

    private func convertRGBA() {
        let pixels = Plane(
            buffer,
            width: 4 * frame.width,
            height: frame.height,
            stride: 4 * frame.width
        )
        let (width, height) = (frame.width, frame.height)
        for y in 0..<height {
            let from = pixels.row(y), luma = frame.luma.row(y)
            for x in 0..<width {
                luma[x] = UInt8(clamping: yuv(from, 4 * x).luma)
            }
        }
        for y in 0..<frame.blueChroma.height {
            let upper = pixels.row(2 * y), lower = pixels.row(min(2 * y + 1, height - 1))
            let blue = frame.blueChroma.row(y), red = frame.redChroma.row(y)
            for x in 0..<frame.blueChroma.width {
                let left = 8 * x, right = 4 * min(2 * x + 1, width - 1)
                let four =
                    [yuv(upper, left), yuv(upper, right), yuv(lower, left), yuv(lower, right)]
                    as [4 of _]
                blue[x] = UInt8(clamping: mean(four[0].1, four[1].1, four[2].1, four[3].1))
                red[x] = UInt8(clamping: mean(four[0].2, four[1].2, four[2].2, four[3].2))
            }
        }
    }

    private func mean(_ a: Float, _ b: Float, _ c: Float, _ d: Float) -> Float {
        (a + b + c + d) / 4
    }

    @inline(__always)
    private func yuv(
        _ row: PixelRow,
        _ x: Int
    ) -> (luma: Float, blueChroma: Float, redChroma: Float) {
        colorSpace.yuv(
            red: Float(row[x]) / 255,
            green: Float(row[x + 1]) / 255,
            blue: Float(row[x + 2]) / 255
        )
    }
}
