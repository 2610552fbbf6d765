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
    /// For a value that exists in registers alone, since the operation that reads it makes it on the way: which
    /// operation that is.
    let fusions: [Int: Int]
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
        fusions = strategy == .automatic ? Self.fusions(in: model, sizes) : [:]
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
        if fusions[index + 1] != nil {
            // Read by nobody: a place in the list alone.
            values.append(values[operation.inputs[0]])
            return
        }
        let output = destination(ofValue: index + 1)
        let from = values[operation.inputs[0]]
        switch operation.kind {
        case .convolution(let weights, let window):
            steps.append(convolution(weights, window, operation.activation, from, output))
        case .depthwiseConvolution(let weights, let window):
            let kernel = DepthwiseConvolution(weights, window, activation: operation.activation)
            steps.append(.depthwise(kernel, from: padded(from), adding: nil, to: output.map))
        case .transposedConvolution(let weights) where isMatte(index):
            let kernel = MatteHead(
                weights,
                reading: whole(from),
                activation: operation.activation
            )
            steps.append(.head(kernel, from: whole(from), to: output.map))
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
        case .channelScale:
            let gate = padded(values[operation.inputs[1]])
            let addend = addend(ofScale: index)
            steps.append(
                .channelScale(from: padded(from), gate: gate, adding: addend, to: output.map)
            )
        case .upsampling:
            steps.append(.upsampling(from: padded(from), to: output.map))
        case .addition:
            if let step = sumWithMaker(index, output) {
                steps.append(step)
                break
            }
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
        let size = MapSize(height: source.height, width: source.width)
        guard strategy == .automatic && Self.isFiltered(window, channels: from.count, size) else {
            let kernel = Convolution(weights, window, reading: source, activation: activation)
            return .direct(kernel, from: source, adding: nil, to: output)
        }
        let kernel = WinogradConvolution(weights, reading: source, activation: activation)
        scratchCount = max(scratchCount, kernel.scratchCount(width: source.width))
        return .winograd(kernel, from: source, to: output)
    }

    /// An addition and the convolution before it in one, if they can be.
    private func sumWithMaker(_ index: Int, _ output: ChannelSlice) -> Step? {
        let inputs = model.operations[index].inputs
        guard let made = inputs.first(where: { fusions[$0] == index }),
            let skip = inputs.first(where: { $0 != made })
        else { return nil }
        let maker = model.operations[made - 1]
        let from = whole(values[maker.inputs[0]]), added = whole(values[skip])
        switch maker.kind {
        case .convolution(let weights, let window):
            let activation = model.operations[index].activation
            let kernel = Convolution(weights, window, reading: from, activation: activation)
            return .direct(kernel, from: from, adding: added, to: output)
        case .depthwiseConvolution(let weights, let window):
            let kernel = DepthwiseConvolution(weights, window, activation: maker.activation)
            return .depthwise(kernel, from: from, adding: added, to: output.map)
        default: return nil
        }
    }

    /// What a scaling adds: a value, or one that it enlarges on the way.
    private mutating func addend(ofScale index: Int) -> Addend {
        let inputs = model.operations[index].inputs
        guard inputs.count == 3 else { return .nothing }
        guard fusions[inputs[2]] == index else { return .map(padded(values[inputs[2]])) }
        return .upsampled(whole(values[model.operations[inputs[2] - 1].inputs[0]]))
    }

    /// Whether an operation makes the one channel that is the network's answer, and nobody else reads it.
    private func isMatte(_ index: Int) -> Bool {
        let operation = model.operations[index]
        guard case .transposedConvolution(let weights) = operation.kind else { return false }
        return strategy == .automatic && MatteHead.fits(weights, operation.activation)
            && model.outputs.contains(index + 1)
            && !model.operations.contains { $0.inputs.contains(index + 1) }
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
            border: borders[value],
            isPacked: value > 0 && isMatte(value - 1)
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
