internal import CamaleonKernels

/// What the planner knows of a model before it gives out memory.
extension Planner {
    /// For each value the most padding that one who reads it asks for.
    ///
    /// One pixel at least, which Winograd's tiles read.
    static func borders(in model: Model) -> [Int] {
        var borders = [Int](repeating: 1, count: model.operations.count + 1)
        for operation in model.operations {
            switch operation.kind {
            case .convolution(_, let window), .depthwiseConvolution(_, let window),
                .maxPooling(let window), .averagePooling(let window):
                let value = operation.inputs[0]
                borders[value] = max(borders[value], window.greatestPadding)
            case .transposedConvolution, .concatenation, .addition, .globalAverage,
                .channelScale, .upsampling:
                break
            }
        }
        return borders
    }

    /// The values that can be written straight into the concatenation that reads them: whole blocks
    /// of channels, made by an operation, and read otherwise by pooling without padding alone.
    static func homes(in model: Model) -> [Int: (concatenation: Int, first: Int)] {
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
                .globalAverage, .channelScale, .upsampling:
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

    /// Whether Winograd's filtering is faster than the direct form: it is from four tiles on, which one
    /// load of its 36 filters serves (measured: a map of 4 × 4 × 256 takes twice the direct form's time).
    static func isFiltered(_ window: Window, channels: Int, _ size: MapSize) -> Bool {
        let tiles = (size.height.roundedUp(to: 4) / 4) * (size.width.roundedUp(to: 4) / 4)
        return window == Window(kernel: 3, padding: 1) && channels.isMultiple(of: 8) && tiles >= 4
    }
}
