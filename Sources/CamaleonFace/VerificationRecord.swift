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

    mutating func take(
        _ embedding: Embedding,
        enrolled: Embedding,
        threshold: Float,
        at time: Microseconds
    ) {
        lastTried = time
        switch verdict {
        case .matched:
            if embedding.distance(to: enrolled) <= threshold {
                verdict = .matched(since: time)
            } else {
                verdict = .doubted(since: time)
                samples.removeAll(keepingCapacity: true)
                samples.append(embedding)
            }
        case .doubted:
            let isSame = embedding.distance(to: enrolled) <= threshold
            verdict = isSame ? .matched(since: time) : .open
            samples.append(embedding)
        case .refused:
            samples.removeAll(keepingCapacity: true)
            verdict = .open
            judge(embedding, enrolled, threshold, at: time)
        case .open: judge(embedding, enrolled, threshold, at: time)
        }
    }

    /// Decides by the mean of the samples, when it is clear or when there are enough.
    private mutating func judge(
        _ embedding: Embedding,
        _ enrolled: Embedding,
        _ threshold: Float,
        at time: Microseconds
    ) {
        samples.append(embedding)
        guard let mean = Embedding.mean(of: samples) else { return }
        let distance = mean.distance(to: enrolled)
        if distance <= Self.clearShare * threshold {
            verdict = .matched(since: time)
        } else if samples.count >= Self.sampleCount {
            verdict = distance <= threshold ? .matched(since: time) : .refused(since: time)
        } else {
            return
        }
        samples.removeAll(keepingCapacity: true)
    }
}
