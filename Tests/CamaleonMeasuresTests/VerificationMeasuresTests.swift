import CamaleonMeasures
import Testing

@Suite("Measures of verification")
struct VerificationMeasuresTests {
    /// Four pairs each; one of one person is as far as people are, one of two as near.
    let measures = VerificationMeasures(
        same: [0.1, 0.2, 0.3, 0.7],
        different: [0.25, 0.6, 0.8, 0.9]
    )

    @Test("count what a threshold tells wrong, the threshold itself being a match")
    func rates() {
        let rates = measures.rates(at: 0.25)
        #expect(rates.falseMatchRate == 0.25 && rates.falseNonMatchRate == 0.5)
        #expect(measures.rates(at: 0.24).falseMatchRate == 0)
        #expect(measures.rates(at: 1).falseNonMatchRate == 0)
    }

    @Test("find the equal error rate where both rates meet")
    func equalErrorRate() {
        #expect(measures.equalErrorRate == 0.25)
        let perfect = VerificationMeasures(same: [0.1, 0.2], different: [0.5, 0.6])
        #expect(perfect.equalErrorRate == 0 && perfect.accuracy == 1)
    }

    @Test(
        "choose the greatest threshold with no more false matches than wanted",
        arguments: [(0.0, 0.2), (0.001, 0.2), (0.25, 0.3), (0.5, 0.7), (1.0, 0.9)]
    )
    func threshold(rate: Double, threshold: Double) {
        #expect(measures.threshold(forFalseMatchRate: rate) == threshold)
        #expect(measures.rates(at: threshold).falseMatchRate <= rate)
    }

    @Test("choose a threshold of zero where the nearest pair is of two people")
    func hopeless() {
        let measures = VerificationMeasures(same: [0.5], different: [0.1])
        #expect(measures.threshold(forFalseMatchRate: 0) == 0)
    }

    @Test("take the threshold for one half of the pairs from the other")
    func accuracy() {
        // The even half is best told apart between 0.2 and 0.6, the odd one between 0.5 and 0.8. By 0.4,
        // one pair of the odd half is told wrong; by 0.65, one of the even half.
        let measures = VerificationMeasures(
            same: [0.1, 0.3, 0.2, 0.5],
            different: [0.6, 0.8, 0.7, 0.9]
        )
        #expect(measures.accuracy == 0.75)
    }

    @Test("never match a face that was not found")
    func notFound() {
        let measures = VerificationMeasures(
            same: [0.1, .infinity, 0.2, .infinity],
            different: [0.5, .infinity, 0.6, .infinity]
        )
        #expect(measures.rates(at: 10).falseNonMatchRate == 0.5)
        #expect(measures.rates(at: 10).falseMatchRate == 0.5)
        #expect(measures.curve(count: 3).map { $0.threshold } == [0, 0.3, 0.6])
    }

    @Test("draw a curve that falls and rises")
    func curve() {
        let curve = measures.curve(count: 10)
        #expect(curve.count == 10 && curve[0].falseNonMatchRate == 1)
        #expect(zip(curve, curve.dropFirst()).allSatisfy { $0.falseMatchRate <= $1.falseMatchRate })
        #expect(curve[9].falseMatchRate == 1 && curve[9].falseNonMatchRate == 0)
    }
}
