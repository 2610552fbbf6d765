/// One axis of a resampling: sample `i` reads position `start + i · step` of its source.
///
/// Pixel `p` has its centre at position `p`; in 16.16 fixed point.
package struct ResamplingAxis {
    package let start: Int
    package let step: Int
    /// Pixels of the source along this axis.
    package let count: Int

    package init(start: Float, step: Float, count: Int) {
        // Bounded for 32 bits, and in this order, so that what is no number becomes a bound.
        self.start = Int(min(8192, max(-8192, start)) * 65536)
        self.step = Int(min(4096, max(0.001, step)) * 65536)
        self.count = count
    }

    /// The axis of a frame's plane that shows its source enlarged by `scale`, `offset` further on.
    ///
    /// - Parameters:
    ///   - offset: In luma pixels.
    ///   - scale: Pixels of the frame to one of the source.
    ///   - unit: Luma pixels to a pixel of the plane: 2 for chroma.
    ///   - count: Pixels of the source's plane.
    package init(offset: Float, scale: Float, unit: Float, count: Int) {
        self.init(start: (0.5 - offset / unit) / scale - 0.5, step: 1 / scale, count: count)
    }

    /// The two pixels that sample `index` lies between, and the share of the second, 0…256.
    @inline(__always)
    package func taps(_ index: Int) -> ResamplingTaps {
        let position = min(max(start + index * step, 0), (count - 1) << 16)
        let low = position >> 16
        return ResamplingTaps(
            low: low,
            high: min(low + 1, count - 1),
            share: (position & 0xFFFF) >> 8
        )
    }

    /// Whether sample `index` lies on the source, edges included.
    @inline(__always)
    package func isInside(_ index: Int) -> Bool {
        let position = start + index * step
        return position >= -32768 && position < count << 16 - 32768
    }
}

package struct ResamplingTaps {
    package let low: Int
    package let high: Int
    package let share: Int
}

extension ResamplingAxis {
    /// The samples among `columns` whose two pixels are both on the source.
    fileprivate func interior(of columns: Range<Int>) -> Range<Int> {
        let end = (count - 1) << 16
        let first = max(columns.lowerBound, start < 0 ? (step - 1 - start) / step : 0)
        let last = min(columns.upperBound, end > start ? (end - start - 1) / step + 1 : 0)
        let lower = min(first, columns.upperBound)
        return lower..<max(lower, last)
    }
}

extension Plane {
    /// Fills `columns` of row `y` bilinearly from `source`, whose last pixels go on beyond its edges.
    package func resampleRow(
        _ y: Int,
        columns: Range<Int>,
        from source: Plane,
        across: ResamplingAxis,
        down: ResamplingAxis
    ) {
        let row = row(y), taps = down.taps(y)
        let rows = RowPair(
            upper: source.row(taps.low),
            lower: source.row(taps.high),
            lowerShare: taps.share
        )
        let interior = across.interior(of: columns)
        for x in columns.lowerBound..<interior.lowerBound { row[x] = rows.mean(across.taps(x)) }
        // No clamping where there are no edges: this loop is nearly all of the work.
        var position = across.start + interior.lowerBound * across.step
        for x in interior {
            let low = position >> 16
            row[x] = rows.mean(
                ResamplingTaps(low: low, high: low + 1, share: (position & 0xFFFF) >> 8)
            )
            position += across.step
        }
        for x in interior.upperBound..<columns.upperBound { row[x] = rows.mean(across.taps(x)) }
    }
}

/// Two rows of a source, and the share of the lower, 0…256.
private struct RowPair {
    let upper: PixelRow
    let lower: PixelRow
    let lowerShare: Int

    @inline(__always)
    func mean(_ taps: ResamplingTaps) -> UInt8 {
        let top = Int32(upper[taps.low]) << 8 + difference(upper, taps)
        let bottom = Int32(lower[taps.low]) << 8 + difference(lower, taps)
        let sum = top << 8 + (bottom - top) * Int32(truncatingIfNeeded: lowerShare)
        return UInt8(truncatingIfNeeded: (sum + 32768) >> 16)
    }

    @inline(__always)
    private func difference(_ row: PixelRow, _ taps: ResamplingTaps) -> Int32 {
        (Int32(row[taps.high]) - Int32(row[taps.low])) * Int32(truncatingIfNeeded: taps.share)
    }
}
