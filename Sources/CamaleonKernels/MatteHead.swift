/// A transposed convolution, kernel 2 × 2, stride 2, to one channel: what makes a matte of the last features.
///
///     output[2y + dy, 2x + dx] = act(bias + Σ_i input[y, x, i] · weight[dy, dx, i])
///
/// It is a 1 × 1 convolution to four channels, the four taps, whose sums go to four pixels: one register
/// holds all four, where ``TransposedConvolution`` would fill eight channels of which one counts. The output
/// is a packed map.
public struct MatteHead {
    /// Four taps an input channel: `[channel][tap]`.
    private let taps: FloatBuffer
    private let bias: Lanes
    private let inputStride: Int
    private let inputChannels: Int
    private let isLogistic: Bool

    /// Whether these weights and this activation are a matte's.
    public static func fits(_ weights: ConvolutionWeights, _ activation: Activation) -> Bool {
        weights.outputChannels == 1 && weights.kernel == 2
            && (activation == .sigmoid || activation == .none)
    }

    /// - Precondition: ``fits(_:_:)``, and the weights read as many channels as the map has.
    public init(_ weights: ConvolutionWeights, reading input: FeatureMap, activation: Activation) {
        precondition(
            Self.fits(weights, activation) && weights.inputChannels == input.channels,
            "weights of one channel for the map"
        )
        taps = FloatBuffer(count: 4 * weights.inputChannels)
        for channel in 0..<weights.inputChannels {
            for tap in 0..<4 {
                taps[4 * channel + tap] = weights[0, tap / 2, tap % 2, channel]
            }
        }
        bias = Lanes(repeating: weights.bias[0])
        inputStride = input.pixelStride
        inputChannels = input.channels
        isLogistic = activation == .sigmoid
    }

    /// For each pixel of the output, which reads one pixel.
    package var multiplyAddsPerPixel: Int { inputChannels }

    /// - Precondition: the input is H × W with the channels of the weights, the output 2H × 2W, packed.
    /// - Complexity: 4 · H · W · C multiply–adds; no allocation.
    public func callAsFunction(_ input: FeatureMap, into output: FeatureMap) {
        precondition(
            input.channels == inputChannels && input.pixelStride == inputStride
                && output.height == 2 * input.height && output.width == 2 * input.width
                && output.channels == 1 && output.pixelStride == 1 && output !== input,
            "shapes must agree"
        )
        for y in 0..<input.height {
            let pixel = input.cursor(y, 0)
            let upper = output.cursor(2 * y, 0), lower = output.cursor(2 * y + 1, 0)
            var x = 0
            while x + 4 <= input.width {
                fourPixels(pixel + x * inputStride, upper + 2 * x, lower + 2 * x)
                x += 4
            }
            while x < input.width {
                onePixel(pixel + x * inputStride, upper + 2 * x, lower + 2 * x)
                x += 1
            }
        }
    }

    @inline(__always)
    private func fourPixels(_ first: FloatCursor, _ upper: FloatCursor, _ lower: FloatCursor) {
        var a = bias, b = bias, c = bias, d = bias
        var p = first, q = p + inputStride, r = q + inputStride, s = r + inputStride
        var tap = taps.start
        for _ in 0..<inputChannels {
            (tap, p, q, r, s) = (tap.opaque, p.opaque, q.opaque, r.opaque, s.opaque)
            let weights = tap.lanes()
            (a, b) = (multiplyAdd(p.splat(), weights, a), multiplyAdd(q.splat(), weights, b))
            (c, d) = (multiplyAdd(r.splat(), weights, c), multiplyAdd(s.splat(), weights, d))
            tap += 4
            (p, q, r, s) = (p + 1, q + 1, r + 1, s + 1)
        }
        (a, b, c, d) = (activated(a), activated(b), activated(c), activated(d))
        upper.store(Lanes(lowHalf: a.lowHalf, highHalf: b.lowHalf), at: 0)
        upper.store(Lanes(lowHalf: c.lowHalf, highHalf: d.lowHalf), at: 4)
        lower.store(Lanes(lowHalf: a.highHalf, highHalf: b.highHalf), at: 0)
        lower.store(Lanes(lowHalf: c.highHalf, highHalf: d.highHalf), at: 4)
    }

    private func onePixel(_ pixel: FloatCursor, _ upper: FloatCursor, _ lower: FloatCursor) {
        var sum = bias
        for channel in 0..<inputChannels {
            let weights = (taps.start + 4 * channel).lanes()
            sum = multiplyAdd(Lanes(repeating: pixel[channel]), weights, sum)
        }
        sum = activated(sum)
        (upper[0], upper[1], lower[0], lower[1]) = (sum[0], sum[1], sum[2], sum[3])
    }

    @inline(__always)
    private func activated(_ sums: Lanes) -> Lanes {
        isLogistic ? sigmoid(sums) : sums
    }
}
