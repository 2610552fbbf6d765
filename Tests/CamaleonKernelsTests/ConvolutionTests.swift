import CamaleonKernels
import CamaleonTestSupport
import Testing

/// A map's shape and how many channels a convolution makes of it.
struct Shape: Sendable, CustomTestStringConvertible {
    let height: Int, width: Int, inputs: Int, outputs: Int

    init(_ height: Int, _ width: Int, _ inputs: Int, _ outputs: Int) {
        (self.height, self.width, self.inputs, self.outputs) = (height, width, inputs, outputs)
    }

    var testDescription: String { "\(height)×\(width), \(inputs) → \(outputs) channels" }
}

/// Odd sizes, one pixel, rows shorter than a block, channels that fill no whole block.
private let shapes = [
    Shape(1, 1, 8, 8), Shape(1, 1, 3, 16), Shape(1, 2, 8, 16), Shape(2, 3, 5, 7), Shape(5, 7, 3, 8),
    Shape(9, 13, 8, 16), Shape(6, 4, 16, 24), Shape(7, 33, 24, 32), Shape(3, 1, 16, 1),
    Shape(11, 5, 13, 48),
]

/// A window whose output has the size of its input.
private func same(_ kernel: Int) -> Window {
    Window(kernel: kernel, padding: kernel / 2)
}

private func weights(kernel: Int, _ shape: Shape, seed: UInt64) -> ConvolutionWeights {
    ConvolutionWeights(
        kernel: kernel,
        inputChannels: shape.inputs,
        outputChannels: shape.outputs,
        values: randomFloats(shape.outputs * kernel * kernel * shape.inputs, seed: seed),
        bias: randomFloats(shape.outputs, seed: seed + 1)
    )
}

@Suite("A convolution")
struct ConvolutionTests {
    @Test("equals its formula", arguments: shapes, [1, 3])
    func equalsReference(shape: Shape, kernel: Int) {
        for activation in [Activation.none, .relu, .sigmoid] {
            let input = randomMap(
                height: shape.height,
                width: shape.width,
                channels: shape.inputs,
                seed: 1
            )
            let weights = weights(kernel: kernel, shape, seed: 2)
            let output = FeatureMap(
                height: shape.height,
                width: shape.width,
                channels: shape.outputs
            )
            let expected = FeatureMap(
                height: shape.height,
                width: shape.width,
                channels: shape.outputs
            )

            let window = same(kernel)
            Convolution(weights, window, reading: input, activation: activation)(
                input,
                into: ChannelSlice(output)
            )
            referenceConvolution(input, weights, window, activation: activation, into: expected)

            #expect(greatestDifference(output, expected) < 2e-5)
        }
    }

    @Test("adds a skip that has as many channels or fewer", arguments: shapes)
    func adding(shape: Shape) {
        let (height, width) = (shape.height, shape.width)
        let input = randomMap(height: height, width: width, channels: shape.inputs, seed: 5)
        let weights = weights(kernel: 1, shape, seed: 6)
        for channels in [1, (shape.outputs + 1) / 2, shape.outputs] {
            let skip = randomMap(height: height, width: width, channels: channels, seed: 8)
            let maps = (0..<3).map { _ in
                FeatureMap(height: height, width: width, channels: shape.outputs)
            }

            Convolution(weights, same(1), reading: input, activation: .relu)(
                input,
                adding: skip,
                into: ChannelSlice(maps[0])
            )
            referenceConvolution(input, weights, same(1), activation: .none, into: maps[1])
            referenceAddition([maps[1], skip], activation: .relu, into: maps[2])

            #expect(greatestDifference(maps[0], maps[2]) < 2e-5)
        }
    }

    @Test("reads a packed map of three channels")
    func packedInput() {
        let shape = Shape(6, 10, 3, 8)
        let input = randomMap(height: 6, width: 10, channels: 3, isPacked: true, seed: 3)
        let weights = weights(kernel: 3, shape, seed: 4)
        let output = FeatureMap(height: 6, width: 10, channels: 8)
        let expected = FeatureMap(height: 6, width: 10, channels: 8)

        Convolution(weights, same(3), reading: input, activation: .relu)(
            input,
            into: ChannelSlice(output)
        )
        referenceConvolution(input, weights, same(3), activation: .relu, into: expected)

        #expect(greatestDifference(output, expected) < 1e-5)
    }

