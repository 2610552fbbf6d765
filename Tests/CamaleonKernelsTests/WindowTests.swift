import CamaleonKernels
import CamaleonTestSupport
import Testing

/// A window on a map, its shape and how many channels come out.
struct Place: Sendable, CustomTestStringConvertible {
    let window: Window
    let height: Int, width: Int, inputs: Int, outputs: Int

    init(_ window: Window, _ height: Int, _ width: Int, _ inputs: Int, _ outputs: Int) {
        (self.window, self.height, self.width) = (window, height, width)
        (self.inputs, self.outputs) = (inputs, outputs)
    }

    var testDescription: String {
        "\(window.kernel)² by \(window.stride) on \(height)×\(width), \(inputs) → \(outputs)"
    }

    func input(_ channels: Int, seed: UInt64) -> FeatureMap {
        randomMap(
            height: height,
            width: width,
            channels: channels,
            border: max(1, window.greatestPadding),
            seed: seed
        )
    }

    func output(_ channels: Int) -> FeatureMap {
        FeatureMap(
            height: window.outputHeight(height),
            width: window.outputWidth(width),
            channels: channels
        )
    }
}

/// Strides, kernels and paddings as face networks have them, on odd sizes.
private let places = [
    Place(Window(kernel: 1), 1, 1, 3, 5),
    Place(Window(kernel: 3, stride: 2, top: 0, left: 0, bottom: 1, right: 1), 12, 10, 8, 16),
    Place(Window(kernel: 3, stride: 2), 35, 33, 13, 24),
    Place(Window(kernel: 5, stride: 2, top: 1, left: 1, bottom: 2, right: 2), 16, 20, 3, 24),
    Place(Window(kernel: 7, stride: 2), 23, 21, 3, 32),
    Place(Window(kernel: 3, padding: 1), 5, 7, 20, 7),
    Place(Window(kernel: 3), 3, 3, 16, 28),
    Place(Window(kernel: 5, stride: 3, padding: 4), 6, 9, 5, 9),
    Place(Window(kernel: 2, stride: 2), 9, 8, 8, 8),
    Place(Window(kernel: 3, padding: 1), 4, 21, 13, 24),
    Place(Window(kernel: 5, padding: 2), 6, 19, 20, 8),
    Place(Window(kernel: 5, padding: 2), 3, 7, 9, 8),
    Place(Window(kernel: 5, stride: 2, top: 1, left: 1, bottom: 2, right: 2), 10, 26, 12, 8),
    Place(Window(kernel: 5, stride: 2, top: 1, left: 1, bottom: 2, right: 2), 4, 6, 8, 8),
]

private func activations(_ channels: Int) -> [Activation] {
    [.none, .relu, .sigmoid, .hardSwish, .prelu(slopes: randomFloats(channels, seed: 70))]
}

@Suite("A window")
struct WindowTests {
    @Test("of a convolution gives what its formula gives", arguments: places)
    func convolution(place: Place) {
        let input = place.input(place.inputs, seed: 51), kernel = place.window.kernel
        let weights = ConvolutionWeights(
            kernel: kernel,
            inputChannels: place.inputs,
            outputChannels: place.outputs,
            values: randomFloats(place.outputs * kernel * kernel * place.inputs, seed: 52),
            bias: randomFloats(place.outputs, seed: 53)
        )
        for activation in activations(place.outputs) {
            let output = place.output(place.outputs), expected = place.output(place.outputs)
            Convolution(weights, place.window, reading: input, activation: activation)(
                input,
                into: ChannelSlice(output)
            )
            referenceConvolution(
                input,
                weights,
                place.window,
                activation: activation,
                into: expected
            )
            #expect(greatestDifference(output, expected) < 5e-5)
        }
    }

    @Test("of a depthwise convolution gives what its formula gives", arguments: places)
    func depthwise(place: Place) {
        let input = place.input(place.inputs, seed: 54), kernel = place.window.kernel
        let weights = DepthwiseWeights(
            kernel: kernel,
            channels: place.inputs,
            values: randomFloats(kernel * kernel * place.inputs, seed: 55),
            bias: randomFloats(place.inputs, seed: 56)
        )
        for activation in activations(place.inputs) {
            let output = place.output(place.inputs), expected = place.output(place.inputs)
            DepthwiseConvolution(weights, place.window, activation: activation)(input, into: output)
            referenceDepthwiseConvolution(
                input,
                weights,
                place.window,
                activation: activation,
                into: expected
            )
            #expect(greatestDifference(output, expected) < 1e-5)
        }
    }

    @Test("of a maximum pooling leaves its padding out", arguments: places)
    func maxPooling(place: Place) {
        let input = place.input(place.inputs, seed: 57)
        // All below zero: a border's zeros would win.
        for y in 0..<input.height {
            for x in 0..<input.width {
                for c in 0..<input.channels { input[y, x, c] -= 2 }
            }
        }
        let output = place.output(place.inputs), expected = place.output(place.inputs)
        maxPool(ChannelSlice(input), place.window, into: output)
        referenceMaxPool(input, place.window, into: expected)
        #expect(greatestDifference(output, expected) == 0)
    }

    @Test(
        "of an average pooling gives the mean",
        arguments: places.filter { $0.window.greatestPadding == 0 }
    )
    func averagePooling(place: Place) {
        let input = place.input(place.inputs, seed: 58)
        let output = place.output(place.inputs), expected = place.output(place.inputs)
        averagePool(input, place.window, into: output)
        referenceAveragePool(input, place.window, into: expected)
        #expect(greatestDifference(output, expected) < 1e-5)
    }
}

@Suite("A global average")
struct GlobalAverageTests {
    @Test("is the mean of each channel", arguments: [(1, 1, 3), (5, 7, 13), (4, 2, 8)])
    func mean(height: Int, width: Int, channels: Int) {
        let input = randomMap(height: height, width: width, channels: channels, seed: 59)
        let output = FeatureMap(height: 1, width: 1, channels: channels)
        globalAverage(input, into: output)
        for c in 0..<channels {
            var sum: Float = 0
            for y in 0..<height { for x in 0..<width { sum += input[y, x, c] } }
            #expect(abs(output[0, 0, c] - sum / Float(height * width)) < 1e-5)
        }
    }
}

@Suite("An addition")
struct AdditionTests {
    @Test("takes what a smaller map lacks for zero")
    func unequal() {
        // As dlib's residual blocks have them: more channels in one, more pixels in the other.
        let deep = randomMap(height: 3, width: 3, channels: 21, seed: 60)
        let wide = randomMap(height: 4, width: 5, channels: 9, seed: 61)
        for activation in activations(21) {
            let output = FeatureMap(height: 4, width: 5, channels: 21)
            let expected = FeatureMap(height: 4, width: 5, channels: 21)
            Addition(activation: activation)([deep, wide], into: output)
            referenceAddition([deep, wide], activation: activation, into: expected)
            #expect(greatestDifference(output, expected) < 1e-6)
        }
    }

    @Test("gives the same sum again: nothing of the last one remains")
    func again() {
        let a = randomMap(height: 2, width: 3, channels: 8, seed: 62)
        let output = FeatureMap(height: 2, width: 3, channels: 8)
        let addition = Addition(activation: .none)
        addition([a, a], into: output)
        addition([a, a], into: output)
        #expect(output[1, 2, 7] == 2 * a[1, 2, 7])
    }
}
