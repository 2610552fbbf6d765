public import CamaleonImage

/// Lets the enrolled person through, and nobody else.
///
///     searching → verifying → verified | unknown,  absent
///
/// docs/identity.md has the rules, docs/identity-measurements.md what they are worth. Every track
/// begins unverified, which means hidden. All times are the frames'.
///
/// Each frame: ``update(_:at:)``. When ``wanted(_:at:)`` names a track and the recogniser is idle, give it
/// that track's face, and its answer to ``take(_:of:isGood:from:at:)``; then ``decide(_:at:)``, so that it
/// counts for this frame. Show what ``decision`` says.
public struct IdentityGate: Sendable {
    public enum State: Sendable, Equatable {
        /// No face for less than a second.
        case searching
        /// A face that was not yet compared often enough.
        case verifying
        /// The enrolled person is shown.
        case verified
        /// None of the faces is the enrolled one.
        case unknown
        /// No face for a second or more.
        case absent
    }

    public enum Decision: Sendable, Equatable {
        case showNobody
        /// That track's person, without the ``IdentityGate/bystanders``.
        case show(track: Int)
    }

    public private(set) var state: State = .searching
    public private(set) var decision: Decision = .showNobody
    /// The shown person's face when it was last seen, in pixels of the frame.
    public private(set) var shownBox: Box?
    /// The faces of all others, for as long as they may still be in the picture.
    public private(set) var bystanders: [Bystander] = []

    /// Someone who must not be seen.
    public struct Bystander: Sendable, Equatable {
        public let track: Int
        public fileprivate(set) var box: Box
        public fileprivate(set) var lastSeen: Microseconds
        /// Whether the mesh found a face, too.
        fileprivate var isConfirmed: Bool
    }

    private let enrolled: Embedding
    private let threshold: Float
    private var records: [VerificationRecord] = []
    private var shownTrack: Int?
    /// When any face was last seen, and when the shown one was.
    private var lastFace: Microseconds?
    private var lastShown: Microseconds = 0

    /// How long the verified person stays without any face in view: a head turned away.
    ///
    /// As long as ``Presence`` waits.
    static let heldFor: Microseconds = 1_000_000
    /// How long without a face until nobody is there.
    static let absentAfter: Microseconds = 1_000_000
    /// Bystanders at a time.
    static let mostBystanders = 2 * FaceDetector.most
    /// How long a bystander's body is taken out after their face was last seen.
    static let bystanderFor: Microseconds = 3_000_000

    /// - Parameters:
    ///   - enrolled: of the one person who may be seen.
    ///   - threshold: the distance up to which two embeddings are of one person;
    ///     docs/identity-measurements.md says which evaluation chose it.
    public init(enrolled: Embedding, threshold: Float) {
        self.enrolled = enrolled
        self.threshold = threshold
        records.reserveCapacity(FaceTracker.most)
        bystanders.reserveCapacity(Self.mostBystanders)
    }

    /// Decides who is shown in the frame at `time`, whose faces are `tracks`.
    ///
    /// - Complexity: tracks²; no allocation.
    public mutating func update(_ tracks: [Track], at time: Microseconds) {
        keepRecords(of: tracks, at: time)
        for index in records.indices {
            records[index].expire(at: time)
            let track = records[index].track
            if tracks.contains(where: { $0.id == track && $0.isShaken }) {
                records[index].doubt(at: time)
            }
        }
        if tracks.contains(where: { $0.isSeen }) || lastFace == nil { lastFace = time }
        decide(tracks, at: time)
    }

    /// The last frame that made the shown face doubtful; nil if nothing says that it may be another's.
    public var doubtedFrame: Microseconds? {
        records.first { $0.track == shownTrack }?.doubtedFrame
    }

    /// The track whose face should be recognised next, in the frame of the last ``update(_:at:)``.
    ///
    /// First who is in doubt, then who is new, then who was refused a second ago, then who is verified,
    /// then who was refused just now; of several the one that waits longest.
    public func wanted(_ tracks: [Track], at time: Microseconds) -> Int? {
        var best: (track: Int, urgency: Int, tried: Microseconds)?
        for track in tracks where track.isSeen {
            guard let record = records.first(where: { $0.track == track.id }) else { continue }
            let urgency = record.urgency(at: time)
            if let found = best,
                (found.urgency, -found.tried) >= (urgency, -record.lastTried)
            {
                continue
            }
            best = (track.id, urgency, record.lastTried)
        }
        return best?.track
    }

