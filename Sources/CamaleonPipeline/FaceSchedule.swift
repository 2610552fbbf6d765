internal import CamaleonFace

/// The embedding in the making: of which track's face, in the frame of which time.
struct RecognitionJob: Equatable {
    let track: Int
    let frame: Microseconds
    /// How well that frame shows the face.
    let quality: FaceQuality
}

/// Which face network runs in a frame, and at which face.
///
/// A value that decides by times and tracks alone; running the networks is ``FaceGate``'s.
struct FaceSchedule {
    /// What the recogniser does in a frame, in this order.
    struct Recognition: Equatable {
        /// Whether the embedding in the making is of no use any more.
        let dropsJob: Bool
        /// The track whose face is begun with; nil if none is, or another is in the making.
        let start: Int?
        /// Slices of an embedding that are computed.
        let slices: Int
    }

    private var budget = RecognitionBudget()
    /// Frames since the mesh looked whether a track is a face.
    private var framesUnchecked = 0

    /// While the user is shown, and nobody is new, the mesh looks at one face in so many frames, else in each.
    private static let calmInterval = 8

    /// Takes the time of a frame; called first for each.
    mutating func begin(frameAt time: Microseconds) {
        budget.begin(frameAt: time)
    }

    /// Whether frames are so many that a change of a face is seen within 100 ms though every second frame
    /// does not detect it.
    var isFast: Bool { budget.isFast }

    /// Slices of an embedding in a frame in which nobody is shown.
    var enrolmentSlices: Int { budget.slices(isUrgent: true) }

    /// Whether the mesh looks in this frame whether the track that wants it most is a face, or a false
    /// detection.
    ///
    /// `isShowing` is whether the user is shown.
    mutating func checksFace(_ wanted: Track?, isShowing: Bool) -> Bool {
        framesUnchecked += 1
        guard let wanted else { return false }
        // Until it is known to be a false detection, the user beside it is cut.
        let interval = isShowing && wanted.isWellKnown ? Self.calmInterval : 1
        guard framesUnchecked >= interval else { return false }
        framesUnchecked = 0
        return true
    }

    /// What the recogniser, which is at `job`, does in the frame at `time`.
    func recognition(
        after job: RecognitionJob?,
        of tracks: [Track],
        for identity: IdentityGate,
        at time: Microseconds
    ) -> Recognition {
        let doubted = identity.doubtedFrame
        // What was seen before a doubt does not end it.
        let dropsJob = job.map { job in
            !tracks.contains { $0.id == job.track } || job.frame < doubted ?? .min
        }
        let isUrgent = doubted != nil || identity.state != .verified
        let isIdle = dropsJob ?? true
        let start = isIdle ? identity.wanted(tracks, at: time) : nil
        // While somebody is shown, a frame has the mesh or the recogniser.
        let rests = start != nil && !isUrgent
        return Recognition(
            dropsJob: dropsJob ?? false,
            start: start,
            slices: rests ? 0 : budget.slices(isUrgent: isUrgent)
        )
    }
}
