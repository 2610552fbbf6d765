/// What an operation does to its sums.
public enum Activation: Sendable, Equatable {
    case none
    /// max(x, 0).
    case relu
    /// 1 / (1 + e^−x).
    case sigmoid
    /// x where it is positive, else slope · x, with a slope for each channel.
    ///
    /// Source: He et al., "Delving Deep into Rectifiers", 2015, equation 1.
    case prelu(slopes: [Float])
}

/// An activation made ready for kernels.
struct PreparedActivation {
    /// What happens while a sum is still in registers.
    let finish: Finish
    /// Whether ``applySigmoid(to:)`` must follow, which is not worth registers.
    let isLogistic: Bool
    /// Keeps the memory alive that `finish` reads.
    private let slopes: FloatBuffer?

    init(_ activation: Activation) {
        isLogistic = activation == .sigmoid
        switch activation {
        case .none, .sigmoid: (finish, slopes) = (.none, nil)
        case .relu: (finish, slopes) = (.clamp, nil)
        case .prelu(let values):
            // Kernels read whole blocks.
            let padding = values.count.roundedUp(to: 16) - values.count
            let slopes = FloatBuffer(values + [Float](repeating: 0, count: padding))
            (finish, self.slopes) = (.slopes(slopes.start), slopes)
        }
    }
}

/// The part of an activation that a kernel applies before it stores: see ``PreparedActivation``.
enum Finish {
    case none
    case clamp
    case slopes(FloatCursor)

    /// The same from channel `count` on.
    @inline(__always)
    static func + (finish: Finish, count: Int) -> Finish {
        guard case .slopes(let start) = finish else { return finish }
        return .slopes(start + count)
    }

    /// The activation of the sums of four channels from `channel` on.
    @inline(__always)
    func callAsFunction(_ sum: Lanes, at channel: UInt32) -> Lanes {
        switch self {
        case .none: sum
        case .clamp: maximum(sum, .zero)
        case .slopes(let slopes):
            multiplyAdd(minimum(sum, .zero), slopes.lanes(at: channel), maximum(sum, .zero))
        }
    }
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
