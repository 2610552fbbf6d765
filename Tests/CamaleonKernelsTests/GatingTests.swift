import CamaleonKernels
import CamaleonTestSupport
import Testing

/// Odd sizes, one pixel, channels that fill no whole block.
private let shapes = [(1, 1, 8), (1, 5, 3), (4, 1, 16), (3, 7, 13), (6, 9, 24)]

private func map(_ shape: (Int, Int, Int), seed: UInt64) -> FeatureMap {
    randomMap(height: shape.0, width: shape.1, channels: shape.2, seed: seed)
}

private func empty(_ shape: (Int, Int, Int), times factor: Int = 1) -> FeatureMap {
    FeatureMap(height: factor * shape.0, width: factor * shape.1, channels: shape.2)
}

@Suite("An enlargement by two")
struct UpsamplingTests {
    @Test("lies between the centres of pixels", arguments: shapes)
    func equalsReference(shape: (Int, Int, Int)) {
        let input = map(shape, seed: 1)
        let output = empty(shape, times: 2), expected = empty(shape, times: 2)

        upsample(input, into: output)
        referenceUpsample(input, into: expected)

        #expect(greatestDifference(output, expected) < 1e-6)
    }

    @Test("of a row of two, by hand")
    func byHand() {
        let input = FeatureMap(height: 1, width: 2, channels: 1)
        (input[0, 0, 0], input[0, 1, 0]) = (0, 1)
        let output = FeatureMap(height: 2, width: 4, channels: 1)

        upsample(input, into: output)

        #expect((0..<4).map { output[0, $0, 0] } == [0, 0.25, 0.75, 1])
        #expect((0..<4).map { output[1, $0, 0] } == [0, 0.25, 0.75, 1])
    }
}

@Suite("A gate")
struct GatingTests {
    @Test("scales each channel, and adds nothing, a map or an enlarged one", arguments: shapes)
    func equalsReference(shape: (Int, Int, Int)) {
        let large = (2 * shape.0, 2 * shape.1, shape.2)
        let input = map(large, seed: 2), gate = map((1, 1, shape.2), seed: 3)
        let same = map(large, seed: 4), small = map(shape, seed: 5)
        let enlarged = empty(shape, times: 2)
        referenceUpsample(small, into: enlarged)
        let cases: [(Addend, FeatureMap?)] = [
            (.nothing, nil), (.map(same), same), (.upsampled(small), enlarged),
        ]

        for (addend, map) in cases {
            let output = empty(large), expected = empty(large)
            scaleChannels(of: input, by: gate, adding: addend, into: output)
            referenceScaleChannels(of: input, by: gate, adding: map, into: expected)
            #expect(greatestDifference(output, expected) < 1e-6)
        }
    }

    @Test("leaves the border zero, so that a convolution behind it reads padding")
    func border() {
        let input = map((3, 5, 8), seed: 6), gate = map((1, 1, 8), seed: 7)
        let output = FeatureMap(height: 3, width: 5, channels: 8)
        scaleChannels(of: input, by: gate, adding: .nothing, into: output)
        let ones = DepthwiseWeights(
            kernel: 3,
            channels: 8,
            values: [Float](repeating: 1, count: 72),
            bias: [Float](repeating: 0, count: 8)
        )
        let sums = empty((3, 5, 8)), window = Window(kernel: 3, padding: 1)

        DepthwiseConvolution(ones, window, activation: .none)(output, into: sums)

        let corner = output[0, 0, 0] + output[0, 1, 0] + output[1, 0, 0] + output[1, 1, 0]
        #expect(abs(sums[0, 0, 0] - corner) < 1e-6)
    }
}

@Suite("A depthwise convolution with a skip")
struct DepthwiseSkipTests {
    @Test(
        "adds it to what was activated",
        arguments: [(3, 1, 21), (3, 2, 10), (5, 1, 11), (2, 1, 9)]
    )
    func adds(kernel: Int, stride: Int, width: Int) {
        let window = Window(kernel: kernel, stride: stride, padding: kernel / 2)
        let input = randomMap(height: 7, width: width, channels: 12, border: 2, seed: 8)
        let weights = DepthwiseWeights(
            kernel: kernel,
            channels: 12,
            values: randomFloats(12 * kernel * kernel, seed: 9),
            bias: randomFloats(12, seed: 10)
        )
        let shape = (window.outputHeight(7), window.outputWidth(width), 12)
        let skip = map(shape, seed: 11), plain = empty(shape), sum = empty(shape)
        let convolution = DepthwiseConvolution(weights, window, activation: .relu)

        convolution(input, into: plain)
        convolution(input, adding: skip, into: sum)

        let expected = empty(shape)
        Addition(activation: .none)([plain, skip], into: expected)
        #expect(greatestDifference(sum, expected) < 1e-6)
    }
}

@Suite("A matte's head")
struct MatteHeadTests {
    @Test(
        "equals the transposed convolution that it is",
        arguments: [(1, 1, 8), (3, 6, 16), (5, 9, 13)]
    )
    func equalsReference(shape: (Int, Int, Int)) {
        let input = map(shape, seed: 12)
        let weights = ConvolutionWeights(
            kernel: 2,
            inputChannels: shape.2,
            outputChannels: 1,
            values: randomFloats(4 * shape.2, seed: 13),
            bias: [0.3]
        )
        for activation in [Activation.none, .sigmoid] {
            let output = FeatureMap(
                height: 2 * shape.0,
                width: 2 * shape.1,
                channels: 1,
                isPacked: true
            )
            let expected = FeatureMap(height: 2 * shape.0, width: 2 * shape.1, channels: 1)
            MatteHead(weights, reading: input, activation: activation)(input, into: output)
            referenceTransposedConvolution(input, weights, activation: activation, into: expected)
            #expect(greatestDifference(output, expected) < 1e-5)
        }
    }
}
