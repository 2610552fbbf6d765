/// What is usually done to keep a network's mattes steady: what a better way is compared with.
package enum TemporalBaseline: String, Sendable, CaseIterable {
    /// Each frame alone, cut at 0.5.
    case binary
    /// Three quarters of what was, one quarter of what is new.
    case exponential
    /// The person from over 0.6 on until under 0.4.
    case hysteresis

    /// The matte to show for a new one, 0…1, after the one that was shown before, if there is one.
    package func matte(_ new: Grid<Float>, after old: Grid<Float>?) -> Grid<Float> {
        var shown = new
        for index in shown.values.indices {
            let alpha = new.values[index], before = old?.values[index]
            let cut: Float = alpha >= 0.5 ? 1 : 0
            shown.values[index] =
                switch self {
                case .binary: cut
                case .exponential: before.map { 0.75 * $0 + 0.25 * alpha } ?? alpha
                case .hysteresis: 0.4...0.6 ~= alpha ? before ?? cut : cut
                }
        }
        return shown
    }
}
