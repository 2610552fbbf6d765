public import CamaleonFace
public import CamaleonImage
public import CamaleonNetwork
public import CamaleonScene
internal import CamaleonMatte

/// From a camera frame to a safe frame, one stage after the other.
///
///     ingest → faces → segment → steady → gate → refine → place → compose → learn the plate
///       → choose what of the next frame is segmented
///
/// The order is written here, once; stages are types that know nothing of each other. All state that
/// outlives a frame is owned here.
///
/// **Fail closed**: only ``compose`` writes ``output``, from the matte and the background. Without a
/// model there is no matte, and the background alone goes out. Mode *none* is the one exception, by
/// the user's explicit choice, and it too waits for the model. While a gate is on there is no such
/// exception: *none* is blurred then, and whom the gate does not let through is not in the matte.
public final class Pipeline {
    /// What the others see behind the person: blur, unless chosen otherwise.
    public var background: Background = .blur
    /// Whether the plate of the own room is learnt.
    public var learnsPlate = false {
        didSet { if !learnsPlate { buffers?.plate.forget() } }
    }
    /// The room of the other, if one is worn.
    public let wornRoom = WornRoom()
    /// Milliseconds that each ``Stage`` took in the last frame, by its raw value.
    public private(set) var stageMilliseconds: [Double]

    private let clock: () -> Double
    private var model: Model?
    private var image: (rgba: ByteBuffer, width: Int, height: Int)?
    private var buffers: Buffers?
    private var solver = PlacementSolver()
    let gate = FaceGate()

    /// - Parameter clock: milliseconds of a monotonic clock; only differences count.
    public init(clock: @escaping () -> Double = { 0 }) {
        self.clock = clock
        stageMilliseconds = [Double](repeating: 0, count: Stage.allCases.count)
    }

    /// Reads a model; the one before stays if the bytes are refused.
    public func load(model bytes: [UInt8]) throws(ModelError) {
        let model = try Model(bytes)
        guard Segmenter.canRun(model) else { throw ModelError(.badGraph, at: 16) }
        self.model = model
        buffers?.prepare(for: model)
    }

    /// Makes ready for frames of `format`: everything that frames need is allocated here.
    public func configure(_ format: FrameFormat) {
        let buffers = Buffers(format)
        if let model { buffers.prepare(for: model) }
        if let image { buffers.fit(image.rgba, image.width, image.height) }
        self.buffers = buffers
        gate.configure(width: format.width, height: format.height, colorSpace: format.colorSpace)
        solver = PlacementSolver()
    }

    /// Sets the image of mode *image*: `width` × `height` pixels of R, G, B and A, kept by reference.
    public func setImage(rgba: ByteBuffer, width: Int, height: Int) {
        precondition(
            width > 0 && height > 0 && rgba.count >= 4 * width * height,
            "an image has its pixels"
        )
        image = (rgba, width, height)
        buffers?.fit(rgba, width, height)
    }

    /// The next frame is treated as the first: for pictures that have nothing to do with each other.
    public func forgetPast() {
        buffers?.cut?.forgetPast()
        gate.reset()
        solver = PlacementSolver()
    }

    /// The changed tiles of the own room's plate, or all; nil if there are none.
    public func encodePlate(whole: Bool) -> [UInt8]? {
        learnsPlate ? buffers?.plate.encode(whole: whole) : nil
    }

