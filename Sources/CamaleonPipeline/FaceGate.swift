package import CamaleonFace
package import CamaleonImage
package import CamaleonNetwork

/// Finds faces in every frame and decides who is shown: presence, identity, enrolment.
///
/// A class because it owns networks and what is known of the frames before. The rules are
/// `CamaleonFace`'s; their order is here.
package final class FaceGate {
    private(set) var mode = GateMode.off
    package private(set) var enrolment: Enrolment?
    private(set) var enrolmentHint = Enrolment.Hint.findFace
    var settings = Presence.Settings() {
        didSet { presence?.settings = settings }
    }

    private var detector: FaceDetector?
    private var mesh: FaceMesh?
    private var recogniser: FaceRecogniser?
    private var enrolled: Embedding?

    private var pyramid: FramePyramid?
    private var search: FaceSearch?
    private var presence: Presence?
    private var identity: IdentityGate?
    private var tracker = FaceTracker()
    /// Whose face the recogniser is at, in the frame of which time, and how well that showed it.
    private var recognised: (track: Int, time: Microseconds, quality: FaceQuality)?
    private var pace = RecognitionPace()
    /// Whether the last chip was mirrored: every second one is.
    private var isMirrored = false
    /// Looks for signs of life, without which nobody is shown; nil if they are not asked for.
    private var life: LifeWatch?
    /// The track whose face in this frame the mesh has.
    private var meshed: Int?
    /// Frames since the mesh looked for the face of a print.
    private var framesUnlooked = 0
    /// The faces about which the frame is cropped, of whoever is shown: none where everybody is hidden.
    private(set) var shownFaces: [Box] = []
    private var faces: [Detection] = []
    private var others: [Box] = []

    /// The distance up to which two embeddings are of one person: docs/identity.md.
    package static let threshold: Float = 0.44
    /// While the user is shown, and nobody is new, the mesh looks at one face in so many frames, else in each.
    private static let calmInterval = 8

    package init() {
        faces.reserveCapacity(FaceDetector.most)
        shownFaces.reserveCapacity(2 * FaceDetector.most)
        others.reserveCapacity(2 * FaceDetector.most)
    }

    /// Whether frames pass through the gate at all.
    var isOn: Bool { mode != .off || enrolment != nil }

    /// Takes a network; the one before stays if this one is another kind.
    package func load(_ kind: FaceNetworkKind, _ model: Model) throws(ModelError) {
        switch kind {
        case .detector where FaceDetector.canRun(model): detector = FaceDetector(model)
        case .landmarks where FaceMesh.canRun(model): mesh = FaceMesh(model)
        case .recognition where FaceRecogniser.canRun(model): recogniser = FaceRecogniser(model)
        default: throw ModelError(.badGraph, at: 16)
        }
    }

    /// Whether the networks that a mode needs are there.
    func canRun(_ mode: GateMode) -> Bool {
        switch mode {
        case .off: true
        case .presence: detector != nil
        case .identity: detector != nil && mesh != nil && recogniser != nil
        }
    }

    /// - Precondition: ``canRun(_:)``.
    package func set(_ mode: GateMode) {
        precondition(canRun(mode), "the networks of a mode are loaded before it is chosen")
        self.mode = mode
        forgetPast()
    }

    /// Takes whose face is let through; nobody's if it is nil.
    package func enrol(_ embedding: Embedding?) {
        // Said again, it must not hide whoever is verified.
        guard embedding != enrolled else { return }
        enrolled = embedding
        identity = embedding.map {
            IdentityGate(enrolled: $0, threshold: Self.threshold)
        }
        recognised = nil
        recogniser?.stop()
    }

    /// Makes ready for frames of a size; everybody is hidden until they are found anew.
    package func configure(width: Int, height: Int, colorSpace: ColorSpace) {
        pyramid = FramePyramid(width: width, height: height, colorSpace: colorSpace)
        search = FaceSearch(width: width, height: height)
        presence = Presence(width: width, height: height, settings: settings)
        forgetPast()
    }

    package func forgetPast() {
        shownFaces.removeAll(keepingCapacity: true)
        tracker.forgetPast()
        identity?.forgetPast()
        recognised = nil
        recogniser?.stop()
        if life != nil { life = LifeWatch() }
        if let pyramid {
            presence = Presence(width: pyramid.width, height: pyramid.height, settings: settings)
        }
    }

    package func beginEnrolment() {
        enrolment = Enrolment()
        enrolmentHint = .findFace
        forgetPast()
    }

    /// Ends an enrolment; what it gathered is gone.
    package func endEnrolment() {
        enrolment = nil
        forgetPast()
    }

    /// Looks at the frame of `time`, in microseconds: who is there, and who may be seen.
    ///
    /// `crop` is the part of the frame that is segmented, in its pixels, all if nil: what is outside cannot
    /// be shown.
    ///
    /// - Complexity: one to three inferences of the detector, mostly one while all is calm, and in
    ///   identity mode one of the mesh or a part of one of the recogniser; one more of the mesh while it
    ///   looks for signs of life.
    package func look(at frame: Frame, seen crop: Box? = nil, _ time: Microseconds) {
        guard isOn, let detector, let pyramid else { return }
        pace.begin(frameAt: time)
        meshed = nil
        pyramid.show(frame)
        let whole = Box(
            left: 0,
            top: 0,
            right: Float(frame.width),
            bottom: Float(frame.height)
        )
        findFaces(detector, pyramid, crop ?? whole)
        tracker.update(faces, at: time)
        lookForPrints(pyramid, time)
        lookForLife(pyramid, time)
        presence?.update(tracker.tracks, at: time)
        if enrolment != nil {
            enrol(pyramid, time)
        } else if mode == .identity {
            identity?.update(tracker.tracks, at: time)
            recognise(pyramid, time)
        }
        noteShownFaces()
    }

    private func findFaces(_ detector: FaceDetector, _ pyramid: FramePyramid, _ crop: Box) {
        let calm = calmFace
        // While the crop is searched for newcomers, the face of the frame before may stay.
        let kept = search?.seesCropNext == true ? calm?.unchanged(in: pyramid) : nil
        search?.next(
            tracker.tracks,
            shown: shownTrack,
            crop: crop,
            isCalm: calm != nil,
            keepsFaces: kept != nil
        )
        detector.detect(in: pyramid, search?.regions ?? [])
        faces.removeAll(keepingCapacity: true)
        if let kept { faces.append(kept) }
        for var face in detector.detections {
            if let kept, kept.box.isSameFace(as: face.box) { continue }
            face.appearance = Appearance(of: face, in: pyramid)
            faces.append(face)
        }
    }

    /// The one face in the picture, if it may be seen, nothing about it is in doubt, and frames are so many
    /// that a change of it is seen within 100 ms though every second one does not detect it.
    private var calmFace: Detection? {
        guard pace.isFast, enrolment == nil, tracker.tracks.count == 1,
            let face = tracker.tracks.first, face.isSeen
        else { return nil }
        let isKnown = identity?.state == .verified && identity?.doubtedFrame == nil
        return mode == .presence || isKnown ? face.detection : nil
    }

    /// Whoever is shown without being seen, since a head is turned away, keeps the face that they had.
    private func noteShownFaces() {
        let isShown = enrolment == nil && presence?.isPresent == true && isAlive
        let hasFaces = mode == .presence ? !tracker.tracks.isEmpty : identity?.shownBox != nil
        if hasFaces || !isShown { shownFaces.removeAll(keepingCapacity: true) }
        guard isShown else { return }
        if mode == .identity {
            if let box = identity?.shownBox { shownFaces.append(box) }
        } else {
            for track in tracker.tracks { shownFaces.append(track.box) }
        }
    }

    /// Asks the mesh whether a detection is a face: a print on a shirt is not.
    ///
    /// Presence does without it: it uses the detector alone.
    private func lookForPrints(_ pyramid: FramePyramid, _ time: Microseconds) {
        guard mode == .identity || enrolment != nil else { return }
        framesUnlooked += 1
        guard let mesh, let id = tracker.wantedByMesh,
            let track = tracker.tracks.first(where: { $0.id == id })
        else { return }
        let isShowing = identity?.state == .verified && enrolment == nil
        // Until it is known to be a print, the user beside it is cut.
        let interval = isShowing && track.isWellKnown ? Self.calmInterval : 1
        guard framesUnlooked >= interval else { return }
        framesUnlooked = 0
        find(track, mesh, pyramid)
        tracker.take(faceScore: mesh.faceScore, of: id, at: time)
    }

    /// Looks at the face that is shown, or may be next, if signs of life are asked for.
    private func lookForLife(_ pyramid: FramePyramid, _ time: Microseconds) {
        guard mode == .identity, enrolment == nil, let mesh,
            let track = life?.wanted(tracker.tracks, shown: shownTrack, at: time)
        else { return }
        find(track, mesh, pyramid)
        life?.take(mesh)
    }

    /// Whether the one who would be shown has shown a sign of life, if that is asked for.
    private var isAlive: Bool {
        guard mode == .identity, let life else { return true }
        return shownTrack.map { life.isAlive($0) } ?? false
    }

    /// Lays the mesh over a track's face, once a frame.
    private func find(_ track: Track, _ mesh: FaceMesh, _ pyramid: FramePyramid) {
        guard meshed != track.id else { return }
        mesh.find(in: pyramid, of: track.detection.region)
        meshed = track.id
    }

    private var shownTrack: Int? {
        if case .show(let track) = identity?.decision { track } else { nil }
    }

    /// Goes on with the embedding in the making, or begins the one that is wanted most.
    private func recognise(_ pyramid: FramePyramid, _ time: Microseconds) {
        guard let recogniser, let identity else { return }
        let doubted = identity.doubtedFrame
        if let (id, frame, _) = recognised,
            // What was seen before a doubt does not end it.
            !tracker.tracks.contains(where: { $0.id == id }) || frame < doubted ?? .min
        {
            recogniser.stop()
        }
        let isUrgent = doubted != nil || identity.state != .verified
        let slices = pace.slices(isUrgent: isUrgent)
        if !recogniser.isBusy, let track = identity.wanted(tracker.tracks, at: time) {
            start(track, pyramid, time)
            // While somebody is shown, a frame has the mesh or the recogniser.
            if !isUrgent { return }
        }
        guard let (track, frame, quality) = recognised,
            let embedding = recogniser.advance(by: slices)
        else { return }
        self.identity?.take(embedding, of: track, isGood: quality.isGood, from: frame, at: time)
        self.identity?.decide(tracker.tracks, at: time)
    }

    /// Begins the embedding of a track's face; false where the mesh finds no face in it.
    @discardableResult
    private func start(_ id: Int, _ pyramid: FramePyramid, _ time: Microseconds) -> Bool {
        guard let mesh, let recogniser,
            let track = tracker.tracks.first(where: { $0.id == id })
        else { return false }
        find(track, mesh, pyramid)
        guard mesh.faceScore >= FaceMesh.leastScore else { return false }
        isMirrored.toggle()
        recogniser.start(in: pyramid, mesh.fivePoints, mirrored: isMirrored)
        recognised = (id, time, FaceQuality(of: track.detection, mesh, recogniser))
        return true
    }

    private func enrol(_ pyramid: FramePyramid, _ time: Microseconds) {
        guard let recogniser else { return }
        if recogniser.isBusy, let (track, _, _) = recognised {
            if let embedding = recogniser.advance(by: pace.slices(isUrgent: true)) {
                enrolment?.take(embedding, of: track)
            }
            return
        }
        let visible = tracker.tracks.filter { $0.isSeen }
        let largest = visible.max { $0.box.area < $1.box.area }
        // The chip of this frame, whose sharpness is judged; it is recognised only if the frame is good.
        let isFace = largest.map { start($0.id, pyramid, time) } ?? false
        guard isFace, let (_, _, quality) = recognised else {
            enrolmentHint = .findFace
            return
        }
        let offer = Enrolment.Offer(
            track: largest,
            faceCount: visible.count,
            quality: quality,
            frameSide: Float(min(pyramid.width, pyramid.height))
        )
        enrolmentHint = enrolment?.judge(offer, at: time) ?? .findFace
        if enrolmentHint != .hold {
            recogniser.stop()
            // The next one that is taken is the other way round.
            isMirrored.toggle()
        }
    }
}

