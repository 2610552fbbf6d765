import Testing

@testable import CamaleonFace

@Suite("The recogniser's budget")
struct BudgetTests {
    /// The slices of the frame that comes so many milliseconds after another.
    private func slices(after milliseconds: Int64, isUrgent: Bool) -> Int {
        var budget = RecognitionBudget()
        budget.begin(frameAt: 1_000_000)
        budget.begin(frameAt: 1_000_000 + 1000 * milliseconds)
        return budget.slices(isUrgent: isUrgent)
    }

    @Test(
        "makes an embedding in two frames of 30 a second, and in one of 15, while nobody is sure",
        arguments: [(33, 6), (30, 6), (40, 6), (60, 12), (67, 12), (100, 12)]
    )
    func urgent(milliseconds: Int64, expected: Int) {
        #expect(slices(after: milliseconds, isUrgent: true) == expected)
    }

    @Test(
        "takes as much of a second, however many frames it has, while somebody is shown",
        arguments: [(16, 1), (33, 1), (67, 2), (100, 3), (5000, 12)]
    )
    func calm(milliseconds: Int64, expected: Int) {
        #expect(slices(after: milliseconds, isUrgent: false) == expected)
    }

    @Test(
        "is fast from 20 frames a second on",
        arguments: [(33, true), (49, true), (51, false), (5000, false)]
    )
    func fast(milliseconds: Int64, expected: Bool) {
        var budget = RecognitionBudget()
        budget.begin(frameAt: 0)
        budget.begin(frameAt: 1000 * milliseconds)
        #expect(budget.isFast == expected)
    }

    @Test("begins with a thirtieth of a second, and bears times that go back")
    func oddTimes() {
        var budget = RecognitionBudget()
        budget.begin(frameAt: 7)
        #expect(budget.slices(isUrgent: true) == 6)
        #expect(slices(after: -1000, isUrgent: false) == 1)
    }
}
