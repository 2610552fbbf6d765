import CamaleonImage

/// One axis of a resampling: sample `i` reads position `start + i · step` of its source.
///
/// Pixel `p` has its centre at position `p`; in 16.16 fixed point.
struct ResamplingAxis {
    let start: Int
    let step: Int
    /// Pixels of the source along this axis.
    let count: Int

    init(start: Float, step: Float, count: Int) {
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
    init(offset: Float, scale: Float, unit: Float, count: Int) {
        self.init(start: (0.5 - offset / unit) / scale - 0.5, step: 1 / scale, count: count)
    }

    /// The two pixels that sample `index` lies between, and the share of the second, 0…256.
    @inline(__always)
    func taps(_ index: Int) -> ResamplingTaps {
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
    func isInside(_ index: Int) -> Bool {
        let position = start + index * step
        return position >= -32768 && position < count << 16 - 32768
    }
}

struct ResamplingTaps {
    let low: Int
    let high: Int
    let share: Int
}

extension Plane {
    /// Fills `columns` of row `y` bilinearly from `source`, whose last pixels go on beyond its edges.
    func resampleRow(
        _ y: Int,
        columns: Range<Int>,
        from source: Plane,
        across: ResamplingAxis,
        down: ResamplingAxis
    ) {
        let row = row(y), vertical = down.taps(y)
        let upper = source.row(vertical.low), lower = source.row(vertical.high)
        for x in columns {
            let taps = across.taps(x)
            let top = Int(upper[taps.low]) * (256 - taps.share) + Int(upper[taps.high]) * taps.share
            let bottom =
                Int(lower[taps.low]) * (256 - taps.share) + Int(lower[taps.high]) * taps.share
            row[x] = UInt8((top * (256 - vertical.share) + bottom * vertical.share + 32768) >> 16)
        }
    }
}
