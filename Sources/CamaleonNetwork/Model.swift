public import CamaleonKernels

/// What a model file describes: a graph of operations and their weights, checked.
///
/// Value 0 is the network's input, and operation i makes value i + 1. The format is in
/// docs/model-format.md.
public struct Model: Sendable, Equatable {
    public struct Operation: Sendable, Equatable {
        public enum Kind: Sendable, Equatable {
            /// Kernel 3 with zero padding 1, or kernel 1; stride 1.
            case convolution(ConvolutionWeights)
            /// Kernel 2, stride 2.
            case transposedConvolution(ConvolutionWeights)
            /// 2 × 2, stride 2.
            case maxPooling
            case concatenation
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
    public let operations: [Operation]
    /// How often each value's size was halved.
    public let levels: [Int]

    /// Width and height of the input are multiples of this, in pixels.
    public var sizeMultiple: Int { 1 << (levels.max() ?? 0) }

    /// Weights and biases.
    public var parameterCount: Int {
        operations.reduce(0) { $0 + ($1.weights.map { $0.values.count + $0.bias.count } ?? 0) }
    }

    /// Multiply–adds of one inference at a size, counting direct convolutions.
    public func multiplyAdds(width: Int, height: Int) -> Int {
        var total = 0
        for (index, operation) in operations.enumerated() {
            guard let weights = operation.weights else { continue }
            // A transposed convolution visits each pixel of its output with one tap of its four.
            let taps = weights.kernel == 2 ? 1 : weights.kernel * weights.kernel
            let pixels = (width >> levels[index + 1]) * (height >> levels[index + 1])
            total += pixels * taps * weights.inputChannels * weights.outputChannels
        }
        return total
    }
}

extension Model.Operation {
    /// The weights of a convolution of either kind.
    public var weights: ConvolutionWeights? {
        switch kind {
        case .convolution(let weights), .transposedConvolution(let weights): weights
        case .maxPooling, .concatenation: nil
        }
    }
}
