internal import CamaleonImage
public import CamaleonKernels
public import CamaleonNetwork

/// Cuts a region out of a frame into a network's input.
///
/// Pixel (i, j) of the input is the frame at the region's (i / side, j / side), between four pixels, as
/// MediaPipe and `cv2.warpAffine` do it. Where the region has twice the input's pixels or more, they
/// are taken of the frame halved as often, as dlib does.
public struct RegionSampler: Sendable {
    /// What lies outside of the frame.
    public enum Border: Sendable {
        case black
        /// The frame's edge goes on.
        case replicated
    }

    /// Of the input, in pixels.
    let side: Int
    let border: Border
    /// False to sample the frame as it is, whatever the size: for comparisons with such networks' makers.
    let halves: Bool
    /// A channel in 0…1 becomes (value − mean) · scale.
    private let mean: [3 of Float]
    private let scale: [3 of Float]

    /// - Precondition: the model reads three channels.
    public init(for model: Model, side: Int, border: Border, halves: Bool = true) {
        precondition(model.inputChannels == 3, "a network that reads red, green and blue")
        self.init(
            mean: [model.mean[0], model.mean[1], model.mean[2]],
            scale: [model.scale[0], model.scale[1], model.scale[2]],
            side: side,
            border: border,
            halves: halves
        )
    }

    init(mean: [3 of Float], scale: [3 of Float], side: Int, border: Border, halves: Bool) {
        self.mean = mean
        self.scale = scale
        self.side = side
        self.border = border
        self.halves = halves
    }

    /// Samples into `map`, side × side × 3.
    ///
    /// - Complexity: three interpolations a pixel; no allocation.
    public func sample(_ region: Region, of pyramid: FramePyramid, into map: FeatureMap) {
        precondition(
            map.width == side && map.height == side && map.channels == 3,
            "a map of the sampler's side, of red, green and blue"
        )
        let level = halves ? pyramid.level(halving: region.side, downTo: side) : 0
        let source = InterpolatedFrame(pyramid, level: level, border: border)
        let stepX = region.direction * (region.side / Float(side))
        let stepY = Point(-stepX.y, stepX.x)
        let origin = region.inFrame(Point(0, 0))
        for y in 0..<side {
            let start = origin + stepY * Float(y), row = map.packedRow(y)
            for x in 0..<side {
                let color = source.rgb(at: start + stepX * Float(x))
                row[3 * x] = (color.red - mean[0]) * scale[0]
                row[3 * x + 1] = (color.green - mean[1]) * scale[1]
                row[3 * x + 2] = (color.blue - mean[2]) * scale[2]
            }
        }
    }
}

/// A level of a pyramid as a function of the frame's places.
struct InterpolatedFrame {
    private let luma: InterpolatedPlane
    private let blueChroma: InterpolatedPlane
    private let redChroma: InterpolatedPlane
    private let colorSpace: ColorSpace
    private let border: RegionSampler.Border
    /// A pixel of the level is 1 / factor of the frame's, and lies `shift` of these to its right.
    private let factor: Float
    private let shift: Float

    init(_ pyramid: FramePyramid, level: Int, border: RegionSampler.Border) {
        let frame = pyramid.frame(level: level)
        luma = InterpolatedPlane(frame.luma)
        blueChroma = InterpolatedPlane(frame.blueChroma)
        redChroma = InterpolatedPlane(frame.redChroma)
        colorSpace = pyramid.colorSpace
        self.border = border
        factor = 1 / Float(1 << level)
        shift = Float(1 << level - 1) / 2
    }

    /// Red, green and blue, 0…1, where `place` has whole numbers at the middles of the frame's pixels.
    @inline(__always)
    func rgb(at place: Point) -> (red: Float, green: Float, blue: Float) {
        let x = (place.x - shift) * factor, y = (place.y - shift) * factor
        // Chroma is sited between its four pixels of luma.
        let chromaX = (x - 0.5) / 2, chromaY = (y - 0.5) / 2
        let color = colorSpace.rgb(
            luma: luma.value(x, y),
            blueChroma: blueChroma.value(chromaX, chromaY),
            redChroma: redChroma.value(chromaX, chromaY)
        )
        let light = border == .black ? luma.coverage(x, y) : 1
        return (
            light * min(1, max(0, color.red)), light * min(1, max(0, color.green)),
            light * min(1, max(0, color.blue))
        )
    }

    /// Luma, 0…255.
    @inline(__always)
    func luma(at place: Point) -> Float {
        luma.value((place.x - shift) * factor, (place.y - shift) * factor)
    }
}
