/// The weights of a depthwise convolution as training writes them: channel, kernel row, kernel column,
/// and a bias for each channel.
public struct DepthwiseWeights: Sendable, Equatable {
    public let kernel: Int
    public let channels: Int
    public let values: [Float]
    public let bias: [Float]

    /// - Precondition: `values` holds C · kernel² numbers, `bias` holds C.
    public init(kernel: Int, channels: Int, values: [Float], bias: [Float]) {
        precondition(
            kernel > 0 && channels > 0 && values.count == channels * kernel * kernel
                && bias.count == channels,
            "as many weights as the shape says"
        )
        self.kernel = kernel
        self.channels = channels
        self.values = values
        self.bias = bias
    }

    public subscript(channel: Int, row: Int, column: Int) -> Float {
        values[(channel * kernel + row) * kernel + column]
    }
}

/// A convolution of each channel by itself.
///
///     output[y, x, c] = act(bias[c] + Σ input[s·y + dy − top, s·x + dx − left, c] · weight[c, dy, dx])
///
/// where s is the stride, dy and dx run over the kernel, and pixels outside the map read as zero.
public struct DepthwiseConvolution {
    private let window: Window
    private let channels: Int
    /// Taps of four channels, one after the other: `[channel / 4][row][column][lane]`.
    private let taps: FloatBuffer
    private let bias: FloatBuffer
    private let activation: PreparedActivation

    /// - Precondition: the kernel is the window's.
    public init(_ weights: DepthwiseWeights, _ window: Window, activation: Activation) {
        precondition(weights.kernel == window.kernel, "weights for the window")
        self.window = window
        channels = weights.channels
        let kernel = weights.kernel, padded = channels.roundedUp(to: FeatureMap.block)
        taps = FloatBuffer(count: padded * kernel * kernel)
        bias = FloatBuffer(count: padded)
        for channel in 0..<channels {
            bias[channel] = weights.bias[channel]
            for row in 0..<kernel {
                for column in 0..<kernel {
                    let tap = (channel / 4 * kernel + row) * kernel + column
                    taps[4 * tap + channel % 4] = weights[channel, row, column]
                }
            }
        }
        self.activation = PreparedActivation(activation)
    }

    /// For each pixel of the output.
    package var multiplyAddsPerPixel: Int { window.kernel * window.kernel * channels }

    /// Convolves `input` into `output`.
    ///
    /// - Precondition: the output has the size of the window on the input, both have the channels of
    ///   the weights, and they are not the same map.
    /// - Complexity: H · W · C · kernel² multiply–adds, of the output's pixels; no allocation.
    public func callAsFunction(_ input: FeatureMap, into output: FeatureMap) {
        precondition(
            input.channels == channels && output.channels == channels && input.isPadded
                && output.isPadded && window.maps(input, to: output) && output !== input,
            "shapes must agree"
        )
        for y in 0..<output.height {
            let field = input.cursor(window.stride * y - window.top, -window.left)
            for channel in stride(from: 0, to: output.pixelStride, by: 4) {
                let row = RowOfChannels(
                    input: field + channel,
                    inputPixel: window.stride * input.pixelStride,
                    tapPixel: input.pixelStride,
                    tapRow: input.rowStride,
                    output: output.cursor(y, 0) + channel,
                    outputPixel: output.pixelStride,
                    width: output.width,
                    taps: taps.start + channel * window.kernel * window.kernel,
                    bias: (bias.start + channel).lanes(),
                    finish: activation.finish + channel
                )
                switch (window.kernel, window.stride) {
                case (3, 1) where output.width >= 8: row.runEightByThree()
                case (3, _): row.runThree()
                default: row.run(kernel: window.kernel)
                }
            }
        }
        if activation.isLogistic { applySigmoid(to: ChannelSlice(output)) }
    }
}

/// One row of output pixels, four channels of them: all strides in floats.
private struct RowOfChannels {
    let input: FloatCursor
    let inputPixel: Int
    let tapPixel: Int
    let tapRow: Int
    let output: FloatCursor
    let outputPixel: Int
    let width: Int
    let taps: FloatCursor
    let bias: Lanes
    let finish: Finish

    /// Eight pixels at a time, which share what they read: for stride 1, and eight pixels or more.
    ///
    /// The last eight overlap the ones before. Four at a time are slower than one (measured in V8).
    @inline(never)
    func runEightByThree() {
        var x = 0
        while x + 8 <= width {
            eightByThree(at: x)
            x += 8
        }
        if x < width { eightByThree(at: width - 8) }
    }

