// Each operator in its plainest form: what the fast kernels are tested against, never what runs.

/// ``Convolution``, by its formula; for odd kernels, stride 1.
package func referenceConvolution(
    _ input: FeatureMap,
    _ weights: ConvolutionWeights,
    activation: Activation,
    into output: FeatureMap
) {
    let radius = weights.kernel / 2
    for y in 0..<input.height {
        for x in 0..<input.width {
            for o in 0..<weights.outputChannels {
                var sum = Double(weights.bias[o])
                for dy in 0..<weights.kernel {
                    for dx in 0..<weights.kernel {
                        let (row, column) = (y + dy - radius, x + dx - radius)
                        guard 0..<input.height ~= row && 0..<input.width ~= column else { continue }
                        for i in 0..<weights.inputChannels {
                            sum += Double(input[row, column, i]) * Double(weights[o, dy, dx, i])
                        }
                    }
                }
                output[y, x, o] = referenceActivation(Float(sum), activation)
            }
        }
    }
}

/// ``TransposedConvolution``, by its formula.
package func referenceTransposedConvolution(
    _ input: FeatureMap,
    _ weights: ConvolutionWeights,
    activation: Activation,
    into output: FeatureMap
) {
    for y in 0..<output.height {
        for x in 0..<output.width {
            for o in 0..<weights.outputChannels {
                var sum = Double(weights.bias[o])
                for i in 0..<weights.inputChannels {
                    sum += Double(input[y / 2, x / 2, i]) * Double(weights[o, y % 2, x % 2, i])
                }
                output[y, x, o] = referenceActivation(Float(sum), activation)
            }
        }
    }
}

/// ``maxPool(_:into:)``, by its formula.
package func referenceMaxPool(_ input: FeatureMap, into output: FeatureMap) {
    for y in 0..<output.height {
        for x in 0..<output.width {
            for c in 0..<output.channels {
                let top = max(input[2 * y, 2 * x, c], input[2 * y, 2 * x + 1, c])
                let bottom = max(input[2 * y + 1, 2 * x, c], input[2 * y + 1, 2 * x + 1, c])
                output[y, x, c] = max(top, bottom)
            }
        }
    }
}

private func referenceActivation(_ x: Float, _ activation: Activation) -> Float {
    switch activation {
    case .none: x
    case .relu: max(x, 0)
    case .sigmoid: sigmoid(x)
    }
}
