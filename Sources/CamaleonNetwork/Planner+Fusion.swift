internal import CamaleonKernels

/// Which operations are carried out by the one that reads what they make, in registers, so that it is never
/// in memory.
extension Planner {
    /// For each value that is not made by itself, the operation that makes it on the way.
    static func fusions(in model: Model, _ sizes: [MapSize]) -> [Int: Int] {
        let uses = model.uses
        var fusions: [Int: Int] = [:]
        for (index, operation) in model.operations.enumerated() {
            let fused = operation.inputs.first { value in
                value > 0 && uses[value] == 1
                    && canFuse(value, into: operation, of: model, sizes)
            }
            if let fused { fusions[fused] = index }
        }
        return fusions
    }

    private static func canFuse(
        _ value: Int,
        into operation: Model.Operation,
        of model: Model,
        _ sizes: [MapSize]
    ) -> Bool {
        let maker = model.operations[value - 1]
        switch (maker.kind, operation.kind) {
        case (.convolution, .addition), (.depthwiseConvolution, .addition):
            guard operation.inputs.count == 2,
                let skip = operation.inputs.first(where: { $0 != value }),
                // The network's input is packed, and no kernel adds it.
                skip > 0, sizes[value] == sizes[skip]
            else { return false }
            return canAdd(skip, to: maker, before: operation.activation, of: model, sizes)
        case (.upsampling, .channelScale):
            return operation.inputs.count == 3 && operation.inputs[2] == value
                && maker.inputs[0] > 0
        default: return false
        }
    }

    /// Whether the kernel of `maker` can add a value to what it makes, before the sum's own activation.
    private static func canAdd(
        _ skip: Int,
        to maker: Model.Operation,
        before activation: Activation,
        of model: Model,
        _ sizes: [MapSize]
    ) -> Bool {
        let channels = model.channels(ofValue: skip), source = maker.inputs[0]
        switch maker.kind {
        case .convolution(_, let window):
            return maker.activation == .none && channels <= maker.outputChannels
                && !isFiltered(window, channels: model.channels(ofValue: source), sizes[source])
        case .depthwiseConvolution:
            return maker.activation != .sigmoid && activation == .none
                && channels == maker.outputChannels
        default: return false
        }
    }
}

extension Model {
    /// How often each value is read, as an output too.
    fileprivate var uses: [Int] {
        var uses = [Int](repeating: 0, count: operations.count + 1)
        for operation in operations {
            for value in operation.inputs { uses[value] += 1 }
        }
        for value in outputs { uses[value] += 1 }
        return uses
    }
}
