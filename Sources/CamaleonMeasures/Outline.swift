/// Where a person's outline is in each row of a matte: alpha of 0.5, between pixels.
enum Outline {
    /// Farther from the true outline than this, in pixels, an edge is another one's.
    private static let reach = 40.0

    /// Pixels by which the person in a matte is to the right of where the truth has them; nil where the
    /// matte has no outline near the truth's.
    ///
    /// The mean of what the left side and the right side say, each the median over rows.
    static func shift(of matte: Grid<Float>, from truth: Grid<Float>) -> Double? {
        var left: [Double] = [], right: [Double] = []
        for y in 0..<truth.height {
            let wanted = edges(of: truth, y), found = edges(of: matte, y)
            if let edge = wanted.entering.first, let other = nearest(to: edge, found.entering) {
                left.append(other - edge)
            }
            if let edge = wanted.leaving.last, let other = nearest(to: edge, found.leaving) {
                right.append(other - edge)
            }
        }
        guard !left.isEmpty, !right.isEmpty else { return nil }
        return (left.percentile(50) + right.percentile(50)) / 2
    }

    /// Where alpha rises over 0.5, and where it falls under it, from left to right, by linear interpolation
    /// between the centres of pixels.
    static func edges(
        of matte: Grid<Float>,
        _ y: Int
    ) -> (entering: [Double], leaving: [Double]) {
        var entering: [Double] = [], leaving: [Double] = []
        for x in 1..<max(1, matte.width) {
            let before = matte[x - 1, y], here = matte[x, y]
            guard (before >= 0.5) != (here >= 0.5) else { continue }
            let place = Double(x - 1) + Double((0.5 - before) / (here - before))
            if here > before { entering.append(place) } else { leaving.append(place) }
        }
        return (entering, leaving)
    }

    private static func nearest(to place: Double, _ places: [Double]) -> Double? {
        places.filter { abs($0 - place) <= reach }.min { abs($0 - place) < abs($1 - place) }
    }
}
