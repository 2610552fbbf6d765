internal import CamaleonKernels

/// Gives every value of a model its memory and every operation its kernel.
///
/// The parts of a concatenation are written in place where that is possible: an operation whose
/// output is read by it writes straight into its channels, and the concatenation costs nothing.
struct Planner {
    private let model: Model
    private let strategy: Network.Strategy
    private let input: FeatureMap
    /// For a value that is a part of a concatenation: which one, and its first channel there.
    private let homes: [Int: (concatenation: Int, first: Int)]
    /// The maps of concatenations, which their parts may need first.
    private var concatenations: [Int: FeatureMap] = [:]

    private(set) var values: [ChannelSlice]
    private(set) var steps: [Step] = []
    private(set) var scratchCount = 0

    init(_ model: Model, input: FeatureMap, strategy: Network.Strategy) {
        self.model = model
        self.input = input
        self.strategy = strategy
        values = [ChannelSlice(input)]
        homes = Self.homes(in: model)
    }

    mutating func plan(operation index: Int) {
        let operation = model.operations[index]
        let output = destination(ofValue: index + 1)
        let from = values[operation.inputs[0]]
        switch operation.kind {
        case .convolution(let weights):
            let source = whole(from)
            if weights.kernel == 3 && strategy == .automatic && from.count.isMultiple(of: 8) {
                let kernel = WinogradConvolution(
                    weights,
                    reading: source,
                    activation: operation.activation
                )
                scratchCount = max(scratchCount, kernel.scratchCount(width: source.width))
                steps.append(.winograd(kernel, from: source, to: output))
            } else {
                let kernel = Convolution(weights, reading: source, activation: operation.activation)
                steps.append(.direct(kernel, from: source, to: output))
            }
        case .transposedConvolution(let weights):
            let source = whole(from)
            let kernel = TransposedConvolution(
                weights,
                reading: source,
                activation: operation.activation
            )
            steps.append(.transposed(kernel, from: source, to: output))
        case .maxPooling:
            steps.append(.maxPooling(from: padded(from), to: output.map))
        case .concatenation:
            copyParts(of: index, into: output.map)
        }
        values.append(output)
    }

    /// Copies the parts that were not written in place.
    private mutating func copyParts(of index: Int, into map: FeatureMap) {
        var first = 0
        for value in model.operations[index].inputs {
            let part = values[value]
            if part.map !== map || part.first != first {
                steps.append(.copy(from: whole(part), to: map, first: first))
            }
            first += part.count
        }
    }

    /// The memory of a value: its place in a concatenation, or a map of its own.
    private mutating func destination(ofValue value: Int) -> ChannelSlice {
        let channels = model.operations[value - 1].outputChannels
        if let home = homes[value] {
            return ChannelSlice(
                map(ofValue: home.concatenation + 1),
                first: home.first,
                count: channels
            )
        }
        return ChannelSlice(map(ofValue: value))
    }

    private mutating func map(ofValue value: Int) -> FeatureMap {
        if let map = concatenations[value] { return map }
        let level = model.levels[value]
        let map = FeatureMap(
            height: input.height >> level,
            width: input.width >> level,
            channels: model.operations[value - 1].outputChannels
        )
        concatenations[value] = map
        return map
    }

    /// A map that holds exactly the slice's channels: the kernels read whole pixels.
    private mutating func whole(_ slice: ChannelSlice) -> FeatureMap {
        if slice.first == 0 && slice.count == slice.map.channels { return slice.map }
        preconditionFailure("a value inside a concatenation is read by pooling alone")
    }

    /// The slice, in memory that loads of four channels may read.
    private mutating func padded(_ slice: ChannelSlice) -> ChannelSlice {
        guard slice.map === input else { return slice }
        let map = FeatureMap(height: input.height, width: input.width, channels: input.channels)
        steps.append(.copy(from: input, to: map, first: 0))
        return ChannelSlice(map)
    }

    /// The values that can be written straight into the concatenation that reads them: whole blocks
    /// of channels, made by an operation, and read otherwise by pooling alone.
    private static func homes(in model: Model) -> [Int: (concatenation: Int, first: Int)] {
        var homes: [Int: (concatenation: Int, first: Int)] = [:]
        for (index, operation) in model.operations.enumerated()
        where operation.kind == .concatenation {
            var first = 0
            for value in operation.inputs where value > 0 {
                let channels = model.operations[value - 1].outputChannels
                let isWhole = first.isMultiple(of: 8) && channels.isMultiple(of: 8)
                if isWhole && homes[value] == nil && isOnlyPooled(value, besides: index, in: model)
                {
                    homes[value] = (index, first)
                }
                first += channels
            }
        }
        return homes
    }

    private static func isOnlyPooled(
        _ value: Int,
        besides concatenation: Int,
        in model: Model
    ) -> Bool {
        let canWriteSlices =
            switch model.operations[value - 1].kind {
            case .convolution, .transposedConvolution: true
            case .maxPooling, .concatenation: false
            }
        return canWriteSlices
            && model.operations[concatenation].inputs.filter { $0 == value }.count == 1
            && model.operations.enumerated().allSatisfy { index, operation in
                !operation.inputs.contains(value) || index == concatenation
                    || operation.kind == .maxPooling
            }
    }
}
