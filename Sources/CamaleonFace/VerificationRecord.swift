/// What the comparisons so far say about one track.
struct VerificationRecord: Sendable {
    enum Verdict: Sendable, Equatable {
        /// Too few comparisons yet.
        case open
        /// Matched when last compared.
        case matched(since: Microseconds)
        /// Matched before, and did not in the last comparison.
        case doubted(since: Microseconds)
        case refused(since: Microseconds)
    }

    let track: Int
    private(set) var verdict: Verdict = .open
    /// When it was last compared, or began.
    private(set) var lastTried: Microseconds
    /// Of an open track.
    private var samples: [Embedding] = []

    /// A verdict rests on the mean of this many embeddings.
    static let sampleCount = 3
    /// Or on fewer, where their distance is within this part of the threshold: clearly the same.
    static let clearShare: Float = 0.8
    /// How often a verdict is checked.
    static let checkedEvery: Microseconds = 1_000_000
    /// How long one who failed a comparison is still shown: the product's promise.
    static let doubtedFor: Microseconds = 100_000
    /// A match that could not be checked for so long has ended.
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

    /// How much a comparison is needed now; nil for not at all.
    func urgency(at time: Microseconds) -> Int? {
        switch verdict {
        case .doubted: 3
        case .open: 2
        // New faces may keep a match waiting, but not until it ends.
        case .matched(let since) where time - since >= 2 * Self.checkedEvery: 2
        case .matched(let since), .refused(let since):
            time - since >= Self.checkedEvery ? 1 : nil
        }
    }

    /// Ends a doubt, and a match that is too old.
    mutating func expire(at time: Microseconds) {
        switch verdict {
        case .doubted(let since) where time - since >= Self.doubtedFor: verdict = .open
        case .matched(let since) where time - since >= Self.matchedFor:
            verdict = .open
            samples.removeAll(keepingCapacity: true)
        case .open, .matched, .doubted, .refused: break
        }
    }

    /// Asks for a comparison at once: the face's looks have changed.
    mutating func doubt(at time: Microseconds) {
        if case .matched = verdict { verdict = .doubted(since: time) }
    }

    /// Checks a match by one comparison of a face in the frame at `frame`, which was done at `time`.
    ///
    /// Whether it was used up: false where the track is yet to be judged by ``judge(_:_:_:from:)``.
    mutating func check(_ isSame: Bool, from frame: Microseconds, at time: Microseconds) -> Bool {
        lastTried = time
        switch verdict {
        case .matched:
            verdict = isSame ? .matched(since: time) : .doubted(since: time)
            return true
        // What was seen before the doubt does not end it.
        case .doubted(let since):
            if frame < since && isSame { return true }
            verdict = isSame ? .matched(since: time) : .open
            return isSame
        case .refused:
            verdict = .open
            return false
        case .open: return false
        }
    }

    /// Decides by the mean of the samples, when it is clear or when there are enough.
    mutating func judge(
        _ embedding: Embedding,
        _ enrolled: Embedding,
        _ threshold: Float,
        from frame: Microseconds
    ) {
        samples.append(embedding)
        guard let mean = Embedding.mean(of: samples) else { return }
        let distance = mean.distance(to: enrolled)
        if distance <= Self.clearShare * threshold {
            verdict = .matched(since: frame)
        } else if samples.count >= Self.sampleCount {
            verdict = distance <= threshold ? .matched(since: frame) : .refused(since: frame)
        } else {
            return
        }
        samples.removeAll(keepingCapacity: true)
    }
}
