/// A picture in I420: luma at full size, two chroma planes at half size, rounded up.
///
/// Chroma is sited at the centre of its 2 × 2 luma pixels, as JPEG and Chromium's cameras do.
public struct Frame {
    public let luma: Plane
    public let blueChroma: Plane
    public let redChroma: Plane

    public var width: Int { luma.width }
    public var height: Int { luma.height }

    /// The planes in the order Y, U, V.
    public var planes: [3 of Plane] { [luma, blueChroma, redChroma] }

    /// - Precondition: chroma planes are half the luma's size, rounded up.
    public init(luma: Plane, blueChroma: Plane, redChroma: Plane) {
        precondition(
            [blueChroma, redChroma].allSatisfy {
                $0.width == (luma.width + 1) / 2 && $0.height == (luma.height + 1) / 2
            },
            "chroma is half the size of luma, rounded up"
        )
        self.luma = luma
        self.blueChroma = blueChroma
        self.redChroma = redChroma
    }

    /// A frame in one buffer, planes one after the other without gaps; neutral slate at first.
    public init(width: Int, height: Int) {
        let (w, h) = ((width + 1) / 2, (height + 1) / 2)
        let buffer = ByteBuffer(count: width * height + 2 * w * h)
        self.init(buffer, width: width, height: height)
        fillWithSlate()
    }

    /// The frame that lies in `buffer` as ``byteCount(width:height:)`` bytes of I420 without gaps.
    public init(_ buffer: ByteBuffer, width: Int, height: Int) {
        let (w, h) = ((width + 1) / 2, (height + 1) / 2)
        self.init(
            luma: Plane(buffer, width: width, height: height, stride: width),
            blueChroma: Plane(buffer, offset: width * height, width: w, height: h, stride: w),
            redChroma: Plane(buffer, offset: width * height + w * h, width: w, height: h, stride: w)
        )
    }

    /// Bytes of a frame without gaps.
    public static func byteCount(width: Int, height: Int) -> Int {
        width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2)
    }

    /// A neutral dark grey: what is shown where nothing may be.
    public func fillWithSlate() {
        luma.fill(Self.slateLuma)
        blueChroma.fill(128)
        redChroma.fill(128)
    }

    /// The luma of the slate, dark and legal in either range; `Web/worker/slate.js` has the same.
    public static let slateLuma: UInt8 = 52

    public func copy(from other: Frame) {
        luma.copy(from: other.luma)
        blueChroma.copy(from: other.blueChroma)
        redChroma.copy(from: other.redChroma)
    }
}
