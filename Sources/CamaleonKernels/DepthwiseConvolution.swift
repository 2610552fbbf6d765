/// The weights of a depthwise convolution as training writes them: channel, kernel row, kernel column,
/// and a bias for each channel.
public struct DepthwiseWeights: Sendable, Equatable {
    public let kernel: Int
    public let channels: Int
    public let values: [Float]
    public let bias: [Float]

    /// - Precondition: `values` holds C · kernel² numbers, `bias` holds C.
    public init(kernel: Int, channels: Int, values: [Float], bias: [Float]) {
        precondition(
            kernel > 0 && channels > 0 && values.count == channels * kernel * kernel
                && bias.count == channels,
            "as many weights as the shape says"
        )
        self.kernel = kernel
        self.channels = channels
        self.values = values
        self.bias = bias
    }

    public subscript(channel: Int, row: Int, column: Int) -> Float {
        values[(channel * kernel + row) * kernel + column]
    }
}

/// A convolution of each channel by itself.
///
///     output[y, x, c] = act(bias[c] + Σ input[s·y + dy − top, s·x + dx − left, c] · weight[c, dy, dx]) + skip[y, x, c]
///
/// where s is the stride, dy and dx run over the kernel, and pixels outside the map read as zero. Unlike
/// ``Convolution``, it adds the skip, if there is one, to what was activated.
public struct DepthwiseConvolution {
    private let window: Window
    private let channels: Int
    /// Taps of four channels, one after the other: `[channel / 4][row][column][lane]`.
    private let taps: FloatBuffer
    private let bias: FloatBuffer
    private let activation: PreparedActivation

    /// - Precondition: the kernel is the window's.
    public init(_ weights: DepthwiseWeights, _ window: Window, activation: Activation) {
        precondition(weights.kernel == window.kernel, "weights for the window")
        self.window = window
        channels = weights.channels
        let kernel = weights.kernel, padded = channels.roundedUp(to: FeatureMap.block)
        taps = FloatBuffer(count: padded * kernel * kernel)
        bias = FloatBuffer(count: padded)
        for channel in 0..<channels {
            bias[channel] = weights.bias[channel]
            for row in 0..<kernel {
                for column in 0..<kernel {
                    let tap = (channel / 4 * kernel + row) * kernel + column
                    taps[4 * tap + channel % 4] = weights[channel, row, column]
                }
            }
        }
        self.activation = PreparedActivation(activation)
    }

    /// For each pixel of the output.
    package var multiplyAddsPerPixel: Int { window.kernel * window.kernel * channels }

    /// Convolves `input`, and adds `skip`, into `output`.
    ///
    /// - Precondition: the output has the size of the window on the input, both have the channels of
    ///   the weights, and they are not the same map; the skip has the output's shape, is another map, and
    ///   there is none where the activation is logistic.
    /// - Complexity: H · W · C · kernel² multiply–adds, of the output's pixels; no allocation.
    public func callAsFunction(
        _ input: FeatureMap,
        adding skip: FeatureMap? = nil,
        into output: FeatureMap
    ) {
        precondition(
            input.channels == channels && output.channels == channels && input.isPadded
                && output.isPadded && window.maps(input, to: output) && output !== input
                && skip.map { canAdd($0, to: output) } ?? true,
            "shapes must agree"
        )
        for y in 0..<output.height {
            let field = input.cursor(window.stride * y - window.top, -window.left)
            for channel in stride(from: 0, to: output.pixelStride, by: 4) {
                let row = RowOfChannels(
                    input: field + channel,
                    inputPixel: window.stride * input.pixelStride,
                    tapPixel: input.pixelStride,
                    tapRow: input.rowStride,
                    output: output.cursor(y, 0) + channel,
                    outputPixel: output.pixelStride,
                    skip: skip.map { $0.cursor(y, 0) + channel },
                    width: output.width,
                    taps: taps.start + channel * window.kernel * window.kernel,
                    bias: (bias.start + channel).lanes(),
                    finish: activation.finish + channel
                )
                switch (window.kernel, window.stride) {
                case (3, 1) where output.width >= 8: row.runEightByThree()
                case (3, _): row.runThree()
                case (5, 1) where output.width >= 8: row.runEightByFive()
                case (5, 2) where output.width >= 4: row.runFourByFiveOfStrideTwo()
                default: row.run(kernel: window.kernel)
                }
            }
        }
        if activation.isLogistic { applySigmoid(to: ChannelSlice(output)) }
    }

    private func canAdd(_ skip: FeatureMap, to output: FeatureMap) -> Bool {
        skip.hasShape(of: output) && skip.isPadded && skip !== output && !activation.isLogistic
    }
}
