/// How often something may happen: a burst at once, then a steady rate.
public struct RateLimit: Equatable, Sendable {
    public let burst: Int
    public let perSecond: Double

    public init(burst: Int, perSecond: Double) {
        precondition(burst >= 1 && perSecond > 0, "a rate limit lets something through")
        self.burst = burst
        self.perSecond = perSecond
    }
}

/// Tokens that refill with time; who takes one may go on.
struct TokenBucket: Sendable {
    private let limit: RateLimit
    private var tokens: Double
    private var updated: ContinuousClock.Instant

    init(_ limit: RateLimit, at now: ContinuousClock.Instant) {
        self.limit = limit
        tokens = Double(limit.burst)
        updated = now
    }

    /// Takes a token if there is one.
    ///
    /// - Returns: Nothing when a token was taken, else how long until there is one.
    mutating func take(at now: ContinuousClock.Instant) -> Duration? {
        tokens = level(at: now)
        updated = max(updated, now)
        guard tokens >= 1 else { return .seconds((1 - tokens) / limit.perSecond) }
        tokens -= 1
        return nil
    }

    /// A full bucket says nothing that a new one would not say.
    func isFull(at now: ContinuousClock.Instant) -> Bool {
        level(at: now) >= Double(limit.burst)
    }

    private func level(at now: ContinuousClock.Instant) -> Double {
        let elapsed = max(.zero, updated.duration(to: now)) / .seconds(1)
        return min(Double(limit.burst), tokens + elapsed * limit.perSecond)
    }
}

/// One bucket for each key: an address, or a session.
public struct RateLimiter<Key: Hashable & Sendable>: Sendable {
    private let limit: RateLimit
    private let keyLimit: Int
    private var buckets: [Key: TokenBucket] = [:]

    /// - Parameters:
    ///   - limit: What each key may do.
    ///   - keyLimit: How many keys are remembered; beyond that, unknown keys are refused
    ///     until ``forgetTheIdle(at:)`` makes room, so that memory stays bounded.
    public init(_ limit: RateLimit, keyLimit: Int = 50_000) {
        self.limit = limit
        self.keyLimit = keyLimit
    }

    /// Lets the request of `key` through, or throws ``Refusal/Code/tooManyRequests``.
    public mutating func admit(_ key: Key, at now: ContinuousClock.Instant) throws(Refusal) {
        guard buckets[key] != nil || buckets.count < keyLimit else {
            throw Self.refusal(retryAfter: .seconds(1))
        }
        var bucket = buckets[key] ?? TokenBucket(limit, at: now)
        let wait = bucket.take(at: now)
        buckets[key] = bucket
        if let wait { throw Self.refusal(retryAfter: wait) }
    }

    /// Forgets the keys that have been quiet long enough for a full bucket.
    public mutating func forgetTheIdle(at now: ContinuousClock.Instant) {
        buckets = buckets.filter { !$0.value.isFull(at: now) }
    }

    private static func refusal(retryAfter wait: Duration) -> Refusal {
        Refusal(.tooManyRequests, "Too many requests. Wait a little.", retryAfter: wait)
    }
}
