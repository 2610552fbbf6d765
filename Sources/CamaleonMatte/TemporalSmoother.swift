public import CamaleonImage

/// Smooths a coarse matte over time without a lag: where neither the picture nor the network's opinion moved
/// much, the old matte is blended in; where they did, the new one counts alone.
///
///     w = clamp(rest + motionGain · |Δluma| + changeGain · |Δmatte|),  smooth = previous + w · (new − previous)
public final class TemporalSmoother {
    private let previousMatte: FloatPlane
    private let previousLuma: FloatPlane
    private let motion: FloatPlane
    private let filter: BoxFilter
    private var hasPast = false

    /// What of a new matte counts where nothing moves: a time constant of three frames.
    private static let rest: Float = 0.3
    /// A mean change of 8 of 255 over the window is motion, not noise.
    private static let motionGain: Float = 1 / 8
    /// A jump of the network's opinion by half is believed at once.
    private static let changeGain: Float = 1.6

    public init(width: Int, height: Int) {
        previousMatte = FloatPlane(width: width, height: height)
        previousLuma = FloatPlane(width: width, height: height)
        motion = FloatPlane(width: width, height: height)
        filter = BoxFilter(width: width, height: height, radius: 2)
    }

    /// The next frame is the first.
    public func reset() {
        hasPast = false
    }

    /// Smooths `matte`, 0…1, in place; `luma`, 0…255, is of the same instant and size.
    public func smooth(_ matte: FloatPlane, luma: FloatPlane) {
        if hasPast { blend(matte, luma) }
        previousMatte.copy(from: matte)
        previousLuma.copy(from: luma)
        hasPast = true
    }

    private func blend(_ matte: FloatPlane, _ luma: FloatPlane) {
        for y in 0..<matte.height {
            let now = luma.row(y), before = previousLuma.row(y), out = motion.row(y)
            for x in 0..<matte.width { out[x] = abs(now[x] - before[x]) }
        }
        filter(motion, into: motion)
        for y in 0..<matte.height {
            let new = matte.row(y), old = previousMatte.row(y), moved = motion.row(y)
            for x in 0..<matte.width {
                let change = new[x] - old[x]
                let weight = Self.rest + Self.motionGain * moved[x] + Self.changeGain * abs(change)
                new[x] = old[x] + min(1, weight) * change
            }
        }
    }
}
