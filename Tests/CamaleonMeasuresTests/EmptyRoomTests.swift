import CamaleonMeasures
import Testing

@Suite("Measures of empty rooms")
struct EmptyRoomTests {
    @Test("name the worst first, and count each room once")
    func rooms() {
        var measures = EmptyRoomMeasures()
        measures.add(drawn(10, 10) { _, _ in 0 }, of: "empty")
        let chair = drawn(10, 10) { x, y in y > 0 ? 0 : x == 0 ? 0.9 : x == 1 ? 0.1 : 0 }
        measures.add(chair, of: "chair")

        let summary = measures.summary

        #expect(summary.pictures.map(\.name) == ["chair", "empty"])
        #expect(summary.personShare == 0.005 && summary.personShareAtMost == 0.01)
        #expect(summary.visibleShare == 0.01 && summary.visibleShareAtMost == 0.02)
    }
}
