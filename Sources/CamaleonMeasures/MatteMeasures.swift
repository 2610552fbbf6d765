/// How well one matte agrees with its mask.
package struct MatteMeasures: Sendable, Equatable, Encodable {
    /// Intersection over union of the person, which is where alpha is 0.5 or more.
    package let personIoU: Double
    /// The same of everything else.
    package let backgroundIoU: Double
    /// Of alpha, in 0…1.
    package let meanAbsoluteDifference: Double
    /// Of alpha, in 0…1.
    package let meanSquaredError: Double
    /// ``GradientMeasure``.
    package let gradientError: Double
    /// ``BoundaryMeasure`` within 2 pixels.
    package let boundaryF: Double
    /// The share of the person's pixels, more than 8 from the background, with an alpha under 0.98.
    ///
    /// The background shines through them. Nil where no pixel is so far inside.
    package let translucentPersonShare: Double?
    /// The share of the background's pixels, more than 8 from the person, with an alpha over 0.02.
    ///
    /// The room is seen in them. Nil where no pixel is so far outside.
    package let visibleBackgroundShare: Double?

    private static let boundaryTolerance = 2
    /// Pixels about the mask's edge in which a mask may be wrong and a matte may be soft.
    private static let doubtfulRadius = 8
    private static let opaque: Float = 0.98
    private static let empty: Float = 0.02

    /// Compares a matte, 0…1, with a mask of its size, 0…1.
    ///
    /// A soft mask is a matte to differences, and 0.5 or more of it the person to everything else.
    package init(_ matte: Grid<Float>, mask: Grid<Float>) {
        precondition(matte.hasSize(of: mask), "a mask has its matte's size")
        let found = matte.person, truth = mask.person
        personIoU = Self.overlap(found, truth)
        backgroundIoU = Self.overlap(found.inverted, truth.inverted)
        let differences = zip(matte.values, mask.values).map { Double($0 - $1) }
        meanAbsoluteDifference = differences.map(abs).mean
        meanSquaredError = differences.map { $0 * $0 }.mean
        gradientError = GradientMeasure.error(matte, mask)
        boundaryF = BoundaryMeasure.f(found, truth, tolerance: Self.boundaryTolerance)
        let inside = truth.eroded(by: Self.doubtfulRadius)
        let outside = truth.dilated(by: Self.doubtfulRadius).inverted
        translucentPersonShare = matte.share(in: inside) { $0 < Self.opaque }
        visibleBackgroundShare = matte.share(in: outside) { $0 > Self.empty }
    }

    /// Two empty regions agree.
    private static func overlap(_ one: Grid<Bool>, _ other: Grid<Bool>) -> Double {
        var both = 0, either = 0
        for (first, second) in zip(one.values, other.values) {
            if first && second { both += 1 }
            if first || second { either += 1 }
        }
        return either == 0 ? 1 : Double(both) / Double(either)
    }
}

extension Grid<Float> {
    /// The share of some pixels whose value is so; nil if there are none.
    func share(in place: Grid<Bool>, where isSo: (Float) -> Bool) -> Double? {
        var total = 0, count = 0
        for index in values.indices where place.values[index] {
            total += 1
            if isSo(values[index]) { count += 1 }
        }
        return total == 0 ? nil : Double(count) / Double(total)
    }
}
