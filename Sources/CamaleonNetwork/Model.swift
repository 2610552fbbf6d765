public import CamaleonKernels

/// What a model file describes: a graph of operations and their weights, checked.
///
/// Value 0 is the network's input, and operation i makes value i + 1. The format is in
/// docs/model-format.md.
public struct Model: Sendable, Equatable {
    public struct Operation: Sendable, Equatable {
        public enum Kind: Sendable, Equatable {
            case convolution(ConvolutionWeights, Window)
            case depthwiseConvolution(DepthwiseWeights, Window)
            /// Kernel 2, stride 2.
            case transposedConvolution(ConvolutionWeights)
            case maxPooling(Window)
            case concatenation
            /// Of maps that may differ in size: smaller ones count as zero beyond their extent.
            case addition
            case averagePooling(Window)
            case globalAverage
            /// A map times a gate of one pixel, channel by channel, plus a map if there is a third input.
            case channelScale
            /// By two, bilinearly.
            case upsampling
        }

        public let name: String
        public let kind: Kind
        public let activation: Activation
        /// The values that it reads.
        public let inputs: [Int]
        public let outputChannels: Int
    }

    public let inputChannels: Int
    /// The input's size for which the network was trained, in pixels.
    public let defaultWidth: Int
    public let defaultHeight: Int
    /// A channel in 0…1 becomes (value − mean) · scale.
    public let mean: [Float]
    public let scale: [Float]
    /// The values that are the network's answer.
    public let outputs: [Int]
    public let operations: [Operation]

    /// Weights, biases and slopes.
    public var parameterCount: Int { operations.reduce(0) { $0 + $1.parameterCount } }

    /// Channels of a value.
    public func channels(ofValue value: Int) -> Int {
        value == 0 ? inputChannels : operations[value - 1].outputChannels
    }
}

extension Model.Operation {
    var parameterCount: Int {
        let slopes = if case .prelu(let slopes) = activation { slopes.count } else { 0 }
        return switch kind {
        case .convolution(let weights, _), .transposedConvolution(let weights):
            weights.values.count + weights.bias.count + slopes
        case .depthwiseConvolution(let weights, _):
            weights.values.count + weights.bias.count + slopes
        case .maxPooling, .concatenation, .addition, .averagePooling, .globalAverage,
            .channelScale, .upsampling:
            slopes
        }
    }
}