extension FaceGate {
    /// Whether anybody may be seen in the last frame.
    package var showsAnyone: Bool {
        guard isOn else { return true }
        guard enrolment == nil, presence?.isPresent == true else { return false }
        guard mode == .identity else { return true }
        return identity?.shownBox != nil && shownTrack != nil && isAlive
    }

    /// Whether nobody is shown without a sign of life: docs/identity.md says what that stops.
    package var asksForLife: Bool {
        get { life != nil }
        set {
            // Said again, it must not hide whoever is alive.
            if newValue != asksForLife { life = newValue ? LifeWatch() : nil }
        }
    }

    /// What the last frame's faces mean.
    var state: GateState {
        guard isOn else { return .off }
        switch presence?.state {
        case nil: return .searching
        case .tooSmall: return .tooSmall
        case .outside: return .outside
        case .absent where mode == .presence: return .absent
        case .present where mode == .presence: return .present
        case .absent, .present: return identityState
        }
    }

    private var identityState: GateState {
        switch identity?.state {
        case nil: .unknown
        case .searching: .searching
        case .verified: isAlive ? .verified : .waitingForLife
        case .unknown: .unknown
        case .absent: .absent
        case .verifying:
            tracker.tracks.count { $0.isSeen } > 1 ? .severalWhileVerifying : .verifying
        }
    }

    /// Takes out of a coarse matte, of a part of the frame, everyone who may not be seen.
    ///
    /// - Returns: whether anybody may be seen; if not, the matte is empty.
    func apply(to matte: FloatPlane, of crop: Box, with separation: PersonSeparation) -> Bool {
        guard isOn else { return true }
        guard showsAnyone else {
            matte.fill(0)
            return false
        }
        guard mode == .identity else { return true }
        guard let identity, let kept = identity.shownBox else {
            matte.fill(0)
            return false
        }
        func inMatte(_ box: Box) -> Box {
            box.inCrop(crop, width: matte.width, height: matte.height)
        }
        others.removeAll(keepingCapacity: true)
        for bystander in identity.bystanders { others.append(inMatte(bystander.box)) }
        separation.keepOnly(inMatte(kept), without: others, in: matte)
        return true
    }
}
