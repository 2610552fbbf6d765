internal import CamaleonKernels

/// Height and width of a value, in pixels.
public struct MapSize: Sendable, Equatable {
    public let height: Int
    public let width: Int

    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    /// No map of a network that runs here has a longer side.
    static let longestSide = 4096
}

extension Model {
    /// The size of every value, the input first; nil if the network does not run at that size.
    ///
    /// It runs where every window fits its map, and parts of a concatenation are of one size.
    public func sizes(height: Int, width: Int) -> [MapSize]? {
        var sizes = [MapSize(height: height, width: width)]
        for operation in operations {
            let size = operation.size(of: operation.inputs.map { sizes[$0] })
            guard let size, 1...MapSize.longestSide ~= size.height,
                1...MapSize.longestSide ~= size.width
            else { return nil }
            sizes.append(size)
        }
        return 1...MapSize.longestSide ~= height && 1...MapSize.longestSide ~= width ? sizes : nil
    }

    /// The input's sides are multiples of this where a value is enlarged again, or else may be: the
    /// greatest product of strides on the way to any value.
    public var sizeMultiple: Int {
        var multiples = [1]
        for operation in operations {
            let greatest = operation.inputs.reduce(1) { max($0, multiples[$1]) }
            switch operation.kind {
            case .convolution(_, let window), .depthwiseConvolution(_, let window),
                .maxPooling(let window), .averagePooling(let window):
                multiples.append(min(greatest * window.stride, MapSize.longestSide))
            case .transposedConvolution, .upsampling: multiples.append(max(1, greatest / 2))
            // The gate is one pixel, of whatever.
            case .channelScale: multiples.append(multiples[operation.inputs[0]])
            case .concatenation, .addition, .globalAverage: multiples.append(greatest)
            }
        }
        return multiples.max() ?? 1
    }

    /// Multiply–adds of one inference at a size, counting direct convolutions; nil where the network
    /// does not run.
    public func multiplyAdds(width: Int, height: Int) -> Int64? {
        guard let sizes = sizes(height: height, width: width) else { return nil }
        return operations.indices.reduce(0) { total, index in
            let size = sizes[index + 1], perPixel = operations[index].multiplyAddsPerPixel
            return total + Int64(size.height * size.width) * Int64(perPixel)
        }
    }
}

extension Model.Operation {
    /// The output's size for inputs of these sizes, if they fit.
    fileprivate func size(of inputs: [MapSize]) -> MapSize? {
        let first = inputs[0]
        switch kind {
        case .convolution(_, let window), .depthwiseConvolution(_, let window),
            .maxPooling(let window), .averagePooling(let window):
            return MapSize(
                height: window.outputHeight(first.height),
                width: window.outputWidth(first.width)
            )
        case .transposedConvolution, .upsampling:
            return MapSize(height: 2 * first.height, width: 2 * first.width)
        case .concatenation:
            return inputs.allSatisfy { $0 == first } ? first : nil
        case .addition:
            return MapSize(
                height: inputs.reduce(0) { max($0, $1.height) },
                width: inputs.reduce(0) { max($0, $1.width) }
            )
        case .globalAverage: return MapSize(height: 1, width: 1)
        case .channelScale:
            let fits =
                inputs[1] == MapSize(height: 1, width: 1)
                && inputs.dropFirst(2).allSatisfy { $0 == first }
            return fits ? first : nil
        }
    }

    fileprivate var multiplyAddsPerPixel: Int {
        switch kind {
        case .convolution(let weights, _):
            weights.kernel * weights.kernel * weights.inputChannels * weights.outputChannels
        // It visits each pixel of its output with one tap of its four.
        case .transposedConvolution(let weights): weights.inputChannels * weights.outputChannels
        case .depthwiseConvolution(let weights, _): weights.values.count
        case .maxPooling, .concatenation, .addition, .averagePooling, .globalAverage,
            .channelScale, .upsampling:
            0
        }
    }
}
