public import CamaleonImage
internal import CamaleonKernels
public import CamaleonNetwork

/// From a frame, or a part of it, to the coarse matte: how much of each pixel is a person, at the
/// network's size.
public final class Segmenter {
    public let width: Int
    public let height: Int
    /// Y, U and V at the network's size, 0…255.
    public let picture: [FloatPlane]
    /// The network's answer for the last frame, 0…1.
    public let coarseMatte: FloatPlane

    /// The part of the frame that is segmented, of the frame's aspect: whole numbers, even if it is not whole.
    public private(set) var crop: Crop

    private let network: Network
    private let lumaResampler: Resampler
    private let chromaResampler: Resampler
    private let colorSpace: ColorSpace

    /// Whether a model makes a matte of a picture: it reads red, green and blue, and its one output
    /// has the input's size, one channel, and values in 0…1.
    ///
    /// It must do so at any size that is a multiple of what it halves.
    public static func canRun(_ model: Model) -> Bool {
        guard model.inputChannels == 3, model.outputs.count == 1, model.outputs[0] > 0 else {
            return false
        }
        let answer = model.operations[model.outputs[0] - 1]
        let side = model.sizeMultiple
        return answer.activation == .sigmoid && answer.outputChannels == 1
            && [1, 2].allSatisfy { factor in
                let sizes = model.sizes(height: factor * side, width: side)
                return sizes?[model.outputs[0]] == MapSize(height: factor * side, width: side)
            }
    }

    private let share: Float

    /// Makes ready for frames of a size; `share` is how many of the network's own number of pixels it gets, 0…1.
    ///
    /// - Precondition: ``canRun(_:)`` is true of the model.
    public init(
        _ model: Model,
        frameWidth: Int,
        frameHeight: Int,
        colorSpace: ColorSpace,
        share: Float = 1
    ) {
        precondition(Self.canRun(model), "a model that makes mattes")
        let size = NetworkSize(
            frameWidth: frameWidth,
            frameHeight: frameHeight,
            multiple: model.sizeMultiple,
            budget: Int(share * Float(model.defaultWidth * model.defaultHeight))
        )
        let (width, height) = (size.width, size.height)
        self.width = width
        self.height = height
        self.share = share
        self.colorSpace = colorSpace
        network = Network(model, width: width, height: height)
        picture = (0..<3).map { _ in FloatPlane(width: width, height: height) }
        coarseMatte = FloatPlane(width: width, height: height)
        crop = Crop(sourceWidth: frameWidth, sourceHeight: frameHeight)
        lumaResampler = Resampler(
            crop: crop,
            width: width,
            height: height
        )
        chromaResampler = Resampler(
            crop: Crop(sourceWidth: (frameWidth + 1) / 2, sourceHeight: (frameHeight + 1) / 2),
            width: width,
            height: height
        )
    }

    /// One more of the same model, frames and size.
    public func another() -> Segmenter {
        Segmenter(
            network.model,
            frameWidth: crop.sourceWidth,
            frameHeight: crop.sourceHeight,
            colorSpace: colorSpace,
            share: share
        )
    }

    /// Segments a frame of the size that the segmenter was made for into ``coarseMatte``.
    ///
    /// - Complexity: one inference; no allocation.
    public func segment(_ frame: Frame) {
        readFrame(frame)
        network.run()
        readOutput()
    }

    /// Begins to segment a frame in slices, for an answer that may take several frames: when the inference is
    /// done, ``finish()``.
    public func begin(_ frame: Frame, slices: Int) -> SlicedInference {
        readFrame(frame)
        return SlicedInference(of: network, slices: slices)
    }

    /// Reads the answer of an inference that is done into ``coarseMatte``.
    public func finish() {
        readOutput()
    }

    /// Segments another part of the frames from now on.
    ///
    /// - Precondition: its sides are whole numbers, and even where they are not the frame's.
    /// - Complexity: a few operations a column and row; no allocation.
    public func setCrop(_ crop: Crop) {
        self.crop = crop
        lumaResampler.setCrop(crop)
        let width = (crop.sourceWidth + 1) / 2, height = (crop.sourceHeight + 1) / 2
        chromaResampler.setCrop(
            crop.isWhole
                ? Crop(sourceWidth: width, sourceHeight: height)
                : Crop(
                    sourceWidth: width,
                    sourceHeight: height,
                    x: crop.x / 2,
                    y: crop.y / 2,
                    width: crop.width / 2,
                    height: crop.height / 2
                )
        )
    }

    private func readFrame(_ frame: Frame) {
        readPicture(frame)
        writeInput()
    }

    /// Reads a frame into ``picture``, and does nothing more.
    public func readPicture(_ frame: Frame) {
        lumaResampler.resample(frame.luma, into: picture[0])
        chromaResampler.resample(frame.blueChroma, into: picture[1])
        chromaResampler.resample(frame.redChroma, into: picture[2])
    }

    private func readOutput() {
        let output = network.outputs[0]
        for y in 0..<height {
            let row = coarseMatte.row(y)
            if output.isPacked {
                let packed = output.packedRow(y)
                for x in 0..<width { row[x] = packed[x] }
            } else {
                for x in 0..<width { row[x] = output[y, x, 0] }
            }
        }
    }

    private func writeInput() {
        let (mean, scale) = (network.model.mean, network.model.scale)
        for y in 0..<height {
            let luma = picture[0].row(y), blue = picture[1].row(y), red = picture[2].row(y)
            let row = network.input.packedRow(y)
            for x in 0..<width {
                let color = colorSpace.rgb(luma: luma[x], blueChroma: blue[x], redChroma: red[x])
                row[3 * x] = (min(1, max(0, color.red)) - mean[0]) * scale[0]
                row[3 * x + 1] = (min(1, max(0, color.green)) - mean[1]) * scale[1]
                row[3 * x + 2] = (min(1, max(0, color.blue)) - mean[2]) * scale[2]
            }
        }
    }
}