    /// Turns what lies in ``input`` into ``output``.
    ///
    /// `time` is the frame's, in microseconds of any clock: what the gate decides by.
    ///
    /// - Complexity: one inference and about twenty operations a pixel; no allocation once the first
    ///   frame of a format and a background is done.
    public func process(at time: Microseconds = 0) {
        guard let buffers else { return }
        for stage in Stage.allCases { stageMilliseconds[stage.rawValue] = 0 }
        guard let cut = buffers.cut else {
            buffers.showBackgroundAlone(background, wornRoom)
            return
        }
        measure(.ingest) { buffers.camera.update() }
        let frame = buffers.camera.frame
        measure(.faces) { gate.look(at: frame, seen: cut.crop, time) }
        measure(.segment) { cut.segment(frame) }
        measure(.steady) {
            cut.steadier.steady(cut.segmenter.coarseMatte, luma: cut.segmenter.picture[0])
            // After it: what was shown a frame ago must not linger.
            let isAnyone = gate.apply(
                to: cut.segmenter.coarseMatte,
                of: cut.crop,
                with: cut.separation
            )
            if !isAnyone { cut.steadier.forgetPast() }
        }
        measure(.refine) { cut.refine(frame, into: buffers.matte) }
        if background == .camaleon { measure(.place) { place(frame, cut, buffers) } }
        measure(.compose) { compose(frame, cut, buffers) }
        if learnsPlate, let room = cut.room(frame) {
            measure(.learn) { buffers.plate.learn(room.frame, coarseMatte: room.everyone) }
        }
        measure(.crop) { chooseCrop(frame, cut, time) }
    }

    private func chooseCrop(_ frame: Frame, _ cut: Cut, _ time: Microseconds) {
        let showsRoom = background == .blur || background == .none
        cut.chooseCrop(
            around: gate.visibility.shownFaces,
            frame,
            at: time,
            seesRoom: learnsPlate || showsRoom
        )
    }

    /// Moves the person to where they cover what is not known of the worn room.
    private func place(_ frame: Frame, _ cut: Cut, _ buffers: Buffers) {
        let grid = buffers.placement
        cut.shrinkMatte(into: grid.matte)
        wornRoom.hole(into: grid.hole, frameWidth: frame.width, frameHeight: frame.height)
        grid.current = solver.step(coarseMatte: grid.matte, hole: grid.hole)
        if !grid.current.isIdentity {
            CamaleonScene.place(
                frame,
                matte: buffers.matte,
                by: grid.current,
                into: grid.frame,
                placedMatte: grid.placedMatte
            )
        }
    }

    private func compose(_ frame: Frame, _ cut: Cut, _ buffers: Buffers) {
        switch background {
        case .none where !gate.visibility.isOn:
            buffers.output.copy(from: frame)
            return
        case .none, .blur: cut.blur(frame, into: buffers.background, isGated: gate.visibility.isOn)
        case .image: buffers.background.copy(from: buffers.image)
        case .camaleon: wornRoom.render(into: buffers.background)
        }
        let moved = background == .camaleon && !buffers.placement.current.isIdentity
        CamaleonImage.compose(
            moved ? buffers.placement.frame : frame,
            matte: moved ? buffers.placement.placedMatte : buffers.matte,
            chromaMatte: buffers.chromaMatte,
            over: buffers.background,
            into: buffers.output
        )
    }

    private func measure(_ stage: Stage, _ body: () -> Void) {
        let start = clock()
        body()
        stageMilliseconds[stage.rawValue] = clock() - start
    }
}

extension Pipeline {
    /// Where the camera's bytes go, in the configured format, rows without gaps.
    ///
    /// - Precondition: the pipeline is configured.
    public var input: ByteBuffer { configured.camera.buffer }
    /// What the others may see.
    public var output: Frame { configured.output }
    /// The memory of ``output``: I420, planes without gaps.
    public var outputBuffer: ByteBuffer { configured.outputBuffer }
    /// The last frame's alpha matte, 0…255, at luma size, before it was placed.
    public var matte: Plane { configured.matte }
    /// What of the next frame is segmented: all, unless the people who are shown are small.
    public var crop: Crop {
        buffers?.cut?.segmenter.crop
            ?? Crop(sourceWidth: output.width, sourceHeight: output.height)
    }
    /// Whether ``configure(_:)`` was called.
    public var isConfigured: Bool { buffers != nil }
    /// The model in use, for measurements.
    public var loadedModel: Model? { model }

    private var configured: Buffers {
        guard let buffers else { preconditionFailure("configure the pipeline first") }
        return buffers
    }
}
