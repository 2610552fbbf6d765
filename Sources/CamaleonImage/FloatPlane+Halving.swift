extension ValuePlane<Float> {
    /// The mean of each 2 × 2 values; at an odd edge, the last ones count twice.
    ///
    /// - Precondition: `half` is half as large, rounded up.
    /// - Complexity: an addition a value; no allocation.
    public func halve(into half: FloatPlane) {
        precondition(
            half.width == (width + 1) / 2 && half.height == (height + 1) / 2,
            "half, rounded up"
        )
        for y in 0..<half.height {
            let upper = row(2 * y), lower = row(min(2 * y + 1, height - 1)), out = half.row(y)
            for x in 0..<width / 2 {
                let left = upper[2 * x] + lower[2 * x]
                out[x] = 0.25 * (left + upper[2 * x + 1] + lower[2 * x + 1])
            }
            if !width.isMultiple(of: 2) {
                out[half.width - 1] = 0.5 * (upper[width - 1] + lower[width - 1])
            }
        }
    }
}