    @inline(__always)
    private func eightByThree(at x: Int) {
        var a = bias, b = bias, c = bias, d = bias, e = bias, f = bias, g = bias, h = bias
        // What the first and the last pixels would give to pixels that are not of these eight.
        var beyond = Lanes.zero, farther = Lanes.zero
        var row = (input + x * tapPixel).opaque, tap = taps
        for _ in 0..<3 {
            var next = ThreeTaps(at: tap, pixel: row, step: tapPixel)
            next.add(to: &farther, &beyond, &a)
            next.add(to: &beyond, &a, &b)
            next.add(to: &a, &b, &c)
            next.add(to: &b, &c, &d)
            next.add(to: &c, &d, &e)
            next.add(to: &d, &e, &f)
            next.add(to: &e, &f, &g)
            next.add(to: &f, &g, &h)
            next.add(to: &g, &h, &beyond)
            next.add(to: &h, &beyond, &farther)
            row += tapRow
            tap += 12
        }
        var out = output + x * outputPixel
        store(a, at: &out)
        store(b, at: &out)
        store(c, at: &out)
        store(d, at: &out)
        store(e, at: &out)
        store(f, at: &out)
        store(g, at: &out)
        store(h, at: &out)
    }

    @inline(__always)
    private func store(_ sum: Lanes, at out: inout FloatCursor) {
        out.store(finish(sum, at: 0))
        out = (out + outputPixel).opaque
    }

    /// Nine taps stay in registers over the whole row.
    @inline(never)
    func runThree() {
        let t0 = taps.lanes(at: 0), t1 = taps.lanes(at: 4), t2 = taps.lanes(at: 8)
        let t3 = taps.lanes(at: 12), t4 = taps.lanes(at: 16), t5 = taps.lanes(at: 20)
        let t6 = taps.lanes(at: 24), t7 = taps.lanes(at: 28), t8 = taps.lanes(at: 32)
        var a = input, b = input + tapRow, c = input + 2 * tapRow
        var out = output
        let second = tapPixel, third = 2 * tapPixel
        for _ in 0..<width {
            // Three sums, so that a multiply–add need not wait for the one before.
            var p = multiplyAdd(a.lanes(), t0, bias), q = b.lanes() * t3, r = c.lanes() * t6
            p = multiplyAdd((a + second).lanes(), t1, p)
            q = multiplyAdd((b + second).lanes(), t4, q)
            r = multiplyAdd((c + second).lanes(), t7, r)
            p = multiplyAdd((a + third).lanes(), t2, p)
            q = multiplyAdd((b + third).lanes(), t5, q)
            r = multiplyAdd((c + third).lanes(), t8, r)
            out.store(finish(p + q + r, at: 0))
            (a, b, c) = (a + inputPixel, b + inputPixel, c + inputPixel)
            out += outputPixel
        }
    }

    @inline(never)
    func run(kernel: Int) {
        for x in 0..<width {
            var sum = bias, tap = taps
            for row in 0..<kernel {
                var pixel = input + (x * inputPixel + row * tapRow)
                for _ in 0..<kernel {
                    sum = multiplyAdd(pixel.lanes(), tap.lanes(), sum)
                    pixel += tapPixel
                    tap += 4
                }
            }
            (output + x * outputPixel).store(finish(sum, at: 0))
        }
    }
}

/// A row of a 3 × 3 filter on its way along a row of pixels.
private struct ThreeTaps {
    private let left: Lanes
    private let middle: Lanes
    private let right: Lanes
    private var pixel: FloatCursor
    private let step: Int

    @inline(__always)
    init(at taps: FloatCursor, pixel: FloatCursor, step: Int) {
        (left, middle, right) = (taps.lanes(at: 0), taps.lanes(at: 4), taps.lanes(at: 8))
        self.pixel = pixel
        self.step = step
    }

    /// Adds a pixel's share to the three sums that it counts for, those of the pixels before it, at it and
    /// after it, and goes on to the next pixel.
    @inline(__always)
    mutating func add(to before: inout Lanes, _ at: inout Lanes, _ after: inout Lanes) {
        let value = pixel.lanes()
        before = multiplyAdd(value, right, before)
        at = multiplyAdd(value, middle, at)
        after = multiplyAdd(value, left, after)
        pixel = (pixel + step).opaque
    }
}
