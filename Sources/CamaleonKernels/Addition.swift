/// The sum of maps, as high, wide and deep as the greatest of them; a smaller one counts as zero beyond
/// its extent.
///
///     output[y, x, c] = act(Σ input[y, x, c])
///
/// That is what residual blocks whose skip has fewer channels or pixels mean.
public struct Addition {
    private let activation: PreparedActivation

    public init(activation: Activation) {
        self.activation = PreparedActivation(activation)
    }

    /// - Precondition: the output has the greatest height, width and number of channels, and is none
    ///   of the inputs.
    /// - Complexity: an addition for each value of each input; no allocation.
    public func callAsFunction(_ inputs: [FeatureMap], into output: FeatureMap) {
        precondition(
            inputs.allSatisfy {
                $0.height <= output.height && $0.width <= output.width
                    && $0.channels <= output.channels && $0.isPadded && $0 !== output
            } && output.isPadded,
            "shapes must agree"
        )
        if inputs.count == 2, inputs.allSatisfy({ $0.hasShape(of: output) }) {
            add(inputs[0], inputs[1], into: output)
        } else {
            addUnequal(inputs, into: output)
        }
        if activation.isLogistic { applySigmoid(to: ChannelSlice(output)) }
    }

    /// In one pass.
    private func add(_ a: FeatureMap, _ b: FeatureMap, into output: FeatureMap) {
        for y in 0..<output.height {
            var first = a.cursor(y, 0), second = b.cursor(y, 0), to = output.cursor(y, 0)
            for _ in 0..<output.width {
                for channel in stride(from: 0, to: output.pixelStride, by: 4) {
                    let sum = (first + channel).lanes() + (second + channel).lanes()
                    (to + channel).store(activation.finish(sum, at: UInt32(channel)))
                }
                first += output.pixelStride
                second += output.pixelStride
                to += output.pixelStride
            }
        }
    }

    private func addUnequal(_ inputs: [FeatureMap], into output: FeatureMap) {
        for y in 0..<output.height {
            let row = output.cursor(y, 0), count = output.width * output.pixelStride
            for index in stride(from: 0, to: count, by: 4) { (row + index).store(.zero) }
            for input in inputs where y < input.height {
                add(input, row: y, to: row, pixelStride: output.pixelStride)
            }
            activate(row, width: output.width, pixelStride: output.pixelStride)
        }
    }

    /// Channels that are only padding hold zero, so that whole blocks may be added.
    private func add(_ input: FeatureMap, row y: Int, to row: FloatCursor, pixelStride: Int) {
        var from = input.cursor(y, 0), to = row
        for _ in 0..<input.width {
            for channel in stride(from: 0, to: input.pixelStride, by: 4) {
                let sum = (to + channel).lanes() + (from + channel).lanes()
                (to + channel).store(sum)
            }
            from += input.pixelStride
            to += pixelStride
        }
    }

    private func activate(_ row: FloatCursor, width: Int, pixelStride: Int) {
        if case .none = activation.finish { return }
        var pixel = row
        for _ in 0..<width {
            for channel in stride(from: 0, to: pixelStride, by: 4) {
                let sum = (pixel + channel).lanes()
                (pixel + channel).store(activation.finish(sum, at: UInt32(channel)))
            }
            pixel += pixelStride
        }
    }
}
