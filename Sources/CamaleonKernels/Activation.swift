/// What a convolution does to its sums.
public enum Activation: UInt8, Sendable {
    case none = 0
    /// max(x, 0).
    case relu = 1
    /// 1 / (1 + e^−x).
    case sigmoid = 2
}

/// The logistic function, 1 / (1 + e^−x), within 2·10⁻⁶ of the exact value.
public func sigmoid(_ x: Float) -> Float {
    1 / (1 + exponential(-x))
}

/// e^x with a relative error near 10⁻⁶, for x clamped to −80…80: Embedded Swift has no libm.
///
/// Splits x·log₂e into a whole number, which becomes the exponent's bits, and a fraction in 0..<1,
/// whose power of two is a Taylor polynomial of degree 6.
func exponential(_ x: Float) -> Float {
    let scaled = max(min(x, 80), -80) * 1.442_695_04
    // The conversion truncates; below zero that is one too high. (`rounded` would need libm.)
    let whole = Int32(scaled) - (scaled < 0 ? 1 : 0)
    let f = scaled - Float(whole)
    let upper = 0.009_618_13 + f * (0.001_333_36 + f * 0.000_154_035)
    let power = 1 + f * (0.693_147_18 + f * (0.240_226_51 + f * (0.055_504_11 + f * upper)))
    return power * Float(bitPattern: UInt32(bitPattern: (whole &+ 127) << 23))
}

/// Replaces every value of `slice` by its logistic function.
///
/// - Complexity: H · W · C exponentials; no allocation.
public func applySigmoid(to slice: ChannelSlice) {
    let map = slice.map
    for y in 0..<map.height {
        var pixel = slice.origin + y * map.rowStride
        for _ in 0..<map.width {
            for channel in 0..<slice.count { pixel[channel] = sigmoid(pixel[channel]) }
            pixel += map.pixelStride
        }
    }
}
