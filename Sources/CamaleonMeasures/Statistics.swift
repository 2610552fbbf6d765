extension [Double] {
    /// - Precondition: not empty.
    package var mean: Double { reduce(0, +) / Double(count) }

    package var meanIfAny: Double? { isEmpty ? nil : mean }

    /// The value below which `percent` of them lie, interpolated as NumPy does.
    ///
    /// - Precondition: not empty.
    package func percentile(_ percent: Double) -> Double {
        let sorted = sorted(), place = percent / 100 * Double(count - 1)
        let below = Int(place), above = Swift.min(below + 1, count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
}
