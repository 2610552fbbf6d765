/// The three transforms of F(4 × 4, 3 × 3), with interpolation points 0, ±1, ±2 and infinity.
///
/// Source: Lavin and Gray, 2016, §4.3, equations for Bᵀ, G and Aᵀ.
enum WinogradTransform {
    /// G g Gᵀ for every pair of channels: `[output][input][36]`.
    static func filters(_ weights: ConvolutionWeights) -> [Float] {
        var result = [Float](
            repeating: 0,
            count: weights.outputChannels * weights.inputChannels * 36
        )
        for output in 0..<weights.outputChannels {
            for input in 0..<weights.inputChannels {
                let base = (output * weights.inputChannels + input) * 36
                for column in 0..<3 {
                    // G g, column by column; then each row of that times Gᵀ.
                    let half = g(
                        weights[output, 0, column, input],
                        weights[output, 1, column, input],
                        weights[output, 2, column, input]
                    )
                    for row in 0..<6 { result[base + row * 6 + column] = half[row] }
                }
                for row in 0..<6 {
                    let first = base + row * 6
                    let full = g(result[first], result[first + 1], result[first + 2])
                    for column in 0..<6 { result[first + column] = full[column] }
                }
            }
        }
        return result
    }

    /// G · (a, b, c)ᵀ.
    private static func g(_ a: Float, _ b: Float, _ c: Float) -> [6 of Float] {
        let even = a / 24 + c / 6, odd = b / 12
        return [a / 4, (a + b + c) / -6, (a - b + c) / -6, even + odd, even - odd, c]
    }

    /// Bᵀ d B of one tile, all channels: element (r, c) goes to plane 6r + c.
    ///
    /// `corner` is the tile's first pixel, 6 × 6 of them readable, `row` and `pixel` floats apart; `pixel`
    /// is also the number of channels.
    @inline(never)
    static func input(
        _ corner: FloatCursor,
        row: Int,
        pixel: Int,
        into planes: FloatCursor,
        planeStride: Int,
        scratch: FloatCursor
    ) {
        for channel in stride(from: 0, to: pixel, by: 4) {
            var from = corner + channel
            var half = scratch
            for _ in 0..<6 {
                let column = bT(
                    from.lanes(),
                    (from + row).lanes(),
                    (from + 2 * row).lanes(),
                    (from + 3 * row).lanes(),
                    (from + 4 * row).lanes(),
                    (from + 5 * row).lanes()
                )
                half.store(column.0, at: 0)
                half.store(column.1, at: 24)
                half.store(column.2, at: 48)
                half.store(column.3, at: 72)
                half.store(column.4, at: 96)
                half.store(column.5, at: 120)
                from += pixel
                half += 4
            }
            var out = planes + channel
            half = scratch
            for _ in 0..<6 {
                let row = bT(
                    half.lanes(at: 0),
                    half.lanes(at: 4),
                    half.lanes(at: 8),
                    half.lanes(at: 12),
                    half.lanes(at: 16),
                    half.lanes(at: 20)
                )
                half += 24
                out.store(row.0)
                (out + planeStride).store(row.1)
                (out + 2 * planeStride).store(row.2)
                (out + 3 * planeStride).store(row.3)
                (out + 4 * planeStride).store(row.4)
                (out + 5 * planeStride).store(row.5)
                out += 6 * planeStride
            }
        }
    }

    /// Where and how ``output(_:planeStride:channels:bias:into:_:scratch:)`` writes a tile: strides
    /// in floats, and how much of its 4 × 4 pixels lies inside the map.
    struct Clip {
        let row: Int
        let pixel: Int
        let width: Int
        let height: Int
        let finish: Finish
    }

    /// act(Aᵀ m A + bias) of one tile, all channels.
    @inline(never)
    static func output(
        _ sums: FloatCursor,
        planeStride: Int,
        channels: Int,
        bias: FloatCursor,
        into pixels: FloatCursor,
        _ clip: Clip,
        scratch: FloatCursor
    ) {
        for channel in stride(from: 0, to: channels, by: 4) {
            var from = sums + channel
            var half = scratch
            for _ in 0..<6 {
                let column = aT(
                    from.lanes(),
                    (from + 6 * planeStride).lanes(),
                    (from + 12 * planeStride).lanes(),
                    (from + 18 * planeStride).lanes(),
                    (from + 24 * planeStride).lanes(),
                    (from + 30 * planeStride).lanes()
                )
                half.store(column.0, at: 0)
                half.store(column.1, at: 24)
                half.store(column.2, at: 48)
                half.store(column.3, at: 72)
                from += planeStride
                half += 4
            }
            let b = (bias + channel).lanes()
            var out = pixels + channel
            half = scratch
            for _ in 0..<clip.height {
                let row = aT(
                    half.lanes(at: 0),
                    half.lanes(at: 4),
                    half.lanes(at: 8),
                    half.lanes(at: 12),
                    half.lanes(at: 16),
                    half.lanes(at: 20)
                )
                half += 24
                out.store(clip.finish(row.0 + b, at: UInt32(channel)))
                if clip.width > 1 {
                    (out + clip.pixel).store(clip.finish(row.1 + b, at: UInt32(channel)))
                }
                if clip.width > 2 {
                    (out + 2 * clip.pixel).store(clip.finish(row.2 + b, at: UInt32(channel)))
                }
                if clip.width > 3 {
                    (out + 3 * clip.pixel).store(clip.finish(row.3 + b, at: UInt32(channel)))
                }
                out += clip.row
            }
        }
    }

    private typealias Six = (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes)

    /// Bᵀ · d, for one column of four channels.
    @inline(__always)
    private static func bT(
        _ d0: Lanes,
        _ d1: Lanes,
        _ d2: Lanes,
        _ d3: Lanes,
        _ d4: Lanes,
        _ d5: Lanes
    ) -> Six {
        let four = Lanes(repeating: 4), minusFour = Lanes(repeating: -4),
            minusFive = Lanes(repeating: -5)
        let a = multiplyAdd(d2, minusFour, d4), b = multiplyAdd(d1, minusFour, d3)
        let c = d4 - d2, e = (d3 - d1) * Lanes(repeating: 2)
        return (
            multiplyAdd(d0, four, multiplyAdd(d2, minusFive, d4)), a + b, a - b, c + e, c - e,
            multiplyAdd(d1, four, multiplyAdd(d3, minusFive, d5))
        )
    }

    /// Aᵀ · m, for one column of four channels.
    @inline(__always)
    private static func aT(
        _ m0: Lanes,
        _ m1: Lanes,
        _ m2: Lanes,
        _ m3: Lanes,
        _ m4: Lanes,
        _ m5: Lanes
    ) -> (Lanes, Lanes, Lanes, Lanes) {
        let p = m1 + m2, q = m1 - m2, r = m3 + m4, s = m3 - m4
        return (
            m0 + p + r, multiplyAdd(s, Lanes(repeating: 2), q),
            multiplyAdd(r, Lanes(repeating: 4), p),
            multiplyAdd(s, Lanes(repeating: 8), q) + m5
        )
    }
}
