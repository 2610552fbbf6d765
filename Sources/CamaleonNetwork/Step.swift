internal import CamaleonKernels

/// One operation, bound to its maps.
enum Step {
    case direct(Convolution, from: FeatureMap, adding: FeatureMap?, to: ChannelSlice)
    case winograd(WinogradConvolution, from: FeatureMap, to: ChannelSlice)
    case depthwise(DepthwiseConvolution, from: FeatureMap, adding: FeatureMap?, to: FeatureMap)
    case transposed(TransposedConvolution, from: FeatureMap, to: ChannelSlice)
    case head(MatteHead, from: FeatureMap, to: FeatureMap)
    case maxPooling(Window, from: ChannelSlice, to: FeatureMap)
    case averagePooling(Window, from: FeatureMap, to: FeatureMap)
    case globalAverage(from: FeatureMap, to: FeatureMap)
    case addition(Addition, from: [FeatureMap], to: FeatureMap)
    case channelScale(from: FeatureMap, gate: FeatureMap, adding: Addend, to: FeatureMap)
    case upsampling(from: FeatureMap, to: FeatureMap)
    case copy(from: FeatureMap, to: FeatureMap, first: Int)

    func run(_ scratch: FloatBuffer) {
        switch self {
        case .direct(let kernel, let from, let skip, let to): kernel(from, adding: skip, into: to)
        case .winograd(let kernel, let from, let to): kernel(from, into: to, scratch: scratch)
        case .transposed(let kernel, let from, let to): kernel(from, into: to)
        case .head(let kernel, let from, let to): kernel(from, into: to)
        case .depthwise(let kernel, let from, let skip, let to):
            kernel(from, adding: skip, into: to)
        case .maxPooling(let window, let from, let to): maxPool(from, window, into: to)
        case .averagePooling(let window, let from, let to): averagePool(from, window, into: to)
        case .globalAverage(let from, let to): CamaleonKernels.globalAverage(from, into: to)
        case .addition(let kernel, let from, let to): kernel(from, into: to)
        case .channelScale(let from, let gate, let addend, let to):
            scaleChannels(of: from, by: gate, adding: addend, into: to)
        case .upsampling(let from, let to): upsample(from, into: to)
        case .copy(let from, let to, let first): copyChannels(of: from, into: to, from: first)
        }
    }
}

/// What a step is made of, for measurements.
public struct StepWork: Sendable, Equatable {
    public enum Kernel: UInt8, Sendable {
        /// 1 × 1, and larger ones in the direct form.
        case pointwise, convolution
        /// 3 × 3, filtered by Winograd's method.
        case winograd
        case depthwise, transposed
        /// What multiplies nothing, or next to nothing: pooling, sums, copies.
        case other
    }

    public let kernel: Kernel
    /// Of one run, counting direct convolutions.
    public let multiplyAdds: Int
}

extension Step {
    var work: StepWork {
        switch self {
        case .direct(let kernel, _, _, let to):
            StepWork(
                kernel: kernel.isPointwise ? .pointwise : .convolution,
                multiplyAdds: kernel.multiplyAddsPerPixel * to.map.pixelCount
            )
        case .winograd(let kernel, _, let to):
            StepWork(
                kernel: .winograd,
                multiplyAdds: kernel.multiplyAddsPerPixel * to.map.pixelCount
            )
        case .depthwise(let kernel, _, _, let to):
            StepWork(
                kernel: .depthwise,
                multiplyAdds: kernel.multiplyAddsPerPixel * to.pixelCount
            )
        case .transposed(let kernel, _, let to):
            StepWork(
                kernel: .transposed,
                multiplyAdds: kernel.multiplyAddsPerPixel * to.map.pixelCount
            )
        case .head(let kernel, _, let to):
            StepWork(
                kernel: .transposed,
                multiplyAdds: kernel.multiplyAddsPerPixel * to.pixelCount
            )
        case .maxPooling, .averagePooling, .globalAverage, .addition, .channelScale, .upsampling,
            .copy:
            StepWork(kernel: .other, multiplyAdds: 0)
        }
    }
}

extension FeatureMap {
    fileprivate var pixelCount: Int { height * width }
}
