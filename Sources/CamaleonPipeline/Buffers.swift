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

/// What cuts the person out, for one model and one size.
final class Cut {
    let segmenter: Segmenter
    let steadier: MatteSteadier
    /// All that the network took for a person in the last frame: what a plate must never learn,
    /// whoever of them is shown.
    let everyone: FloatPlane
    let separation: PersonSeparation
    private let people: ConnectedPeople
    private let filter: GuidedFilter
    private let roomBlur: RoomBlur

    init(_ model: Model, _ format: FrameFormat) {
        segmenter = Segmenter(
            model,
            frameWidth: format.width,
            frameHeight: format.height,
            colorSpace: format.colorSpace
        )
        everyone = FloatPlane(width: segmenter.width, height: segmenter.height)
        separation = PersonSeparation(width: segmenter.width, height: segmenter.height)
        people = ConnectedPeople(width: segmenter.width, height: segmenter.height)
        steadier = MatteSteadier(width: segmenter.width, height: segmenter.height)
        filter = GuidedFilter(
            smallWidth: segmenter.width,
            smallHeight: segmenter.height,
            width: format.width,
            height: format.height
        )
        roomBlur = RoomBlur(frameWidth: format.width, frameHeight: format.height)
    }

    /// Makes the coarse matte of a frame: people, as the network sees them now.
    func segment(_ frame: Frame) {
        segmenter.segment(frame)
        everyone.copy(from: segmenter.coarseMatte)
        people.keepOnly(in: segmenter.coarseMatte)
    }

    func refine(_ frame: Frame, into matte: Plane) {
        filter.refine(
            segmenter.coarseMatte,
            smallLuma: segmenter.picture[0],
            luma: frame.luma,
            into: matte
        )
    }

    /// The room behind the person, blurred; if `isGated`, without anyone whom a gate hides either, of whom
    /// even a blur would tell that somebody is there.
    func blur(into background: Frame, isGated: Bool) {
        let people = isGated ? everyone : segmenter.coarseMatte
        roomBlur.blur(segmenter.picture, matte: people, into: background)
    }

    /// The coarse matte on the grid of the placement: nearest pixels.
    func shrinkMatte(into grid: FloatPlane) {
        let matte = segmenter.coarseMatte
        for y in 0..<grid.height {
            let from = matte.row((2 * y + 1) * matte.height / (2 * grid.height)), to = grid.row(y)
            for x in 0..<grid.width { to[x] = from[(2 * x + 1) * matte.width / (2 * grid.width)] }
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