    @Test("by Winograd's filtering equals its formula", arguments: shapes)
    func winogradEqualsReference(shape: Shape) {
        for activation in [Activation.none, .relu, .sigmoid] {
            let input = randomMap(
                height: shape.height,
                width: shape.width,
                channels: shape.inputs,
                seed: 5
            )
            let weights = weights(kernel: 3, shape, seed: 6)
            let output = FeatureMap(
                height: shape.height,
                width: shape.width,
                channels: shape.outputs
            )
            let expected = FeatureMap(
                height: shape.height,
                width: shape.width,
                channels: shape.outputs
            )

            let kernel = WinogradConvolution(weights, reading: input, activation: activation)
            let scratch = FloatBuffer(count: kernel.scratchCount(width: shape.width))
            kernel(input, into: ChannelSlice(output), scratch: scratch)
            referenceConvolution(input, weights, same(3), activation: activation, into: expected)

            // Two roundings more than the direct form, over sums of up to 216 products.
            #expect(greatestDifference(output, expected) < 2e-4)
        }
    }

    @Test("writes its slice of a concatenation and nothing else")
    func writesItsSliceOnly() {
        let shape = Shape(5, 6, 8, 8)
        let input = randomMap(height: 5, width: 6, channels: 8, seed: 7)
        let weights = weights(kernel: 3, shape, seed: 8)
        let output = randomMap(height: 5, width: 6, channels: 24, seed: 9)
        let before = randomMap(height: 5, width: 6, channels: 24, seed: 9)

        Convolution(weights, same(3), reading: input, activation: .none)(
            input,
            into: ChannelSlice(output, first: 8, count: 8)
        )

        for y in 0..<5 {
            for x in 0..<6 {
                for c in [0, 7, 16, 23] { #expect(output[y, x, c] == before[y, x, c]) }
                #expect(output[y, x, 8] != before[y, x, 8])
            }
        }
    }

    @Test("leaves the border zero, so that a second one reads padding")
    func keepsBorder() {
        let shape = Shape(5, 7, 16, 16)
        let weights = weights(kernel: 3, shape, seed: 10)
        let input = randomMap(height: 5, width: 7, channels: 16, seed: 11)
        let middle = FeatureMap(height: 5, width: 7, channels: 16)
        let output = FeatureMap(height: 5, width: 7, channels: 16)
        let expectedMiddle = FeatureMap(height: 5, width: 7, channels: 16)
        let expected = FeatureMap(height: 5, width: 7, channels: 16)

        let kernel = Convolution(weights, same(3), reading: input, activation: .relu)
        kernel(input, into: ChannelSlice(middle))
        kernel(middle, into: ChannelSlice(output))
        referenceConvolution(input, weights, same(3), activation: .relu, into: expectedMiddle)
        referenceConvolution(expectedMiddle, weights, same(3), activation: .relu, into: expected)

        #expect(greatestDifference(output, expected) < 1e-3)
    }
}

@Suite("A transposed convolution")
struct TransposedConvolutionTests {
    @Test("equals its formula", arguments: shapes)
    func equalsReference(shape: Shape) {
        let input = randomMap(
            height: shape.height,
            width: shape.width,
            channels: shape.inputs,
            seed: 12
        )
        let weights = weights(kernel: 2, shape, seed: 13)
        let output = FeatureMap(
            height: 2 * shape.height,
            width: 2 * shape.width,
            channels: shape.outputs
        )
        let expected = FeatureMap(
            height: 2 * shape.height,
            width: 2 * shape.width,
            channels: shape.outputs
        )

        TransposedConvolution(weights, reading: input, activation: .relu)(
            input,
            into: ChannelSlice(output)
        )
        referenceTransposedConvolution(input, weights, activation: .relu, into: expected)

        #expect(greatestDifference(output, expected) < 1e-5)
    }
}

@Suite("Max pooling")
struct MaxPoolingTests {
    @Test(
        "equals its formula, and leaves out an odd last row and column",
        arguments: [(2, 2, 1), (5, 7, 8), (8, 6, 13)]
    )
    func equalsReference(height: Int, width: Int, channels: Int) {
        let input = randomMap(height: height, width: width, channels: channels, seed: 14)
        let output = FeatureMap(height: height / 2, width: width / 2, channels: channels)
        let expected = FeatureMap(height: height / 2, width: width / 2, channels: channels)

        let window = Window(kernel: 2, stride: 2)
        maxPool(ChannelSlice(input), window, into: output)
        referenceMaxPool(input, window, into: expected)

        #expect(greatestDifference(output, expected) == 0)
    }
}

@Suite("The logistic function")
struct SigmoidTests {
    @Test(
        "is exact to a few millionths, and saturates without overflow",
        arguments: [
            (0, 0.5), (1, 0.731_058_58), (-1, 0.268_941_42), (4.5, 0.989_013_06), (-100, 0),
            (100, 1),
            (Float.infinity, 1), (-Float.infinity, 0),
            // What is no number shows nobody.
            (Float.nan, 0),
        ] as [(Float, Float)]
    )
    func knownValues(x: Float, expected: Float) {
        #expect(abs(sigmoid(x) - expected) < 3e-6)
    }
}
