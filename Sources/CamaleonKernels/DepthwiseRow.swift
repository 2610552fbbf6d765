/// One row of output pixels, four channels of them: all strides in floats.
struct RowOfChannels {
    let input: FloatCursor
    let inputPixel: Int
    let tapPixel: Int
    let tapRow: Int
    let output: FloatCursor
    let outputPixel: Int
    /// What is added last: the output's shape, and its strides.
    let skip: FloatCursor?
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
        store(a, b, c, d, at: x)
        store(e, f, g, h, at: x + 4)
    }

    /// Stores the sums of four neighbouring pixels from `x` on.
    @inline(__always)
    func store(_ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes, at x: Int) {
        var (a, b, c, d) = (finish(a, at: 0), finish(b, at: 0), finish(c, at: 0), finish(d, at: 0))
        if let skip {
            var added = skip + x * outputPixel
            (a, added) = (a + added.lanes(), (added + outputPixel).opaque)
            (b, added) = (b + added.lanes(), (added + outputPixel).opaque)
            (c, added) = (c + added.lanes(), (added + outputPixel).opaque)
            d += added.lanes()
        }
        var out = output + x * outputPixel
        out.store(a)
        out = (out + outputPixel).opaque
        out.store(b)
        out = (out + outputPixel).opaque
        out.store(c)
        out = (out + outputPixel).opaque
        out.store(d)
    }

    /// Stores the sum of one pixel.
    @inline(__always)
    private func store(_ sum: Lanes, at x: Int) {
        let value = finish(sum, at: 0)
        let added = skip.map { ($0 + x * outputPixel).lanes() } ?? .zero
        (output + x * outputPixel).store(value + added)
    }

    /// Nine taps stay in registers over the whole row.
    @inline(never)
    func runThree() {
        let t0 = taps.lanes(at: 0), t1 = taps.lanes(at: 4), t2 = taps.lanes(at: 8)
        let t3 = taps.lanes(at: 12), t4 = taps.lanes(at: 16), t5 = taps.lanes(at: 20)
        let t6 = taps.lanes(at: 24), t7 = taps.lanes(at: 28), t8 = taps.lanes(at: 32)
        var a = input, b = input + tapRow, c = input + 2 * tapRow
        let second = tapPixel, third = 2 * tapPixel
        for x in 0..<width {
            // Three sums, so that a multiply–add need not wait for the one before.
            var p = multiplyAdd(a.lanes(), t0, bias), q = b.lanes() * t3, r = c.lanes() * t6
            p = multiplyAdd((a + second).lanes(), t1, p)
            q = multiplyAdd((b + second).lanes(), t4, q)
            r = multiplyAdd((c + second).lanes(), t7, r)
            p = multiplyAdd((a + third).lanes(), t2, p)
            q = multiplyAdd((b + third).lanes(), t5, q)
            r = multiplyAdd((c + third).lanes(), t8, r)
            store(p + q + r, at: x)
            (a, b, c) = (a + inputPixel, b + inputPixel, c + inputPixel)
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
            store(sum, at: x)
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
