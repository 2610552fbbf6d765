/// The mean over a (2r + 1)² window, cut off at the edges; running sums, so that r costs nothing.
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
    /// - Complexity: four additions a pixel; no allocation.
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
        let width = sums.width
        var sum: Float = 0
        for x in 0..<min(radius, width) { sum += from[x] }
        for x in 0..<width {
            if x + radius < width { sum += from[x + radius] }
            if x > radius { sum -= from[x - radius - 1] }
            let count = min(x + radius, width - 1) - max(x - radius, 0) + 1
            to[x] = sum / Float(count)
        }
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