    /// Takes the recogniser's answer about a track, which arrives at `time` and is about its face in that
    /// frame or an earlier one; it counts from the next ``decide(_:at:)`` on.
    ///
    /// An answer about a track that ended meanwhile says nothing, nor does one from before a doubt. A
    /// frame that is not ``FaceQuality/isGood`` confirms, and never refutes.
    public mutating func take(
        _ embedding: Embedding,
        of track: Int,
        isGood: Bool = true,
        from frame: Microseconds,
        at time: Microseconds
    ) {
        guard let index = records.firstIndex(where: { $0.track == track }) else { return }
        records[index].take(
            embedding,
            enrolled,
            threshold,
            isGood: isGood,
            from: frame,
            at: time
        )
    }

    /// Hides everybody until they are verified anew: after a cut, or when the camera changed.
    public mutating func reset() {
        records.removeAll(keepingCapacity: true)
        bystanders.removeAll(keepingCapacity: true)
        (state, decision, shownTrack, shownBox, lastFace) = (.searching, .showNobody, nil, nil, nil)
    }

    private mutating func keepRecords(of tracks: [Track], at time: Microseconds) {
        records.removeAll { record in !tracks.contains { $0.id == record.track } }
        for track in tracks where !records.contains(where: { $0.track == track.id }) {
            records.append(VerificationRecord(track: track.id, at: time))
        }
    }

    private func isMatched(_ track: Int) -> Bool {
        records.contains { $0.track == track && $0.isMatched }
    }

    /// Decides by what is known, which may be more than at the frame's ``update(_:at:)``.
    public mutating func decide(_ tracks: [Track], at time: Microseconds) {
        choose(among: tracks, at: time)
        keepBystanders(tracks, at: time)
    }

    private mutating func choose(among tracks: [Track], at time: Microseconds) {
        if let track = bestVerified(tracks) {
            (state, decision) = (.verified, .show(track: track.id))
            (shownTrack, shownBox, lastShown) = (track.id, track.box, time)
        } else if tracks.contains(where: { $0.isSeen }) {
            // Some face, and it is not known to be the enrolled one's: not one frame of it.
            hide()
            let isOpen = tracks.contains { track in
                track.isSeen && records.contains { $0.track == track.id && $0.isOpen }
            }
            state = isOpen ? .verifying : .unknown
        } else if shownTrack != nil && time - lastShown < Self.heldFor {
            // No face at all: the one who was shown has turned away.
        } else {
            hide()
            state = time - (lastFace ?? time) >= Self.absentAfter ? .absent : .searching
        }
    }

    /// The visible track that is verified: the one that is shown already, or the largest.
    private func bestVerified(_ tracks: [Track]) -> Track? {
        var best: Track?
        for track in tracks where track.isSeen && isMatched(track.id) {
            if track.id == shownTrack { return track }
            if track.box.area > best?.box.area ?? 0 { best = track }
        }
        return best
    }

    private mutating func hide() {
        (decision, shownTrack, shownBox) = (.showNobody, nil, nil)
    }

    /// Remembers every face but the shown one, a while longer than it is seen: whoever turns away from
    /// the camera is still there.
    private mutating func keepBystanders(_ tracks: [Track], at time: Microseconds) {
        let shown = shownTrack, box = shownBox
        // A print on the user's clothes must not cut the user.
        func isOnClothes(_ track: Track) -> Bool { box.map { track.isOnClothes(of: $0) } ?? false }
        bystanders.removeAll { old in
            // Who was never sure to be a face is not remembered. Where the shown face is, the other has
            // gone; or it was the shown one's own, turned away.
            let isCovered = box.map { $0.overlap(with: old.box) > 0.2 } ?? false
            let isNone = tracks.contains {
                $0.id == old.track && ($0.isDismissed || isOnClothes($0))
            }
            let isUnsure = !old.isConfirmed && time - old.lastSeen > FaceTracker.lostAfter
            return old.track == shown || isNone || isUnsure || isCovered
                || time - old.lastSeen > Self.bystanderFor
        }
        for track in tracks where track.id != shown && track.isSeen && !isOnClothes(track) {
            if let index = bystanders.firstIndex(where: { $0.track == track.id }) {
                bystanders[index].box = track.box
                bystanders[index].lastSeen = time
                bystanders[index].isConfirmed = track.isConfirmed
            } else if bystanders.count < Self.mostBystanders {
                bystanders.append(
                    Bystander(
                        track: track.id,
                        box: track.box,
                        lastSeen: time,
                        isConfirmed: track.isConfirmed
                    )
                )
            }
        }
    }
}
