/// One row of output pixels and one block of their channels, in blocks that fit the registers.
struct RowOfBlocks {
    let layout: MatrixLayout
    let input: FloatCursor
    let output: FloatCursor
    let rowLength: Int
    let rows: Int
    let weights: FloatCursor
    let bias: FloatCursor
    let skip: Skip
    let finish: Finish

    /// Four pixels by eight channels.
    ///
    /// The last four overlap the ones before rather than branch; a row shorter than four goes pixel
    /// by pixel.
    @inline(never)
    func runNarrow() {
        var x = 0
        while x + 4 <= layout.width {
            fourByEight(at: x)
            x += 4
        }
        if x == layout.width { return }
        if layout.width >= 4 { return fourByEight(at: layout.width - 4) }
        while x < layout.width {
            oneByFour(at: x, lane: 0, of: 8)
            oneByFour(at: x, lane: 4, of: 8)
            x += 1
        }
    }

    /// Two pixels by sixteen channels, the last two overlapping; a row of one pixel in quarters.
    @inline(never)
    func runWide() {
        var x = 0
        while x + 2 <= layout.width {
            twoBySixteen(at: x)
            x += 2
        }
        if x == layout.width { return }
        if layout.width >= 2 { return twoBySixteen(at: layout.width - 2) }
        for lane in stride(from: 0, to: 16, by: 4) { oneByFour(at: 0, lane: lane, of: 16) }
    }

    // Not unrolled over k: V8 schedules the plain loop better (measured).
    @inline(__always)
    private func fourByEight(at x: Int) {
        var a0 = bias.lanes(at: 0), a1 = bias.lanes(at: 4)
        var b0 = a0, b1 = a1, c0 = a0, c1 = a1, d0 = a0, d1 = a1
        var weight = weights
        var field = input + x * layout.inputPixel
        for _ in 0..<rows {
            var p0 = field, p1 = p0 + layout.inputPixel
            var p2 = p1 + layout.inputPixel, p3 = p2 + layout.inputPixel
            var k = rowLength
            repeat {
                (weight, p0, p1, p2, p3) = (
                    weight.opaque, p0.opaque, p1.opaque, p2.opaque, p3.opaque
                )
                let w0 = weight.lanes(at: 0), w1 = weight.lanes(at: 4)
                var pixel = p0.splat()
                (a0, a1) = (multiplyAdd(pixel, w0, a0), multiplyAdd(pixel, w1, a1))
                pixel = p1.splat()
                (b0, b1) = (multiplyAdd(pixel, w0, b0), multiplyAdd(pixel, w1, b1))
                pixel = p2.splat()
                (c0, c1) = (multiplyAdd(pixel, w0, c0), multiplyAdd(pixel, w1, c1))
                pixel = p3.splat()
                (d0, d1) = (multiplyAdd(pixel, w0, d0), multiplyAdd(pixel, w1, d1))
                weight += 8
                (p0, p1, p2, p3) = (p0 + 1, p1 + 1, p2 + 1, p3 + 1)
                k -= 1
            } while k != 0
            field += layout.fieldRow
        }
        store((a0, a1), at: x)
        store((b0, b1), at: x + 1)
        store((c0, c1), at: x + 2)
        store((d0, d1), at: x + 3)
    }

    @inline(__always)
    private func twoBySixteen(at x: Int) {
        var a0 = bias.lanes(at: 0), a1 = bias.lanes(at: 4), a2 = bias.lanes(at: 8),
            a3 = bias.lanes(at: 12)
        var b0 = a0, b1 = a1, b2 = a2, b3 = a3
        var weight = weights
        var field = input + x * layout.inputPixel
        for _ in 0..<rows {
            var p = field, q = field + layout.inputPixel
            var k = rowLength
            repeat {
                (weight, p, q) = (weight.opaque, p.opaque, q.opaque)
                let first = p.splat(), second = q.splat()
                let w0 = weight.lanes(at: 0)
                (a0, b0) = (multiplyAdd(first, w0, a0), multiplyAdd(second, w0, b0))
                let w1 = weight.lanes(at: 4)
                (a1, b1) = (multiplyAdd(first, w1, a1), multiplyAdd(second, w1, b1))
                let w2 = weight.lanes(at: 8)
                (a2, b2) = (multiplyAdd(first, w2, a2), multiplyAdd(second, w2, b2))
                let w3 = weight.lanes(at: 12)
                (a3, b3) = (multiplyAdd(first, w3, a3), multiplyAdd(second, w3, b3))
                weight += 16
                (p, q) = (p + 1, q + 1)
                k -= 1
            } while k != 0
            field += layout.fieldRow
        }
        store((a0, a1), at: x)
        store((a2, a3), at: x, lane: 8)
        store((b0, b1), at: x + 1)
        store((b2, b3), at: x + 1, lane: 8)
    }

    /// One pixel, four channels from `lane` on: for rows too short for a block.
    private func oneByFour(at x: Int, lane: Int, of lanes: Int) {
        var sum = (bias + lane).lanes()
        var weight = weights + lane
        for row in 0..<rows {
            var pixel = input + (x * layout.inputPixel + row * layout.fieldRow)
            for _ in 0..<rowLength {
                sum = multiplyAdd(pixel.splat(), weight.lanes(), sum)
                weight += lanes
                pixel += 1
            }
        }
        if lane < skip.channels { sum += (skip.origin + (x * skip.pixel + lane)).lanes() }
        (output + (x * layout.outputPixel + lane)).store(finish(sum, at: UInt32(lane)))
    }

    @inline(__always)
    private func store(_ pair: (Lanes, Lanes), at x: Int, lane: Int = 0) {
        var (low, high) = pair
        if lane < skip.channels {
            let added = skip.origin + (x * skip.pixel + lane)
            (low, high) = (low + added.lanes(at: 0), high + added.lanes(at: 4))
        }
        let pixel = output + (x * layout.outputPixel + lane)
        pixel.store(finish(low, at: UInt32(lane)), at: 0)
        pixel.store(finish(high, at: UInt32(lane + 4)), at: 4)
    }
}
