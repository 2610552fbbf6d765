internal import CamaleonImage

/// Running means of 8-bit values, 16 bits each: in steps of 1/256 of a level.
typealias MeanPlane = ValuePlane<UInt16>
typealias MeanRow = ValueRow<UInt16>

extension UInt16 {
    /// Steps of a mean in one level.
    static let meanSteps = 256

    /// The level nearest to this mean.
    var level: UInt8 { UInt8(clamping: (Int(self) + Self.meanSteps / 2) / Self.meanSteps) }
}

/// The share of a distance that a mean moves by a sighting: 1/`count`, in 1/16384, so that its product
/// with a difference fits 32 bits.
struct MeanRate {
    private let share: Int

    @inline(__always)
    init(count: Int) {
        share = 16384 / count
    }

    @inline(__always)
    func share(of difference: Int) -> Int {
        (difference * share + 8192) >> 14
    }
}

extension ValueRow<UInt16> {
    /// Moves the mean at `index` towards `sample`, rounded to the nearest step: at a rate of 1/32 it
    /// comes within 1/16 of a level of a sample that stays.
    @inline(__always)
    func moveMean(at index: Int, towards sample: UInt16, by rate: MeanRate) {
        let mean = Int(self[index])
        self[index] = UInt16(truncatingIfNeeded: mean + rate.share(of: Int(sample) - mean))
    }
}
