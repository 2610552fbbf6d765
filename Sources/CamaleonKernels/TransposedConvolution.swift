/// A transposed convolution, kernel 2 × 2, stride 2: it doubles height and width.
///
///     output[2y + dy, 2x + dx, o] = act(bias[o] + Σ_i input[y, x, i] · weight[o, dy, dx, i])
///
/// where dy and dx are 0 or 1. Every output pixel reads one input pixel, so it is four 1 × 1
/// convolutions that write every other pixel of every other row.
public struct TransposedConvolution {
    private let taps: [PackedWeights]
    private let inputStride: Int
    private let outputChannels: Int
    private let activation: PreparedActivation

    /// - Precondition: the kernel is 2 × 2 and reads as many channels as the map has.
    public init(_ weights: ConvolutionWeights, reading input: FeatureMap, activation: Activation) {
        precondition(weights.kernel == 2, "the kernel is 2 × 2")
        precondition(weights.inputChannels == input.channels, "as many channels as the map has")
        taps = (0..<4).map { tap in
            PackedWeights(
                kernel: 1,
                inputs: weights.inputChannels,
                inputStride: input.pixelStride,
                bias: weights.bias
            ) { output, _, _, input in
                weights[output, tap / 2, tap % 2, input]
            }
        }
        inputStride = input.pixelStride
        outputChannels = weights.outputChannels
        self.activation = PreparedActivation(activation)
    }

    /// For each pixel of the output, which reads one pixel.
    package var multiplyAddsPerPixel: Int { taps[0].rowLength * outputChannels }

    /// Upsamples `input` into `output`.
    ///
    /// - Precondition: the input is H × W, the output 2H × 2W, with the channels of the weights.
    /// - Complexity: 4 · H · W · C_out · C_in multiply–adds; no allocation.
    public func callAsFunction(_ input: FeatureMap, into output: ChannelSlice) {
        let map = output.map
        precondition(
            input.pixelStride == inputStride && output.count == outputChannels && output.isWritable
                && map.height == 2 * input.height && map.width == 2 * input.width && map !== input,
            "shapes must agree"
        )
        for (tap, weights) in taps.enumerated() {
            let layout = MatrixLayout(
                input: input.origin,
                inputPixel: inputStride,
                inputRow: input.rowStride,
                fieldRow: input.rowStride,
                output: output.origin + (tap / 2 * map.rowStride + tap % 2 * map.pixelStride),
                outputPixel: 2 * map.pixelStride,
                outputRow: 2 * map.rowStride,
                width: input.width,
                height: input.height
            )
            multiply(layout, by: weights, then: activation.finish)
        }
        if activation.isLogistic { applySigmoid(to: output) }
    }
}
