/// A convolution with any square window.
///
///     output[y, x, o] = act(bias[o] + Σ input[s·y + dy − top, s·x + dx − left, i] · weight[o, dy, dx, i])
///
/// where s is the stride, dy and dx run over the kernel, and pixels outside the map read as zero.
public struct Convolution {
    private let weights: PackedWeights
    private let window: Window
    private let inputStride: Int
    private let inputChannels: Int
    private let outputChannels: Int
    private let activation: PreparedActivation

    /// Prepares for maps of the shape of `input`, whose padding decides the packing.
    ///
    /// - Precondition: the kernel is the window's, and reads as many channels as the map has.
    public init(
        _ weights: ConvolutionWeights,
        _ window: Window,
        reading input: FeatureMap,
        activation: Activation
    ) {
        precondition(
            weights.kernel == window.kernel && weights.inputChannels == input.channels,
            "weights for the window and the map"
        )
        self.window = window
        self.weights = PackedWeights(weights, inputStride: input.pixelStride)
        inputStride = input.pixelStride
        inputChannels = weights.inputChannels
        outputChannels = weights.outputChannels
        self.activation = PreparedActivation(activation)
    }

    /// Convolves `input` into `output`.
    ///
    /// - Precondition: the output has the size of the window on the input, both have the channels of
    ///   the weights, and they are not the same map.
    /// - Complexity: H · W · C_out · kernel² · C_in multiply–adds, of the output's pixels; no
    ///   allocation.
    public func callAsFunction(_ input: FeatureMap, into output: ChannelSlice) {
        let map = output.map
        precondition(
            input.channels == inputChannels && input.pixelStride == inputStride
                && output.count == outputChannels
                && window.maps(input, to: map) && output.isWritable && map !== input,
            "shapes must agree"
        )
        let layout = MatrixLayout(
            input: input.cursor(-window.top, -window.left),
            inputPixel: window.stride * inputStride,
            inputRow: window.stride * input.rowStride,
            fieldRow: input.rowStride,
            output: output.origin,
            outputPixel: map.pixelStride,
            outputRow: map.rowStride,
            width: map.width,
            height: map.height
        )
        multiply(layout, by: weights, then: activation.finish)
        if activation.isLogistic { applySigmoid(to: output) }
    }
}
