internal import CamaleonFace

/// How much of the matting a machine has the time for, from the best to nothing.
///
/// The raw values cross the wasm boundary.
public enum MattingQuality: UInt8, Sendable, CaseIterable {
    /// Every frame is segmented at the network's own number of pixels.
    case full = 0
    /// At half as many.
    case small = 1
    /// So, and only every second frame: on the others the matte is carried along by motion.
    case alternate = 2
    /// Not at all: the background alone is shown.
    case still = 3
}

/// Chooses the quality by how long frames take: quick to give in, slow to try again, and slower each time that it
/// tried in vain, so that it does not swing.
struct MattingSchedule {
    private(set) var quality = MattingQuality.full
    /// A moving average of the frames' times, in milliseconds; nil before the first of a quality.
    private var mean: Double?
    /// Since when frames have been too slow, or fast enough for the next better quality.
    private var slowSince: Microseconds?
    private var fastSince: Microseconds?
    private var triedAt: Microseconds?
    private var patience = Self.firstPatience

    /// Milliseconds that a frame may take before less is done.
    ///
    /// Thirty a second leave 33; at half the pixels 24 a second are better than a matte that is a frame late, and
    /// ten better than nobody.
    static func budget(_ quality: MattingQuality) -> Double {
        switch quality {
        case .full: 30
        case .small: 42
        case .alternate, .still: 100
        }
    }

    /// Frames are too slow for so long before less is done.
    static let tolerance: Microseconds = 2_000_000
    /// And fast enough for so long before more is tried; doubled after each try in vain, up to the last.
    static let firstPatience: Microseconds = 8_000_000, lastPatience: Microseconds = 300_000_000
    /// How much longer frames take in the next better quality, at most; a still background says nothing of it.
    static let growth = 2.2
    private static let meanShare = 0.1

    /// Takes how long the frame at `time` took; true if the quality is another from now on.
    mutating func take(milliseconds: Double, at time: Microseconds) -> Bool {
        let mean = (mean ?? milliseconds) + Self.meanShare * (milliseconds - (mean ?? milliseconds))
        self.mean = mean
        let better = MattingQuality(rawValue: quality.rawValue &- 1) ?? .full
        let isSlow = mean > Self.budget(quality)
        let isFast = quality == .still || mean * Self.growth < Self.budget(better)
        slowSince = isSlow ? slowSince ?? time : nil
        fastSince = isFast && quality != .full ? fastSince ?? time : nil
        if let slowSince, time - slowSince >= Self.tolerance { return giveIn(at: time) }
        if let fastSince, time - fastSince >= patience { return tryMore(at: time) }
        return false
    }

    private mutating func giveIn(at time: Microseconds) -> Bool {
        slowSince = time
        guard let worse = MattingQuality(rawValue: quality.rawValue + 1) else { return false }
        // What was tried a moment ago was in vain.
        if let triedAt, time - triedAt < patience {
            patience = min(2 * patience, Self.lastPatience)
        }
        become(worse)
        return true
    }

    private mutating func tryMore(at time: Microseconds) -> Bool {
        guard quality.rawValue > 0, let better = MattingQuality(rawValue: quality.rawValue - 1)
        else { return false }
        become(better)
        triedAt = time
        return true
    }

    private mutating func become(_ other: MattingQuality) {
        quality = other
        (mean, slowSince, fastSince) = (nil, nil, nil)
    }
}
