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
    /// x · min(1, max(0, x / 6 + ½)).
    ///
    /// Source: Howard et al., "Searching for MobileNetV3", 2019, §5.2. <https://arxiv.org/abs/1905.02244>
    case hardSwish
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
        case .hardSwish: (finish, slopes) = (.swish, nil)
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
    case swish
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
        case .swish:
            sum * minimum(maximum(multiplyAdd(sum, .sixth, .half), .zero), .one)
        case .slopes(let slopes):
            multiplyAdd(minimum(sum, .zero), slopes.lanes(at: channel), maximum(sum, .zero))
        }
    }
}

extension Lanes {
    fileprivate static var sixth: Lanes { Lanes(repeating: 1 / 6) }
    fileprivate static var half: Lanes { Lanes(repeating: 0.5) }
}

/// The logistic function, 1 / (1 + e^−x), within 2·10⁻⁶ of the exact value; 0 of what is not a number.
public func sigmoid(_ x: Float) -> Float {
    sigmoid(Lanes(repeating: x))[0]
}

/// ``sigmoid(_:)`` of four numbers.
func sigmoid(_ x: Lanes) -> Lanes {
    1 / (1 + exponential(-x))
}

/// e^x with a relative error near 10⁻⁶, for x clamped to −80…80: Embedded Swift has no libm.
///
/// Splits x·log₂e into the nearest whole number, which becomes the exponent's bits, and a fraction in
/// −0.5…0.5, whose power of two is a Taylor polynomial of degree 6.
private func exponential(_ x: Lanes) -> Lanes {
    let scaled = maximum(minimum(x, Lanes(repeating: 80)), Lanes(repeating: -80)) * 1.442_695_04
    // So large a number has no bits for fractions, and the whole number is in its lowest ones.
    let shifted = scaled + 0x1.8p23
    let f = scaled - (shifted - 0x1.8p23)
    let upper = 0.009_618_13 + f * (0.001_333_36 + f * 0.000_154_035)
    let power = 1 + f * (0.693_147_18 + f * (0.240_226_51 + f * (0.055_504_11 + f * upper)))
    let bits = unsafe unsafeBitCast(shifted, to: SIMD4<UInt32>.self)
    return power * (unsafe unsafeBitCast((bits &+ 127) &<< 23, to: Lanes.self))
}

/// Replaces every value of `slice` by its logistic function.
///
/// - Complexity: H · W · C exponentials; no allocation.
public func applySigmoid(to slice: ChannelSlice) {
    let map = slice.map
    for y in 0..<map.height {
        let row = slice.origin + y * map.rowStride
        for channel in 0..<slice.count {
            applySigmoid(row + channel, count: map.width, step: map.pixelStride)
        }
    }
}

/// Replaces `count` numbers, `step` apart, four at a time.
private func applySigmoid(_ first: FloatCursor, count: Int, step: Int) {
    for index in stride(from: 0, to: count, by: 4) {
        // Past the end, the last one is taken again.
        let a = index * step, b = min(index + 1, count - 1) * step
        let c = min(index + 2, count - 1) * step, d = min(index + 3, count - 1) * step
        let results = sigmoid(Lanes(first[a], first[b], first[c], first[d]))
        (first[a], first[b], first[c], first[d]) = (
            results[0], results[1], results[2], results[3]
        )
    }
}
