import Testing

@testable import CamaleonMeasures

extension Grid<Bool> {
    /// A grid as it is drawn: `#` is set.
    init(drawn rows: [String]) {
        self.init(width: rows[0].count, height: rows.count, rows.joined().map { $0 == "#" })
    }
}

@Suite("A grid of pixels")
struct GridTests {
    @Test("grows by a disc, and is cut off at the picture's edge")
    func dilation() {
        let dot = Grid(drawn: [".......", ".......", "..#....", ".......", ".......", "......#"])

        #expect(
            dot.dilated(by: 2)
                == Grid(drawn: ["..#....", ".###...", "#####..", ".###..#", "..#..##", "....###"])
        )
        #expect(dot.dilated(by: 0) == dot)
    }

    @Test("shrinks from what is not set, but not from the picture's edge")
    func erosion() {
        let half = Grid(drawn: ["..####", "..####", "..####", ".#####"])

        #expect(half.eroded(by: 1) == Grid(drawn: ["...###", "...###", "...###", "..####"]))
    }

    @Test("stays empty or full where there is nothing to grow from")
    func uniform() {
        let empty = Grid(drawn: ["...", "..."]), full = empty.inverted

        #expect(empty.dilated(by: 8) == empty && full.eroded(by: 8) == full)
        #expect(empty.eroded(by: 8) == empty && full.dilated(by: 8) == full)
    }

    @Test("has a boundary of one pixel where it changes")
    func boundary() {
        let square = Grid(drawn: ["....", ".##.", ".##.", "...."])

        #expect(square.boundary == Grid(drawn: ["###.", "#.#.", "###.", "...."]))
        #expect(Grid(drawn: ["##", "##"]).boundary == Grid(drawn: ["..", ".."]))
    }
}
