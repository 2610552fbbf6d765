public import CamaleonFace
public import CamaleonImage
public import CamaleonNetwork
public import CamaleonScene
internal import CamaleonMatte

/// From a camera frame to a safe frame, one stage after the other.
///
///     ingest → faces → segment → smooth → gate → refine → take the old room's colour out of the edges
///       → place → compose → learn the plate → choose what of the next frame is segmented
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
    public var background: Background = .blur {
        // The next frame is segmented, so that nothing of another background is used once more.
        didSet { if background != oldValue { buffers?.person?.matting.reset() } }
    }
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
    private var schedule = MattingSchedule()
    let gate = FaceGate()

    /// - Parameter clock: milliseconds of a monotonic clock; only differences count.
    public init(clock: @escaping () -> Double = { 0 }) {
        self.clock = clock
        stageMilliseconds = [Double](repeating: 0, count: Stage.allCases.count)
    }

    /// Reads a network of a kind; the one before stays if the bytes are refused.
    public func load(_ kind: NetworkKind, model bytes: [UInt8]) throws(ModelError) {
        let model = try Model(bytes)
        guard kind.canRun(model) else { throw ModelError(.badGraph, at: 16) }
        switch kind {
        case .segmenter:
            self.model = model
            buffers?.prepare(for: model, schedule.quality)
        case .detector, .landmarks, .recognition: try gate.load(kind, model)
        }
    }

    /// Makes ready for frames of `format`: everything that frames need is allocated here.
    public func configure(_ format: FrameFormat) {
        let buffers = Buffers(format)
        if let model { buffers.prepare(for: model, schedule.quality) }
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
        buffers?.person?.reset()
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
        let start = clock()
        if let person = buffers.person, schedule.quality != .still {
            process(buffers, person, at: time)
        } else {
            buffers.showBackgroundAlone(background, wornRoom)
        }
        if schedule.take(milliseconds: clock() - start, at: time), let model {
            buffers.prepare(for: model, schedule.quality)
        }
    }

    private func process(_ buffers: Buffers, _ person: PersonBuffers, at time: Microseconds) {
        measure(.ingest) { buffers.camera.update() }
        let frame = buffers.camera.frame
        measure(.faces) { gate.look(at: frame, seen: person.crop.box, time) }
        measure(.segment) { person.segment(frame, schedule.quality) }
        measure(.smooth) { smoothAndGate(person) }
        measure(.refine) { person.matting.refine(frame, into: buffers.matte) }
        measure(.compose) { takeOldRoom(outOf: frame, person, buffers) }
        if background == .camaleon { measure(.place) { place(person.matting.coarse, buffers) } }
        measure(.compose) { compose(frame, person, buffers) }
        if learnsPlate, person.isSegmented,
            let room = person.scan.snapshot(frame, person.matting.coarse)
        {
            measure(.learn) { buffers.plate.learn(room.frame, coarseMatte: room.everyone) }
        }
        if person.isSegmented { measure(.crop) { chooseCrop(frame, person, time) } }
    }

    private func smoothAndGate(_ person: PersonBuffers) {
        person.matting.smooth()
        // After it: what was shown a frame ago must not linger.
        let isAnyone = gate.apply(
            to: person.matting.coarse.alpha,
            of: person.crop.box,
            with: person.separation
        )
        if !isAnyone { person.matting.reset() }
    }

    /// Makes the foreground: the frame, without the old room's colour in the person's edges.
    private func takeOldRoom(
        outOf frame: Frame,
        _ person: PersonBuffers,
        _ buffers: Buffers
    ) {
        // The room itself has its own colours.
        if background == .none && !gate.visibility.isOn { return }
        buffers.foreground.copy(from: frame)
        person.edgeColors.decontaminate(
            buffers.foreground,
            person.matting.coarse,
            matte: buffers.matte
        )
    }

    private func chooseCrop(_ frame: Frame, _ person: PersonBuffers, _ time: Microseconds) {
        let showsRoom = background == .blur || background == .none
        let coarse = person.matting.coarse
        person.crop.choose(around: gate.visibility.shownFaces, coarse, at: time)
        if !person.crop.isWhole,
            !person.scan.advance(frame, coarse, isUsed: learnsPlate || showsRoom)
        {
            person.crop.reset()
        }
        person.setCrop()
    }

    /// Moves the person to where they cover what is not known of the worn room.
    private func place(_ coarse: CoarseMatte, _ buffers: Buffers) {
        let grid = buffers.placement, frame = buffers.foreground
        coarse.shrink(into: grid.matte)
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

    private func compose(_ frame: Frame, _ person: PersonBuffers, _ buffers: Buffers) {
        switch background {
        case .none where !gate.visibility.isOn:
            buffers.output.copy(from: frame)
            return
        case .none, .blur: blur(frame, person, into: buffers.background)
        case .image: buffers.background.copy(from: buffers.image)
        case .camaleon: wornRoom.render(into: buffers.background)
        }
        let moved = background == .camaleon && !buffers.placement.current.isIdentity
        CamaleonImage.compose(
            moved ? buffers.placement.frame : buffers.foreground,
            matte: moved ? buffers.placement.placedMatte : buffers.matte,
            chromaMatte: buffers.chromaMatte,
            over: buffers.background,
            into: buffers.output
        )
    }

    /// The room behind the person, blurred; behind a gate without anyone whom it hides either, of whom even a
    /// blur would tell that somebody is there.
    private func blur(_ frame: Frame, _ person: PersonBuffers, into background: Frame) {
        // What was blurred a frame ago is as good.
        guard person.isSegmented else { return }
        let coarse = person.matting.coarse
        guard let room = person.scan.snapshot(frame, coarse) else {
            return background.fillWithSlate()
        }
        let people = gate.visibility.isOn ? room.everyone : coarse.alpha
        person.roomBlur.blur(room.picture, matte: people, into: background)
    }

    private func measure(_ stage: Stage, _ body: () -> Void) {
        let start = clock()
        body()
        stageMilliseconds[stage.rawValue] += clock() - start
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
        buffers?.person?.matting.crop
            ?? Crop(sourceWidth: output.width, sourceHeight: output.height)
    }
    /// Whether ``configure(_:)`` was called.
    public var isConfigured: Bool { buffers != nil }
    /// How much of the matting this machine has the time for.
    public var mattingQuality: MattingQuality { schedule.quality }
    /// The model in use, for measurements.
    public var loadedModel: Model? { model }

    private var configured: Buffers {
        guard let buffers else { preconditionFailure("configure the pipeline first") }
        return buffers
    }
}
