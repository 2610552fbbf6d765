internal import CamaleonFace
internal import CamaleonImage
internal import CamaleonMatte
internal import CamaleonNetwork
internal import CamaleonScene

/// Everything that frames of one format need, allocated once.
final class Buffers {
    let format: FrameFormat
    let camera: CameraInput
    let matte: Plane
    let chromaMatte: Plane
    /// The image, fitted.
    let image: Frame
    /// What is behind the person in this frame.
    let background: Frame
    let outputBuffer: ByteBuffer
    let output: Frame
    let plate: Plate
    let placement: PlacementBuffers
    /// What is in front of the background: the frame, with the old room's colour taken out of its edges.
    let foreground: Frame
    /// Of the network that is loaded; nil until there is one.
    private(set) var person: PersonBuffers?

    init(_ format: FrameFormat) {
        let (width, height) = (format.width, format.height)
        self.format = format
        camera = CameraInput(
            format.pixelFormat,
            width: width,
            height: height,
            colorSpace: format.colorSpace
        )
        matte = Plane(width: width, height: height)
        chromaMatte = Plane(width: (width + 1) / 2, height: (height + 1) / 2)
        image = Frame(width: width, height: height)
        background = Frame(width: width, height: height)
        foreground = Frame(width: width, height: height)
        outputBuffer = ByteBuffer(count: Frame.byteCount(width: width, height: height))
        output = Frame(outputBuffer, width: width, height: height)
        output.fillWithSlate()
        plate = Plate(frameWidth: width, frameHeight: height)
        placement = PlacementBuffers(width: width, height: height)
    }

    func prepare(for model: Model, _ quality: MattingQuality) {
        person = PersonBuffers(model, format, quality)
    }

    func fit(_ rgba: ByteBuffer, _ width: Int, _ height: Int) {
        image.coverFit(rgba: rgba, width: width, height: height, colorSpace: format.colorSpace)
    }

    /// What goes out without a matte.
    ///
    /// The blurred room needs one, to leave out the person: slate.
    func showBackgroundAlone(_ mode: Background, _ room: WornRoom) {
        switch mode {
        case .none, .blur: output.fillWithSlate()
        case .image: output.copy(from: image)
        case .camaleon: room.render(into: output)
        }
    }
}

/// What finding the person needs, for one network.
final class PersonBuffers {
    let matting: Matting
    let separation: PersonSeparation
    let edgeColors: EdgeColors
    let scan: BackgroundScan
    let roomBlur: RoomBlur
    var crop: SegmentationCrop

    /// Frames whose matte was carried along since the last that was segmented.
    private(set) var carriedCount = 0

    init(_ model: Model, _ format: FrameFormat, _ quality: MattingQuality) {
        matting = Matting(
            model,
            frameWidth: format.width,
            frameHeight: format.height,
            colorSpace: format.colorSpace,
            share: quality == .full ? 1 : 0.5
        )
        separation = PersonSeparation(width: matting.width, height: matting.height)
        edgeColors = EdgeColors(
            smallWidth: matting.width,
            smallHeight: matting.height,
            width: format.width,
            height: format.height
        )
        scan = BackgroundScan(matting, format)
        roomBlur = RoomBlur(frameWidth: format.width, frameHeight: format.height)
        crop = SegmentationCrop(format)
    }

    /// Makes the coarse matte of a frame, by the network or, on every second frame if that is all there is time
    /// for, by motion.
    func segment(_ frame: Frame, _ quality: MattingQuality) {
        if quality == .alternate && carriedCount == 0 && matting.carry(frame) {
            carriedCount = 1
            return
        }
        carriedCount = 0
        let everyone = matting.segment(frame)
        if everyone.crop.isWhole { scan.take(everyone) }
    }

    /// Whether the last frame was segmented: else nothing is known of the room in it.
    var isSegmented: Bool { carriedCount == 0 }

    func reset() {
        matting.reset()
        crop.reset()
        setCrop()
    }

    /// Segments the ``crop`` from now on.
    func setCrop() {
        guard crop.crop != matting.crop else { return }
        matting.setCrop(crop.crop)
        edgeColors.setCrop(crop.crop)
    }
}

/// What placing the person needs: two small grids to decide on, and a frame to draw into.
final class PlacementBuffers {
    let matte: FloatPlane
    let hole: FloatPlane
    let frame: Frame
    let placedMatte: Plane
    var current = Placement.identity

    /// Cells of the grids along the longer side.
    private static let longerSide = 40

    init(width: Int, height: Int) {
        let longer = max(width, height)
        let columns = max(1, width * Self.longerSide / longer),
            rows = max(1, height * Self.longerSide / longer)
        matte = FloatPlane(width: columns, height: rows)
        hole = FloatPlane(width: columns, height: rows)
        frame = Frame(width: width, height: height)
        placedMatte = Plane(width: width, height: height)
    }
}
