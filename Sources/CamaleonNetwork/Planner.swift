internal import CamaleonKernels

/// Gives every value of a model its memory and every operation its kernel.
///
/// The parts of a concatenation are written in place where that is possible: an operation whose
/// output is read by it writes straight into its channels, and the concatenation costs nothing.
struct Planner {
    let input: FeatureMap
    private(set) var values: [ChannelSlice]
    private(set) var steps: [Step] = []
    private(set) var scratchCount = 0

    private let model: Model
    private let sizes: [MapSize]
    private let strategy: Network.Strategy
    /// For a value that is a part of a concatenation: which one, and its first channel there.
    private let homes: [Int: (concatenation: Int, first: Int)]
    /// Pixels of padding that the readers of each value need.
    private let borders: [Int]
    /// The maps of concatenations, which their parts may need first.
    private var maps: [Int: FeatureMap] = [:]

    init(_ model: Model, sizes: [MapSize], strategy: Network.Strategy) {
        self.model = model
        self.sizes = sizes
        self.strategy = strategy
        homes = Self.homes(in: model)
        borders = Self.borders(in: model)
        input = FeatureMap(
            height: sizes[0].height,
            width: sizes[0].width,
            channels: model.inputChannels,
            border: borders[0],
            isPacked: true
        )
        values = [ChannelSlice(input)]
    }

    mutating func plan(operation index: Int) {
        let operation = model.operations[index]
        let output = destination(ofValue: index + 1)
        let from = values[operation.inputs[0]]
        switch operation.kind {
        case .convolution(let weights, let window):
            steps.append(convolution(weights, window, operation.activation, from, output))
        case .depthwiseConvolution(let weights, let window):
            let kernel = DepthwiseConvolution(weights, window, activation: operation.activation)
            steps.append(.depthwise(kernel, from: padded(from), to: output.map))
        case .transposedConvolution(let weights):
            let kernel = TransposedConvolution(
                weights,
                reading: whole(from),
                activation: operation.activation
            )
            steps.append(.transposed(kernel, from: whole(from), to: output))
        case .maxPooling(let window):
            let source = from.map === input ? ChannelSlice(padded(from)) : from
            steps.append(.maxPooling(window, from: source, to: output.map))
        case .averagePooling(let window):
            steps.append(.averagePooling(window, from: padded(from), to: output.map))
        case .globalAverage:
            steps.append(.globalAverage(from: padded(from), to: output.map))
        case .addition:
            let parts = operation.inputs.map { padded(values[$0]) }
            let kernel = Addition(activation: operation.activation)
            steps.append(.addition(kernel, from: parts, to: output.map))
        case .concatenation:
            copyParts(of: index, into: output.map)
        }
        values.append(output)
    }

    /// Winograd's filtering where it is faster, else the direct form.
    private mutating func convolution(
        _ weights: ConvolutionWeights,
        _ window: Window,
        _ activation: Activation,
        _ from: ChannelSlice,
        _ output: ChannelSlice
    ) -> Step {
        let source = whole(from)
        let isFiltering = window == Window(kernel: 3, padding: 1) && from.count.isMultiple(of: 8)
        guard strategy == .automatic && isFiltering else {
            let kernel = Convolution(weights, window, reading: source, activation: activation)
            return .direct(kernel, from: source, to: output)
        }
        let kernel = WinogradConvolution(weights, reading: source, activation: activation)
        scratchCount = max(scratchCount, kernel.scratchCount(width: source.width))
        return .winograd(kernel, from: source, to: output)
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
        guard let home = homes[value] else { return ChannelSlice(map(ofValue: value)) }
        return ChannelSlice(
            map(ofValue: home.concatenation + 1),
            first: home.first,
            count: model.channels(ofValue: value)
        )
    }

    private mutating func map(ofValue value: Int) -> FeatureMap {
        if let map = maps[value] { return map }
        let map = FeatureMap(
            height: sizes[value].height,
            width: sizes[value].width,
            channels: model.channels(ofValue: value),
            border: borders[value]
        )
        maps[value] = map
        return map
    }

    /// A map that holds exactly the slice's channels: the kernels read whole pixels.
    func whole(_ slice: ChannelSlice) -> FeatureMap {
        if slice.first == 0 && slice.count == slice.map.channels { return slice.map }
        preconditionFailure("a value inside a concatenation is read by pooling alone")
    }

    /// The same, in memory that loads of four channels may read.
    private mutating func padded(_ slice: ChannelSlice) -> FeatureMap {
        guard slice.map === input else { return whole(slice) }
        let map = FeatureMap(
            height: input.height,
            width: input.width,
            channels: input.channels,
            border: borders[0]
        )
        steps.append(.copy(from: input, to: map, first: 0))
        return map
    }
}

/// What the planner knows of a model before it gives out memory.
extension Planner {
    /// For each value the most padding that one who reads it asks for.
    ///
    /// One pixel at least, which Winograd's tiles read.
    private static func borders(in model: Model) -> [Int] {
        var borders = [Int](repeating: 1, count: model.operations.count + 1)
        for operation in model.operations {
            switch operation.kind {
            case .convolution(_, let window), .depthwiseConvolution(_, let window),
                .maxPooling(let window), .averagePooling(let window):
                let value = operation.inputs[0]
                borders[value] = max(borders[value], window.greatestPadding)
            case .transposedConvolution, .concatenation, .addition, .globalAverage: break
            }
        }
        return borders
    }

    /// The values that can be written straight into the concatenation that reads them: whole blocks
    /// of channels, made by an operation, and read otherwise by pooling without padding alone.
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
            case .depthwiseConvolution, .maxPooling, .concatenation, .addition, .averagePooling,
                .globalAverage:
                false
            }
        return canWriteSlices && !model.outputs.contains(value)
            && model.operations[concatenation].inputs.filter { $0 == value }.count == 1
            && model.operations.enumerated().allSatisfy { index, operation in
                !operation.inputs.contains(value) || index == concatenation
                    || isPoolingWithoutPadding(operation.kind)
            }
    }

    private static func isPoolingWithoutPadding(_ kind: Model.Operation.Kind) -> Bool {
        if case .maxPooling(let window) = kind { return window.greatestPadding == 0 }
        return false
    }
}
