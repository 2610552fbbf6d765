/// A 3 × 3 convolution by Winograd's minimal filtering, F(4 × 4, 3 × 3): 36 multiplications for 16
/// outputs where the direct form needs 144.
///
///     output tile = Aᵀ [ Σ_i (G g Gᵀ) ⊙ (Bᵀ d B) ] A
///
/// with d a 6 × 6 tile of the input, g the filter and ⊙ element by element: so for each of the 36
/// elements, one matrix multiplication over channels, which ``multiply(_:by:then:)`` does.
/// In floats the result differs from the direct one by about 10⁻⁵ of the activations' size.
///
/// Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016, §4.3.
/// <https://arxiv.org/abs/1509.09308>
public struct WinogradConvolution {
    private let weights: [PackedWeights]
    private let bias: FloatBuffer
    private let inputChannels: Int
    private let outputChannels: Int
    private let inputStride: Int
    private let activation: PreparedActivation

    /// - Precondition: the kernel is 3 × 3 and reads as many channels as the map has.
    public init(_ weights: ConvolutionWeights, reading input: FeatureMap, activation: Activation) {
        precondition(
            weights.kernel == 3 && weights.inputChannels == input.channels,
            "a 3 × 3 kernel for the map"
        )
        precondition(input.isPadded, "tiles are loaded four channels at a time")
        inputChannels = weights.inputChannels
        outputChannels = weights.outputChannels
        inputStride = input.pixelStride
        self.activation = PreparedActivation(activation)
        let zeros = [Float](repeating: 0, count: weights.outputChannels)
        let transformed = WinogradTransform.filters(weights)
        self.weights = (0..<36).map { element in
            PackedWeights(
                kernel: 1,
                inputs: weights.inputChannels,
                inputStride: input.pixelStride,
                bias: zeros
            ) { output, _, _, input in
                transformed[(output * weights.inputChannels + input) * 36 + element]
            }
        }
        bias = FloatBuffer(
            weights.bias + [Float](repeating: 0, count: weights.outputChannels.roundedUp(to: 16))
        )
    }

    /// Floats of scratch that a map of `width` needs.
    public func scratchCount(width: Int) -> Int {
        let tiles = Plan(width: width, height: 4, inputStride, outputStride).tiles
        return 36 * (planeStride(tiles, inputStride) + planeStride(tiles, outputStride))
            + Self.tileCount
    }

    /// For each pixel of the output, counting the direct form.
    package var multiplyAddsPerPixel: Int { 9 * inputChannels * outputChannels }

    /// Convolves `input` into `output`.
    ///
    /// `scratch` is at least ``scratchCount(width:)`` floats; its contents do not matter.
    ///
    /// - Precondition: both maps are H × W, with the channels of the weights.
    /// - Complexity: about 36/144 of the direct form's multiply–adds, and the transforms; no allocation.
    public func callAsFunction(_ input: FeatureMap, into output: ChannelSlice, scratch: FloatBuffer)
    {
        let map = output.map
        precondition(
            input.channels == inputChannels && input.pixelStride == inputStride
                && output.count == outputChannels
                && map.height == input.height && map.width == input.width && output.isWritable
                && map !== input
                && scratch.count >= scratchCount(width: map.width),
            "shapes must agree"
        )
        let plan = Plan(width: map.width, height: map.height, inputStride, outputStride)
        for row in stride(from: 0, to: plan.tileRows, by: plan.rowsAtOnce) {
            run(plan, from: row, input, output, scratch.start)
        }
        if activation.isLogistic { applySigmoid(to: output) }
    }

    /// Transforms, multiplies and transforms back the tile rows from `first` on, as many as are
    /// done at once: enough tiles for long matrices, few enough to stay in the cache.
    private func run(
        _ plan: Plan,
        from first: Int,
        _ input: FeatureMap,
        _ output: ChannelSlice,
        _ scratch: FloatCursor
    ) {
        let rows = min(plan.rowsAtOnce, plan.tileRows - first)
        let tiles = rows * plan.tileColumns
        let from = planeStride(tiles, inputStride), to = planeStride(tiles, outputStride)
        let tile = scratch, inputs = tile + Self.tileCount, sums = inputs + 36 * from
        for index in 0..<tiles {
            let (y, x) = plan.origin(of: index, from: first)
            WinogradTransform.input(
                input.cursor(y - 1, x - 1),
                row: input.rowStride,
                pixel: inputStride,
                into: inputs + index * inputStride,
                planeStride: from,
                scratch: tile
            )
        }
        for element in 0..<36 {
            let layout = MatrixLayout(
                input: inputs + element * from,
                inputPixel: inputStride,
                inputRow: 0,
                fieldRow: 0,
                output: sums + element * to,
                outputPixel: outputStride,
                outputRow: 0,
                width: tiles,
                height: 1
            )
            multiply(layout, by: weights[element], then: .none)
        }
        let map = output.map
        for index in 0..<tiles {
            let (y, x) = plan.origin(of: index, from: first)
            WinogradTransform.output(
                sums + index * outputStride,
                planeStride: to,
                channels: outputStride,
                bias: bias.start,
                into: output.origin + (y * map.rowStride + x * map.pixelStride),
                WinogradTransform.Clip(
                    row: map.rowStride,
                    pixel: map.pixelStride,
                    width: min(4, map.width - x),
                    height: min(4, map.height - y),
                    finish: activation.finish
                ),
                scratch: tile
            )
        }
    }

    private var outputStride: Int { outputChannels.roundedUp(to: FeatureMap.block) }

    /// Floats from one of the 36 planes to the next.
    ///
    /// One cache line more than the values: planes a power of two apart would all collide in the
    /// first-level cache.
    private func planeStride(_ tiles: Int, _ channels: Int) -> Int { tiles * channels + 16 }

    /// Scratch of one tile in mid-transform: 6 × 6 vectors.
    private static let tileCount = 36 * 4

    /// How a map is cut into 4 × 4 tiles.
    private struct Plan {
        let tileColumns: Int
        let tileRows: Int
        let rowsAtOnce: Int

        init(width: Int, height: Int, _ inputStride: Int, _ outputStride: Int) {
            tileColumns = width.roundedUp(to: 4) / 4
            tileRows = height.roundedUp(to: 4) / 4
            // 2,048 floats a plane: 36 planes in and out stay in a second-level cache (measured).
            rowsAtOnce = max(1, 2048 / (tileColumns * max(inputStride, outputStride)))
        }

        /// Tiles done at once, at most.
        var tiles: Int { tileColumns * rowsAtOnce }

        func origin(of index: Int, from firstRow: Int) -> (y: Int, x: Int) {
            ((firstRow + index / tileColumns) * 4, index % tileColumns * 4)
        }
    }
}
