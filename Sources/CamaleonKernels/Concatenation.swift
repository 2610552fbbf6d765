/// Copies the channels of `input` to channel `first` and following of `output`.
///
/// A planned network writes the parts of a concatenation in place; this is for parts whose channels
/// are no multiple of a block.
///
/// - Precondition: both are H × W, and the output has room.
/// - Complexity: H · W · C copies; no allocation.
public func copyChannels(of input: FeatureMap, into output: FeatureMap, from first: Int) {
    precondition(
        input.height == output.height && input.width == output.width && first >= 0
            && first + input.channels <= output.channels && input !== output,
        "shapes must agree"
    )
    for y in 0..<input.height {
        for x in 0..<input.width {
            for channel in 0..<input.channels {
                output[y, x, first + channel] = input[y, x, channel]
            }
        }
    }
}
