/// A convolution of stride 1 with a square, odd kernel: 3 × 3 with zero padding, or 1 × 1.
///
///     output[y, x, o] = act(bias[o] + Σ input[y + dy, x + dx, i] · weight[o, dy, dx, i])
///
/// where dy and dx run over −1, 0, 1 (3 × 3) and pixels outside the map read as zero.
public struct Convolution {
    private let weights: PackedWeights
    private let inputStride: Int
    private let inputChannels: Int
    private let outputChannels: Int
    private let activation: Activation

    /// Prepares for maps of the shape of `input`, whose padding decides the packing.
    ///
    /// - Precondition: the kernel is 1 or 3 wide and reads as many channels as the map has.
    public init(_ weights: ConvolutionWeights, reading input: FeatureMap, activation: Activation) {
        precondition(weights.kernel == 1 || weights.kernel == 3, "kernels are 1 × 1 or 3 × 3")
        precondition(weights.inputChannels == input.channels, "as many channels as the map has")
        self.weights = PackedWeights(weights, inputStride: input.pixelStride)
        inputStride = input.pixelStride
        inputChannels = weights.inputChannels
        outputChannels = weights.outputChannels
        self.activation = activation
    }

    /// Convolves `input` into `output`.
    ///
    /// - Precondition: both are H × W, with the channels of the weights, and are not the same map.
    /// - Complexity: H · W · C_out · kernel² · C_in multiply–adds; no allocation.
    public func callAsFunction(_ input: FeatureMap, into output: ChannelSlice) {
        let map = output.map
        precondition(
            input.channels == inputChannels && input.pixelStride == inputStride
                && output.count == outputChannels
                && map.height == input.height && map.width == input.width && output.isWritable
                && map !== input,
            "shapes must agree"
        )
        let layout = MatrixLayout(
            input: weights.rows == 3 ? input.corner : input.origin,
            inputPixel: inputStride,
            inputRow: input.rowStride,
            output: output.origin,
            outputPixel: map.pixelStride,
            outputRow: map.rowStride,
            width: map.width,
            height: map.height
        )
        multiply(layout, by: weights, activation: activation)
        if activation == .sigmoid { applySigmoid(to: output) }
    }
}
