// Each operator in its plainest form: what the fast kernels are tested against, never what runs.

/// ``Convolution``, by its formula.
package func referenceConvolution(
    _ input: FeatureMap,
    _ weights: ConvolutionWeights,
    _ window: Window,
    activation: Activation,
    into output: FeatureMap
) {
    for y in 0..<output.height {
        for x in 0..<output.width {
            for o in 0..<weights.outputChannels {
                var sum = Double(weights.bias[o])
                for tap in taps(of: window, y, x, in: input) {
                    for i in 0..<weights.inputChannels {
                        sum +=
                            Double(input[tap.row, tap.column, i])
                            * Double(weights[o, tap.dy, tap.dx, i])
                    }
                }
                output[y, x, o] = referenceActivation(Float(sum), activation, channel: o)
            }
        }
    }
}

/// ``DepthwiseConvolution``, by its formula.
package func referenceDepthwiseConvolution(
    _ input: FeatureMap,
    _ weights: DepthwiseWeights,
    _ window: Window,
    activation: Activation,
    into output: FeatureMap
) {
    for y in 0..<output.height {
        for x in 0..<output.width {
            for c in 0..<weights.channels {
                var sum = Double(weights.bias[c])
                for tap in taps(of: window, y, x, in: input) {
                    sum +=
                        Double(input[tap.row, tap.column, c]) * Double(weights[c, tap.dy, tap.dx])
                }
                output[y, x, c] = referenceActivation(Float(sum), activation, channel: c)
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
                output[y, x, o] = referenceActivation(Float(sum), activation, channel: o)
            }
        }
    }
}

/// ``maxPool(_:_:into:)``, by its formula.
package func referenceMaxPool(_ input: FeatureMap, _ window: Window, into output: FeatureMap) {
    for y in 0..<output.height {
        for x in 0..<output.width {
            for c in 0..<output.channels {
                output[y, x, c] = taps(of: window, y, x, in: input).reduce(-.infinity) {
                    max($0, input[$1.row, $1.column, c])
                }
            }
        }
    }
}

/// ``averagePool(_:_:into:)``, by its formula.
package func referenceAveragePool(_ input: FeatureMap, _ window: Window, into output: FeatureMap) {
    for y in 0..<output.height {
        for x in 0..<output.width {
            for c in 0..<output.channels {
                let sum = taps(of: window, y, x, in: input).reduce(0) {
                    $0 + Double(input[$1.row, $1.column, c])
                }
                output[y, x, c] = Float(sum / Double(window.kernel * window.kernel))
            }
        }
    }
}

/// ``Addition``, by its formula.
package func referenceAddition(
    _ inputs: [FeatureMap],
    activation: Activation,
    into output: FeatureMap
) {
    for y in 0..<output.height {
        for x in 0..<output.width {
            for c in 0..<output.channels {
                let there = inputs.filter { y < $0.height && x < $0.width && c < $0.channels }
                let sum = there.reduce(Float(0)) { $0 + $1[y, x, c] }
                output[y, x, c] = referenceActivation(sum, activation, channel: c)
            }
        }
    }
}

/// ``scaleChannels(of:by:adding:into:)``, by its formula; `addend` has the input's size.
package func referenceScaleChannels(
    of input: FeatureMap,
    by gate: FeatureMap,
    adding addend: FeatureMap?,
    into output: FeatureMap
) {
    for y in 0..<output.height {
        for x in 0..<output.width {
            for c in 0..<output.channels {
                output[y, x, c] = input[y, x, c] * gate[0, 0, c] + (addend?[y, x, c] ?? 0)
            }
        }
    }
}

/// ``upsample(_:into:)``, by its definition: what lies at the centre of each smaller pixel.
package func referenceUpsample(_ input: FeatureMap, into output: FeatureMap) {
    /// The two pixels of the input around an output's centre on an axis, and the share of the second.
    func neighbours(_ index: Int, of size: Int) -> (first: Int, second: Int, share: Float) {
        let place = max(0, (Float(index) + 0.5) / 2 - 0.5), first = Int(place)
        return (first, min(size - 1, first + 1), place - Float(first))
    }
    for y in 0..<output.height {
        let (top, bottom, down) = neighbours(y, of: input.height)
        for x in 0..<output.width {
            let (left, right, along) = neighbours(x, of: input.width)
            for c in 0..<output.channels {
                let upper = input[top, left, c] * (1 - along) + input[top, right, c] * along
                let lower = input[bottom, left, c] * (1 - along) + input[bottom, right, c] * along
                output[y, x, c] = upper * (1 - down) + lower * down
            }
        }
    }
}

/// One place of a window: in the kernel, and in the map.
private struct Tap {
    let dy: Int, dx: Int
    let row: Int, column: Int
}

/// The places of the window of output pixel (y, x) that lie inside a map.
private func taps(of window: Window, _ y: Int, _ x: Int, in map: FeatureMap) -> [Tap] {
    var result: [Tap] = []
    for dy in 0..<window.kernel {
        for dx in 0..<window.kernel {
            let row = window.stride * y + dy - window.top
            let column = window.stride * x + dx - window.left
            if 0..<map.height ~= row && 0..<map.width ~= column {
                result.append(Tap(dy: dy, dx: dx, row: row, column: column))
            }
        }
    }
    return result
}

private func referenceActivation(_ x: Float, _ activation: Activation, channel: Int) -> Float {
    switch activation {
    case .none: x
    case .relu: max(x, 0)
    case .hardSwish: x * min(1, max(0, x / 6 + 0.5))
    case .sigmoid: sigmoid(x)
    case .prelu(let slopes): x > 0 ? x : slopes[channel] * x
    }
}
