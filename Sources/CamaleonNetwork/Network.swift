public import CamaleonKernels

/// A model made ready to run at one size: every map allocated, every kernel chosen.
///
/// A class because it owns what its steps share; use one from one thread.
public final class Network {
    /// How 3 × 3 convolutions are computed.
    ///
    /// `automatic` takes Winograd's wherever the input's channels fill whole blocks, which is
    /// wherever it is faster (measured).
    public enum Strategy: Sendable {
        case automatic, direct
    }

    public let model: Model
    public let width: Int
    public let height: Int
    /// Where to write the input: H × W × C, already normalised.
    public let input: FeatureMap
    /// What ``run()`` made: H × W × 1, in 0…1.
    public var output: FeatureMap { values[values.count - 1].map }

    private let values: [ChannelSlice]
    private let steps: [Step]
    private let scratch: FloatBuffer

    /// - Precondition: width and height are positive multiples of the model's ``Model/sizeMultiple``.
    public init(_ model: Model, width: Int, height: Int, strategy: Strategy = .automatic) {
        precondition(
            width > 0 && height > 0 && width.isMultiple(of: model.sizeMultiple)
                && height.isMultiple(of: model.sizeMultiple),
            "the size is a multiple of what the model halves"
        )
        self.model = model
        self.width = width
        self.height = height
        input = FeatureMap(
            height: height,
            width: width,
            channels: model.inputChannels,
            isPacked: true
        )
        var planner = Planner(model, input: input, strategy: strategy)
        for index in model.operations.indices { planner.plan(operation: index) }
        values = planner.values
        steps = planner.steps
        scratch = FloatBuffer(count: planner.scratchCount)
    }

    /// Runs the network from ``input`` to ``output``.
    ///
    /// - Complexity: ``Model/multiplyAdds(width:height:)`` at most; no allocation.
    public func run() {
        for step in steps { step.run(scratch) }
    }

    /// What operation `index` made in the last ``run()``: H × W × C, NHWC without padding.
    package func activations(
        ofOperation index: Int
    ) -> (height: Int, width: Int, channels: Int, values: [Float]) {
        let slice = values[index + 1], map = slice.map
        var result: [Float] = []
        result.reserveCapacity(map.height * map.width * slice.count)
        for y in 0..<map.height {
            for x in 0..<map.width {
                for c in 0..<slice.count { result.append(map[y, x, slice.first + c]) }
            }
        }
        return (map.height, map.width, slice.count, result)
    }
}

/// One operation, bound to its maps.
enum Step {
    case direct(Convolution, from: FeatureMap, to: ChannelSlice)
    case winograd(WinogradConvolution, from: FeatureMap, to: ChannelSlice)
    case transposed(TransposedConvolution, from: FeatureMap, to: ChannelSlice)
    case maxPooling(from: ChannelSlice, to: FeatureMap)
    case copy(from: FeatureMap, to: FeatureMap, first: Int)

    func run(_ scratch: FloatBuffer) {
        switch self {
        case .direct(let kernel, let from, let to): kernel(from, into: to)
        case .winograd(let kernel, let from, let to): kernel(from, into: to, scratch: scratch)
        case .transposed(let kernel, let from, let to): kernel(from, into: to)
        case .maxPooling(let from, let to): maxPool(from, into: to)
        case .copy(let from, let to, let first): copyChannels(of: from, into: to, from: first)
        }
    }
}
