public import CamaleonKernels

/// Pseudo-random numbers from a seed, so that a failing test fails again: SplitMix64.
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014, figure 17.
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

/// `count` numbers in −1...1.
public func randomFloats(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
}

/// A map of numbers in −1...1.
public func randomMap(
    height: Int,
    width: Int,
    channels: Int,
    border: Int = 1,
    isPacked: Bool = false,
    seed: UInt64
) -> FeatureMap {
    let map = FeatureMap(
        height: height,
        width: width,
        channels: channels,
        border: border,
        isPacked: isPacked
    )
    var generator = SeededGenerator(seed: seed)
    for y in 0..<height {
        for x in 0..<width {
            for c in 0..<channels { map[y, x, c] = Float.random(in: -1...1, using: &generator) }
        }
    }
    return map
}

/// The greatest difference between two maps of one shape.
public func greatestDifference(_ a: FeatureMap, _ b: FeatureMap) -> Float {
    var greatest: Float = 0
    for y in 0..<a.height {
        for x in 0..<a.width {
            for c in 0..<a.channels {
                let difference = abs(a[y, x, c] - b[y, x, c])
                greatest = difference.isNaN ? .infinity : max(greatest, difference)
            }
        }
    }
    return greatest
}
