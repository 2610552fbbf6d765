/// A convolution with any square window.
///
///     output[y, x, o] = act(bias[o] + Σ input[s·y + dy − top, s·x + dx − left, i] · weight[o, dy, dx, i])
///
/// where s is the stride, dy and dx run over the kernel, and pixels outside the map read as zero. What is to be
/// added to the sums, the skip of a residual block, costs least here, where they are still in registers.
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

    /// Convolves `input`, plus `skip`, into `output`.
    ///
    ///     output[y, x, o] = act(skip[y, x, o] + bias[o] + Σ …)
    ///
    /// where channels that the skip lacks count as zero.
    ///
    /// - Precondition: the output has the size of the window on the input, both have the channels of
    ///   the weights, and they are not the same map; the skip has the output's size, no more channels,
    ///   and is another map.
    /// - Complexity: H · W · C_out · kernel² · C_in multiply–adds, of the output's pixels; no
    ///   allocation.
    public func callAsFunction(
        _ input: FeatureMap,
        adding skip: FeatureMap? = nil,
        into output: ChannelSlice
    ) {
        let map = output.map
        precondition(
            input.channels == inputChannels && input.pixelStride == inputStride
                && output.count == outputChannels
                && window.maps(input, to: map) && output.isWritable && map !== input
                && skip.map { canAdd($0, to: output) } ?? true,
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
        let added = skip.map {
            // Channels that are only padding hold zero, so that whole blocks may be added.
            Skip(
                origin: $0.origin,
                pixel: $0.pixelStride,
                row: $0.rowStride,
                channels: $0.pixelStride
            )
        }
        multiply(layout, by: weights, adding: added, then: activation.finish)
        if activation.isLogistic { applySigmoid(to: output) }
    }

    /// For each pixel of the output.
    package var multiplyAddsPerPixel: Int {
        window.kernel * window.kernel * inputChannels * outputChannels
    }

    /// Whether every pixel reads one pixel.
    package var isPointwise: Bool { window.kernel == 1 }

    private func canAdd(_ skip: FeatureMap, to output: ChannelSlice) -> Bool {
        skip.height == output.map.height && skip.width == output.map.width
            && skip.channels <= output.count && skip.isPadded && skip !== output.map
    }
}
