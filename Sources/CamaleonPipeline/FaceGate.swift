package import CamaleonFace
package import CamaleonImage
package import CamaleonNetwork

/// Runs the face networks that a frame's ``FaceSchedule`` asks for, and gives what they say to the
/// ``Visibility`` that decides who is shown.
///
/// A class because it owns networks. The rules are `CamaleonFace`'s; their order is here.
package final class FaceGate {
    private(set) var networks = LoadedFaceNetworks()
    private(set) var schedule = FaceSchedule()
    var visibility = Visibility()
    private(set) var faces: FaceFollower?
    private var pyramid: FramePyramid?
    /// The embedding in the making.
    var job: RecognitionJob?
    /// Whether the last chip was mirrored: every second one is.
    var isMirrored = false
    /// The track whose face in this frame the mesh has.
    private var meshed: Int?
    package var enrolment: Enrolment?
    var enrolmentHint = Enrolment.Hint.findFace
    /// The faces of all who are not shown, in a matte's pixels.
    private var bystanders: [Box] = []

    /// The distance up to which two embeddings are of one person.
    package static let threshold = Visibility.threshold

    package init() {
        bystanders.reserveCapacity(2 * FaceDetector.most)
    }

    /// Takes a network; the one before stays if this one is another kind.
    package func load(_ kind: NetworkKind, _ model: Model) throws(ModelError) {
        try networks.load(kind, model)
    }

    /// - Precondition: the networks that the mode needs are there.
    package func set(_ mode: GateMode) {
        precondition(
            networks.canRun(mode),
            "the networks of a mode are loaded before it is chosen"
        )
        visibility.mode = mode
        reset()
    }

    /// Takes whose face is let through; nobody's if it is nil.
    package func enrol(_ embedding: Embedding?) {
        if visibility.enrol(embedding) { dropJob() }
    }

    /// Makes ready for frames of a size; everybody is hidden until they are found anew.
    package func configure(width: Int, height: Int, colorSpace: ColorSpace) {
        pyramid = FramePyramid(width: width, height: height, colorSpace: colorSpace)
        faces = FaceFollower(width: width, height: height)
        visibility.configure(width: width, height: height)
        reset()
    }

    /// Hides everybody until they are found anew.
    package func reset() {
        faces?.reset()
        visibility.reset()
        dropJob()
    }
}

extension FaceGate {
    /// Looks at the frame of `time`, in microseconds: who is there, and who may be seen.
    ///
    /// `crop` is the part of the frame that is segmented, in its pixels, all if nil: what is outside cannot
    /// be shown.
    ///
    /// - Complexity: one to three inferences of the detector, mostly one while all is calm, and in
    ///   identity mode one of the mesh or a part of one of the recogniser; one more of the mesh while it
    ///   looks for signs of life. No allocation but an embedding's.
    package func look(at frame: Frame, seen crop: Box? = nil, _ time: Microseconds) {
        guard visibility.isOn, let detector = networks.detector, let pyramid else { return }
        schedule.begin(frameAt: time)
        meshed = nil
        pyramid.show(frame)
        faces?.follow(
            pyramid,
            with: detector,
            shown: visibility.shownTrack,
            crop: crop,
            isCalm: schedule.isFast && visibility.isCertain,
            at: time
        )
        checkFaces(pyramid, time)
        lookForLife(pyramid, time)
        visibility.update(tracks, at: time)
        if enrolment != nil {
            enrol(pyramid, time)
        } else if visibility.mode == .identity {
            recognise(pyramid, time)
        }
        visibility.finish(tracks)
    }

    var tracks: [Track] { faces?.tracks ?? [] }

    /// Asks the mesh whether a detection is a face, or a false one: a print on a shirt.
    ///
    /// Presence does without it: it uses the detector alone.
    private func checkFaces(_ pyramid: FramePyramid, _ time: Microseconds) {
        guard visibility.mode == .identity || enrolment != nil, let mesh = networks.mesh,
            schedule.checksFace(faces?.wantedByMesh, isShowing: visibility.isShowing),
            let track = faces?.wantedByMesh
        else { return }
        find(track, mesh, pyramid)
        faces?.take(faceScore: mesh.faceScore, of: track.id, at: time)
    }

    /// Looks at the face that is shown, or may be next, if signs of life are asked for.
    private func lookForLife(_ pyramid: FramePyramid, _ time: Microseconds) {
        guard let mesh = networks.mesh,
            let track = visibility.faceWatchedForLife(tracks, at: time)
        else { return }
        find(track, mesh, pyramid)
        visibility.take(mesh)
    }

    /// Lays the mesh over a track's face, once a frame.
    func find(_ track: Track, _ mesh: FaceMesh, _ pyramid: FramePyramid) {
        guard meshed != track.id else { return }
        mesh.find(in: pyramid, of: track.detection.region)
        meshed = track.id
    }
}

extension FaceGate {
    /// Whether anybody may be seen in the last frame.
    package var showsAnyone: Bool { visibility.showsAnyone }

    /// Whether nobody is shown without a sign of life.
    package var asksForLife: Bool {
        get { visibility.asksForLife }
        set { visibility.asksForLife = newValue }
    }

    /// What the last frame's faces mean.
    var state: GateState { visibility.state }

    /// Takes out of a coarse matte, of a part of the frame, everyone who may not be seen.
    ///
    /// - Returns: whether anybody may be seen; if not, the matte is empty.
    func apply(to matte: FloatPlane, of crop: Box, with separation: PersonSeparation) -> Bool {
        guard visibility.isOn else { return true }
        guard visibility.showsAnyone else {
            matte.fill(0)
            return false
        }
        guard visibility.mode == .identity else { return true }
        guard let identity = visibility.identity, let kept = identity.shownBox else {
            matte.fill(0)
            return false
        }
        func inMatte(_ box: Box) -> Box {
            box.inCrop(crop, width: matte.width, height: matte.height)
        }
        bystanders.removeAll(keepingCapacity: true)
        for bystander in identity.bystanders { bystanders.append(inMatte(bystander.box)) }
        separation.keepOnly(inMatte(kept), without: bystanders, in: matte)
        return true
    }
}
