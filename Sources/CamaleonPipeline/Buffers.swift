internal import CamaleonImage
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
    private(set) var cut: Cut?

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
        outputBuffer = ByteBuffer(count: Frame.byteCount(width: width, height: height))
        output = Frame(outputBuffer, width: width, height: height)
        output.fillWithSlate()
        plate = Plate(frameWidth: width, frameHeight: height)
        placement = PlacementBuffers(width: width, height: height)
    }

    func prepare(for model: Model) {
        cut = Cut(model, format)
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
