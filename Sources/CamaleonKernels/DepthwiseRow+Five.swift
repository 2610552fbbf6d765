/// Kernels of five by five, whose blocks of pixels share what they read.
extension RowOfChannels {
    /// Eight pixels at a time: for stride 1, and eight pixels or more; the last eight overlap the ones before.
    @inline(never)
    func runEightByFive() {
        var x = 0
        while x + 8 <= width {
            eightByFive(at: x)
            x += 8
        }
        if x < width { eightByFive(at: width - 8) }
    }

    /// Each pixel of the input is read once a row of the kernel, and given to the sums that it counts for.
    @inline(__always)
    private func eightByFive(at x: Int) {
        var a = bias, b = bias, c = bias, d = bias, e = bias, f = bias, g = bias, h = bias
        var row = (input + x * tapPixel).opaque, tap = taps
        for _ in 0..<5 {
            var next = FiveTaps(at: tap, pixel: row, step: tapPixel)
            next.add(0, to: &a)
            next.add(1, to: &a, &b)
            next.add(2, to: &a, &b, &c)
            next.add(3, to: &a, &b, &c, &d)
            next.addAll(to: &a, &b, &c, &d, &e)
            next.addAll(to: &b, &c, &d, &e, &f)
            next.addAll(to: &c, &d, &e, &f, &g)
            next.addAll(to: &d, &e, &f, &g, &h)
            next.add(4, to: &e, &f, &g, &h)
            next.add(4, to: &f, &g, &h)
            next.add(4, to: &g, &h)
            next.add(4, to: &h)
            row += tapRow
            tap += 20
        }
        store(a, b, c, d, at: x)
        store(e, f, g, h, at: x + 4)
    }

    /// Four pixels at a time: for stride 2, and four pixels or more; the last four overlap the ones before.
    @inline(never)
    func runFourByFiveOfStrideTwo() {
        var x = 0
        while x + 4 <= width {
            fourByFiveOfStrideTwo(at: x)
            x += 4
        }
        if x < width { fourByFiveOfStrideTwo(at: width - 4) }
    }

    @inline(__always)
    private func fourByFiveOfStrideTwo(at x: Int) {
        var a = bias, b = bias, c = bias, d = bias
        var row = (input + x * inputPixel).opaque, tap = taps
        for _ in 0..<5 {
            var next = FiveTaps(at: tap, pixel: row, step: tapPixel)
            next.add(0, to: &a)
            next.add(1, to: &a)
            next.add(2, by: 2, to: &a, &b)
            next.add(3, by: 2, to: &a, &b)
            next.add(4, by: 2, to: &a, &b, &c)
            next.add(3, by: 2, to: &b, &c)
            next.add(4, by: 2, to: &b, &c, &d)
            next.add(3, by: 2, to: &c, &d)
            next.add(4, by: 2, to: &c, &d)
            next.add(3, to: &d)
            next.add(4, to: &d)
            row += tapRow
            tap += 20
        }
        store(a, b, c, d, at: x)
    }
}

/// A row of a 5 × 5 filter on its way along a row of pixels.
private struct FiveTaps {
    private let t0: Lanes, t1: Lanes, t2: Lanes, t3: Lanes, t4: Lanes
    private var pixel: FloatCursor
    private let step: Int

    @inline(__always)
    init(at taps: FloatCursor, pixel: FloatCursor, step: Int) {
        (t0, t1, t2) = (taps.lanes(at: 0), taps.lanes(at: 4), taps.lanes(at: 8))
        (t3, t4) = (taps.lanes(at: 12), taps.lanes(at: 16))
        self.pixel = pixel
        self.step = step
    }

    /// Constant where it is called, so that nothing of the switch is left.
    @inline(__always)
    private func tap(_ index: Int) -> Lanes {
        switch index {
        case 0: t0
        case 1: t1
        case 2: t2
        case 3: t3
        default: t4
        }
    }

    @inline(__always)
    private mutating func next() -> Lanes {
        let value = pixel.lanes()
        pixel = (pixel + step).opaque
        return value
    }

    // Each adds the next pixel, times the tap `first`, to the first sum, and with every `stride`th tap
    // before that to the sums that follow.

    @inline(__always)
    mutating func add(_ first: Int, to a: inout Lanes) {
        a = multiplyAdd(next(), tap(first), a)
    }

    @inline(__always)
    mutating func add(_ first: Int, by stride: Int = 1, to a: inout Lanes, _ b: inout Lanes) {
        let value = next()
        a = multiplyAdd(value, tap(first), a)
        b = multiplyAdd(value, tap(first - stride), b)
    }

    @inline(__always)
    mutating func add(
        _ first: Int,
        by stride: Int = 1,
        to a: inout Lanes,
        _ b: inout Lanes,
        _ c: inout Lanes
    ) {
        let value = next()
        a = multiplyAdd(value, tap(first), a)
        b = multiplyAdd(value, tap(first - stride), b)
        c = multiplyAdd(value, tap(first - 2 * stride), c)
    }

    @inline(__always)
    mutating func add(
        _ first: Int,
        to a: inout Lanes,
        _ b: inout Lanes,
        _ c: inout Lanes,
        _ d: inout Lanes
    ) {
        let value = next()
        a = multiplyAdd(value, tap(first), a)
        b = multiplyAdd(value, tap(first - 1), b)
        c = multiplyAdd(value, tap(first - 2), c)
        d = multiplyAdd(value, tap(first - 3), d)
    }

    @inline(__always)
    mutating func addAll(
        to a: inout Lanes,
        _ b: inout Lanes,
        _ c: inout Lanes,
        _ d: inout Lanes,
        _ e: inout Lanes
    ) {
        let value = next()
        a = multiplyAdd(value, t4, a)
        b = multiplyAdd(value, t3, b)
        c = multiplyAdd(value, t2, c)
        d = multiplyAdd(value, t1, d)
        e = multiplyAdd(value, t0, e)
    }
}
