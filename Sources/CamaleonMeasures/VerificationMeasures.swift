/// What thresholds make of distances between faces: of one person's and of two people's.
///
/// A pair whose distance is infinite has a face that was not found. It never matches, whatever the
/// threshold: that is right of two people, and wrong of one.
///
/// Source: ISO/IEC 19795-1:2021, false match rate and false non-match rate.
public struct VerificationMeasures: Sendable {
    /// A threshold, and the rates at it.
    public struct OperatingPoint: Sendable, Equatable, Encodable {
        public let threshold: Double
        /// The share of the pairs of two people at the threshold or nearer, 0…1.
        public let falseMatchRate: Double
        /// The share of the pairs of one person farther than the threshold, 0…1.
        public let falseNonMatchRate: Double
    }

    /// Of one person, ascending.
    public let same: [Double]
    /// Of two people, ascending.
    public let different: [Double]
    private let unsortedSame: [Double]
    private let unsortedDifferent: [Double]

    /// Takes distances, 0 or more, in any order, which says alone which half a pair is in.
    ///
    /// - Precondition: neither is empty, and none is not a number.
    public init(same: [Double], different: [Double]) {
        precondition(!same.isEmpty && !different.isEmpty, "pairs of one person and of two")
        precondition((same + different).allSatisfy { $0 >= 0 }, "distances")
        (unsortedSame, unsortedDifferent) = (same, different)
        self.same = same.sorted()
        self.different = different.sorted()
    }

    /// The rates at a threshold.
    public func rates(at threshold: Double) -> OperatingPoint {
        let matches = Self.count(of: different, upTo: threshold)
        let nonMatches = same.count - Self.count(of: same, upTo: threshold)
        return OperatingPoint(
            threshold: threshold,
            falseMatchRate: Double(matches) / Double(different.count),
            falseNonMatchRate: Double(nonMatches) / Double(same.count)
        )
    }

    /// The greatest distance of any pair at which no more than `rate` of two people's pairs match.
    ///
    /// Zero where even the nearest pair would be too many.
    public func threshold(forFalseMatchRate rate: Double) -> Double {
        let allowed = Int(rate * Double(different.count))
        guard allowed < different.count else { return finite.last ?? 0 }
        let limit = different[allowed]
        return finite.last { $0 < limit } ?? 0
    }

    /// The mean of both rates, where they differ least.
    public var equalErrorRate: Double {
        let nearest = finite.map { rates(at: $0) }.min { $0.imbalance < $1.imbalance }
        guard let nearest else { return 1 }
        return (nearest.falseMatchRate + nearest.falseNonMatchRate) / 2
    }

    /// The share of pairs that a threshold from the other half of the pairs tells right, 0…1.
    ///
    /// Every second pair of one person, and of two, is in a half; each half is measured once.
    public var accuracy: Double {
        let even = half(0), odd = half(1)
        guard let even, let odd else { return share(of: self, rightAt: mostAccurate(self)) }
        let right =
            share(of: odd, rightAt: mostAccurate(even)) * Double(odd.count)
            + share(of: even, rightAt: mostAccurate(odd)) * Double(even.count)
        return right / Double(count)
    }

    /// The rates at `count` thresholds, evenly from 0 to the greatest distance.
    public func curve(count: Int) -> [OperatingPoint] {
        let greatest = finite.last ?? 0
        return (0..<count).map { place in
            let isLast = place == count - 1
            return rates(at: isLast ? greatest : greatest * Double(place) / Double(count - 1))
        }
    }

    /// Pairs.
    public var count: Int { same.count + different.count }

    /// All distances of faces that were found, ascending.
    private var finite: [Double] { (same + different).filter { $0.isFinite }.sorted() }

    private func half(_ remainder: Int) -> VerificationMeasures? {
        func every(_ distances: [Double]) -> [Double] {
            distances.indices.filter { $0 % 2 == remainder }.map { distances[$0] }
        }
        let same = every(unsortedSame), different = every(unsortedDifferent)
        guard !same.isEmpty, !different.isEmpty else { return nil }
        return VerificationMeasures(same: same, different: different)
    }

    /// The middle of the thresholds that tell most pairs right.
    private func mostAccurate(_ measures: VerificationMeasures) -> Double {
        let candidates = [0] + measures.finite
        let shares = candidates.map { share(of: measures, rightAt: $0) }
        let best = shares.max() ?? 0
        guard let first = shares.firstIndex(of: best) else { return 0 }
        let next = first + 1 < candidates.count ? candidates[first + 1] : candidates[first]
        return (candidates[first] + next) / 2
    }

    private func share(of measures: VerificationMeasures, rightAt threshold: Double) -> Double {
        let rates = measures.rates(at: threshold)
        let right =
            (1 - rates.falseMatchRate) * Double(measures.different.count)
            + (1 - rates.falseNonMatchRate) * Double(measures.same.count)
        return right / Double(measures.count)
    }

    /// How many of ascending numbers are `limit` or less.
    ///
    /// - Complexity: a binary search.
    private static func count(of ascending: [Double], upTo limit: Double) -> Int {
        var low = 0, high = ascending.count
        while low < high {
            let middle = (low + high) / 2
            if ascending[middle] <= limit { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension VerificationMeasures.OperatingPoint {
    fileprivate var imbalance: Double { abs(falseMatchRate - falseNonMatchRate) }
}
