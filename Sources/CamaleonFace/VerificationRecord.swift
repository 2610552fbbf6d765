/// What the comparisons so far say about one track.
struct VerificationRecord: Sendable {
    enum Verdict: Sendable, Equatable {
        /// Too few comparisons yet.
        case open
        /// Matched when last compared.
        case matched(since: Microseconds)
        /// Matched before; a comparison failed since, or the looks changed, the last time in `frame`.
        case doubted(since: Microseconds, frame: Microseconds)
        case refused(since: Microseconds)
    }

    let track: Int
    private(set) var verdict: Verdict = .open
    /// When it was last compared, or began.
    private(set) var lastTried: Microseconds
    /// Of an open track.
    private var samples: [Embedding] = []

    /// A refusal rests on the mean of this many embeddings of good frames.
    static let sampleCount = 3
    /// An acceptance on the mean of this many: one of the face as it is, one of it mirrored.
    static let leastCount = 2
    /// Or on one, where its distance is within this part of the threshold: clearly the same.
    static let clearShare: Float = 0.8
    /// How often one who was refused is compared again, if somebody is shown; else always.
    static let refusedFor: Microseconds = 1_000_000
    /// How long one who failed a comparison is still shown: the product's promise.
    static let doubtedFor: Microseconds = 100_000
    /// A match that could not be confirmed for so long has ended.
    static let matchedFor: Microseconds = 3_000_000

    init(track: Int, at time: Microseconds) {
        self.track = track
        lastTried = time
        samples.reserveCapacity(Self.sampleCount)
    }

    /// Whether the track may be shown.
    var isMatched: Bool {
        switch verdict {
        case .matched, .doubted: true
        case .open, .refused: false
        }
    }

    var isOpen: Bool { verdict == .open }

    /// What was seen before this frame does not end the doubt.
    var doubtedFrame: Microseconds? {
        if case .doubted(_, let frame) = verdict { frame } else { nil }
    }

    /// How much a comparison is needed now.
    func urgency(at time: Microseconds) -> Int {
        switch verdict {
        case .doubted: 4
        case .open: 3
        // New faces may keep a match waiting, but not until it ends.
        case .matched(let since) where time - since >= Self.matchedFor / 2: 3
        case .refused(let since): time - since >= Self.refusedFor ? 2 : 0
        case .matched: 1
        }
    }

    /// Ends a doubt, and a match that is too old.
    mutating func expire(at time: Microseconds) {
        switch verdict {
        case .doubted(let since, _) where time - since >= Self.doubtedFor:
            verdict = .open
            samples.removeAll(keepingCapacity: true)
        case .matched(let since) where time - since >= Self.matchedFor:
            verdict = .open
            samples.removeAll(keepingCapacity: true)
        case .open, .matched, .doubted, .refused: break
        }
    }

    /// Asks for a comparison at once: the face's looks have changed.
    mutating func doubt(at time: Microseconds) {
        switch verdict {
        case .matched: verdict = .doubted(since: time, frame: time)
        case .doubted(let since, _): verdict = .doubted(since: since, frame: time)
        case .open, .refused: break
        }
    }

    /// Takes one comparison, of a face in the frame at `frame`, which was done at `time`.
    ///
    /// A frame that is not ``FaceQuality/isGood`` confirms, and never refutes.
    mutating func take(
        _ embedding: Embedding,
        _ enrolled: Embedding,
        _ threshold: Float,
        isGood: Bool,
        from frame: Microseconds,
        at time: Microseconds
    ) {
        lastTried = time
        let isSame = embedding.distance(to: enrolled) <= threshold
        switch verdict {
        case .matched:
            if isSame {
                verdict = .matched(since: frame)
            } else if isGood {
                verdict = .doubted(since: time, frame: time)
            }
            return
        // What was seen before the doubt does not end it. The frame that gave rise to it may, and does not
        // refute: the detector's box may have slipped.
        case .doubted(_, let doubted):
            if frame < doubted { return }
            if isSame { verdict = .matched(since: frame) }
            guard isGood && !isSame && frame > doubted else { return }
            verdict = .open
        // Who was refused stays so until they match.
        case .refused, .open: break
        }
        judge(embedding, enrolled, threshold, isGood: isGood, from: frame)
    }

    /// Decides by the mean of the samples, when it is clear or when there are enough.
    private mutating func judge(
        _ embedding: Embedding,
        _ enrolled: Embedding,
        _ threshold: Float,
        isGood: Bool,
        from frame: Microseconds
    ) {
        let distance = embedding.distance(to: enrolled)
        let isClear = distance <= Self.clearShare * threshold
        guard isGood || distance <= threshold else { return }
        samples.append(embedding)
        guard let mean = Embedding.mean(of: samples) else { return }
        let isSame = samples.count >= Self.leastCount && mean.distance(to: enrolled) <= threshold
        if isClear || isSame {
            verdict = .matched(since: frame)
        } else if samples.count >= Self.sampleCount {
            verdict = .refused(since: frame)
        } else {
            return
        }
        samples.removeAll(keepingCapacity: true)
    }
}
