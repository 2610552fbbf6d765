internal import CamaleonFace
internal import CamaleonImage

/// Who may be shown: what presence, identity and liveness say together about the tracks of a frame.
///
/// Each frame: ``update(_:at:)``, whatever embeddings and meshes there are to ``take(_:of:at:_:)`` and
/// ``take(_:)``, and last ``finish(_:)``. Nobody is shown while a face is enrolled.
struct Visibility {
    var mode = GateMode.off
    var isEnrolling = false
    var settings = Presence.Settings() {
        didSet { presence?.settings = settings }
    }
    private(set) var presence: Presence?
    private(set) var identity: IdentityGate?
    private var enrolled: Embedding?
    /// Looks for signs of life; nil where none is asked for.
    private(set) var life: LifeWatch?
    /// The faces about which the frame is cropped, of whoever is shown: none where everybody is hidden.
    private(set) var shownFaces: [Box] = []
    /// Faces in the last frame.
    private(set) var seenCount = 0
    private var size = (width: 1, height: 1)

    /// The distance up to which two embeddings are of one person:
    /// docs/identity-measurements.md.
    static let threshold: Float = 0.44

    init() {
        shownFaces.reserveCapacity(2 * FaceDetector.most)
    }

    /// Whether frames pass through the gate at all.
    var isOn: Bool { mode != .off || isEnrolling }

    /// Takes whose face is let through, nobody's if it is nil; false if it is the one that it was.
    mutating func enrol(_ embedding: Embedding?) -> Bool {
        // Said again, it must not hide whoever is verified.
        guard embedding != enrolled else { return false }
        enrolled = embedding
        identity = embedding.map { IdentityGate(enrolled: $0, threshold: Self.threshold) }
        return true
    }

    /// Whether nobody is shown without a sign of life: docs/identity-measurements.md says what that
    /// stops.
    var asksForLife: Bool {
        get { life != nil }
        set {
            // Said again, it must not hide whoever is alive.
            if newValue != asksForLife { life = newValue ? LifeWatch() : nil }
        }
    }

    /// Makes ready for frames of a size; everybody is hidden until they are found anew.
    mutating func configure(width: Int, height: Int) {
        size = (width, height)
        presence = Presence(width: width, height: height, settings: settings)
        reset()
    }

    /// Hides everybody until they are found anew.
    mutating func reset() {
        shownFaces.removeAll(keepingCapacity: true)
        identity?.reset()
        if life != nil { life = LifeWatch() }
        if presence != nil {
            presence = Presence(width: size.width, height: size.height, settings: settings)
        }
    }
}

extension Visibility {
    /// Takes the faces of the frame at `time`.
    mutating func update(_ tracks: [Track], at time: Microseconds) {
        presence?.update(tracks, at: time)
        if mode == .identity && !isEnrolling { identity?.update(tracks, at: time) }
    }

    /// Takes the embedding that `job` was about: it counts for this frame.
    mutating func take(
        _ embedding: Embedding,
        of job: RecognitionJob,
        at time: Microseconds,
        _ tracks: [Track]
    ) {
        identity?.take(
            embedding,
            of: job.track,
            isGood: job.quality.isGood,
            from: job.frame,
            at: time
        )
        identity?.decide(tracks, at: time)
    }

    /// The face that is shown, or may be next, if signs of life are looked for in this frame.
    mutating func faceWatchedForLife(_ tracks: [Track], at time: Microseconds) -> Track? {
        guard mode == .identity, !isEnrolling else { return nil }
        let shown = shownTrack
        return life?.wanted(tracks, shown: shown, at: time)
    }

    /// Takes what the mesh found at the face that is watched for signs of life.
    mutating func take(_ mesh: FaceMesh) {
        life?.take(mesh)
    }

    /// Ends the frame: notes whose faces are shown.
    ///
    /// Whoever is shown without being seen, since a head is turned away, keeps the face that they had.
    mutating func finish(_ tracks: [Track]) {
        seenCount = tracks.count { $0.isSeen }
        let isShown = !isEnrolling && presence?.isPresent == true && isAlive
        let hasFaces = mode == .presence ? !tracks.isEmpty : identity?.shownBox != nil
        if hasFaces || !isShown { shownFaces.removeAll(keepingCapacity: true) }
        guard isShown else { return }
        if mode == .identity {
            if let box = identity?.shownBox { shownFaces.append(box) }
        } else {
            for track in tracks { shownFaces.append(track.box) }
        }
    }
}
