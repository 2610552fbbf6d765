/// The mean over a (2r + 1)² window, cut off at the edges.
///
/// Running sums down the columns, which cost the same for any r; along a row they would wait for each other,
/// and r is small here: there each mean is a sum of its own.
public final class BoxFilter {
    private let radius: Int
    private let sums: FloatPlane
    private let line: FloatPlane

    public init(width: Int, height: Int, radius: Int) {
        precondition(radius >= 0, "a window has no negative radius")
        self.radius = radius
        sums = FloatPlane(width: width, height: height)
        line = FloatPlane(width: width, height: 1)
    }

    /// - Precondition: both planes have the filter's size; they may be the same plane.
    /// - Complexity: 2r + 4 additions a pixel; no allocation.
    public func callAsFunction(_ input: FloatPlane, into output: FloatPlane) {
        precondition(
            input.width == sums.width && input.height == sums.height && output.width == sums.width
                && output.height == sums.height,
            "planes of the filter's size"
        )
        for y in 0..<sums.height { averageRow(input.row(y), into: sums.row(y)) }
        averageColumns(into: output)
    }

    private func averageRow(_ from: FloatRow, into to: FloatRow) {
        let (width, radius) = (sums.width, radius)
        // Whose window is not cut off.
        let inner = min(radius, width)..<max(min(radius, width), width - radius)
        let scale = 1 / Float(2 * radius + 1)
        for x in inner { to[x] = scale * from[x - radius] }
        for offset in 1..<2 * radius + 1 {
            for x in inner { to[x] += scale * from[x - radius + offset] }
        }
        for x in 0..<inner.lowerBound { to[x] = mean(of: from, around: x) }
        for x in inner.upperBound..<width { to[x] = mean(of: from, around: x) }
    }

    private func mean(of from: FloatRow, around x: Int) -> Float {
        let window = max(x - radius, 0)...min(x + radius, sums.width - 1)
        return window.reduce(0) { $0 + from[$1] } / Float(window.count)
    }

    private func averageColumns(into output: FloatPlane) {
        let (width, height) = (sums.width, sums.height)
        let sum = line.row(0)
        for x in 0..<width { sum[x] = 0 }
        for y in 0..<min(radius, height) { add(sums.row(y), times: 1, to: sum) }
        for y in 0..<height {
            if y + radius < height { add(sums.row(y + radius), times: 1, to: sum) }
            if y > radius { add(sums.row(y - radius - 1), times: -1, to: sum) }
            let scale = 1 / Float(min(y + radius, height - 1) - max(y - radius, 0) + 1)
            let to = output.row(y)
            for x in 0..<width { to[x] = sum[x] * scale }
        }
    }

    private func add(_ row: FloatRow, times factor: Float, to sum: FloatRow) {
        for x in 0..<sums.width { sum[x] += factor * row[x] }
    }
}
