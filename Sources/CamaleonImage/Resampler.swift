/// Resizes bytes to floats: the mean over each area when shrinking, bilinear when enlarging.
///
///     output[x, y] = Σ weight_y[j] · weight_x[i] · source[i, j],  weights of each output sum to 1
///
/// A class because it owns its tables and its scratch row; make one for each pair of sizes.
public final class Resampler {
    private var columns: Taps
    private var rows: Taps
    private let step: Int
    private let sourceWidth: Int
    private let sum: FloatPlane

    /// Makes the tables.
    ///
    /// `crop` is the part of the source that is read, in source pixels; fractions are allowed. `step` is
    /// bytes from one source pixel to the next: 1 for a plane, 2 for NV12's chroma, 4 for RGBA.
    public init(crop: Crop, width: Int, height: Int, step: Int = 1) {
        self.step = step
        sourceWidth = crop.sourceWidth
        columns = Taps(from: crop.x, length: crop.width, limit: crop.sourceWidth, count: width)
        rows = Taps(from: crop.y, length: crop.height, limit: crop.sourceHeight, count: height)
        sum = FloatPlane(width: crop.sourceWidth * step, height: 1)
    }

    /// Reads another part of the source from now on.
    ///
    /// - Precondition: `crop` is of the same source, and no larger than the one that this was made for.
    /// - Complexity: a few operations an output column and row; no allocation.
    public func setCrop(_ crop: Crop) {
        precondition(crop.sourceWidth == sourceWidth && crop.sourceHeight == rows.limit)
        columns.fill(from: crop.x, length: crop.width)
        rows.fill(from: crop.y, length: crop.height)
    }

    /// Resizes the bytes at `offset`, `offset + step`… of every pixel.
    ///
    /// - Precondition: `source` is as wide in bytes, and as high, as the crop says; `output` has the
    ///   size that was asked for.
    /// - Complexity: each source byte once or twice; no allocation.
    public func resample(_ source: Plane, offset: Int = 0, into output: FloatPlane) {
        precondition(
            source.width == sourceWidth * step && source.height >= rows.limit && offset < step
                && output.width == columns.count && output.height == rows.count,
            "planes have the sizes that the resampler was made for"
        )
        let line = sum.row(0)
        for y in 0..<rows.count {
            addRows(of: source, for: y, into: line)
            let out = output.row(y)
            for x in 0..<columns.count {
                var value: Float = 0
                let first = columns.first[x] * step + offset
                for tap in 0..<columns.tapCount {
                    value += columns.weights[x * columns.tapCount + tap] * line[first + tap * step]
                }
                out[x] = value
            }
        }
    }

    private func addRows(of source: Plane, for y: Int, into line: FloatRow) {
        let used = columns.used, bytes = used.lowerBound * step..<used.upperBound * step
        for tap in 0..<rows.tapCount {
            let weight = rows.weights[y * rows.tapCount + tap]
            let from = source.row(rows.first[y] + tap)
            // By way of a signed number, which WebAssembly on x64 converts in one instruction.
            if tap == 0 {
                for x in bytes { line[x] = weight * Float(Int32(from[x])) }
            } else if weight != 0 {
                for x in bytes { line[x] += weight * Float(Int32(from[x])) }
            }
        }
    }
}

/// For each output, the sources that it is a weighted mean of: as many for all, zeros where unused.
private struct Taps {
    let count: Int
    let limit: Int
    private(set) var tapCount = 0
    private(set) var first: [Int]
    /// Of each output, ``tapCount`` weights.
    private(set) var weights: [Float]

    init(from start: Float, length: Float, limit: Int, count: Int) {
        precondition(count > 0 && limit > 0, "sizes are positive")
        self.count = count
        self.limit = limit
        first = [Int](repeating: 0, count: count)
        weights = [Float](repeating: 0, count: count * Self.tapCount(length, limit, count))
        fill(from: start, length: length)
    }

    /// The sources that any output reads.
    var used: Range<Int> { first[0]..<first[count - 1] + tapCount }

    /// - Precondition: `length` is at most the one that this was made for.
    mutating func fill(from start: Float, length: Float) {
        tapCount = Self.tapCount(length, limit, count)
        precondition(length > 0 && count * tapCount <= weights.count, "no longer than at first")
        let ratio = length / Float(count)
        for output in 0..<count {
            if ratio > 1 {
                let from = start + Float(output) * ratio
                set(output, from: from, to: from + ratio)
            } else {
                let center = start + (Float(output) + 0.5) * ratio
                set(output, from: center - 0.5, to: center + 0.5)
            }
        }
    }

    private static func tapCount(_ length: Float, _ limit: Int, _ count: Int) -> Int {
        let ratio = length / Float(count)
        return min(limit, ratio > 1 ? Int(ratio) + 2 : 2)
    }

    /// Gives an output the overlap of from..<to with each source pixel.
    ///
    /// One pixel's length of it is bilinear interpolation; more is the mean over an area.
    private mutating func set(_ output: Int, from: Float, to: Float) {
        let low = max(0, min(from, Float(limit) - 1)), high = max(low, min(to, Float(limit)))
        let index = max(0, min(Int(low), limit - tapCount))
        var sum: Float = 0
        for tap in 0..<tapCount {
            let pixel = Float(index + tap)
            let overlap = max(0, min(high, pixel + 1) - max(low, pixel))
            weights[output * tapCount + tap] = overlap
            sum += overlap
        }
        for tap in 0..<tapCount where sum > 0 { weights[output * tapCount + tap] /= sum }
        if sum == 0 { weights[output * tapCount + tapCount - 1] = 1 }
        first[output] = index
    }
}
