import Testing

@testable import CamaleonMeasures

/// A person from one column to another, in a frame of 100 × 4.
private func person(_ from: Int, _ to: Int) -> Grid<Float> {
    drawn(100, 4) { x, _ in from..<to ~= x ? 1 : 0 }
}

@Suite("An outline")
struct OutlineTests {
    @Test("lies between pixels where alpha is a half")
    func subpixel() {
        let matte = Grid<Float>(width: 6, height: 1, [0, 0.25, 0.75, 1, 0.6, 0.4])

        let edges = Outline.edges(of: matte, 0)

        #expect(abs(edges.entering[0] - 1.5) < 1e-6 && abs(edges.leaving[0] - 4.5) < 1e-6)
    }

    @Test("is where the person is, not where another edge is")
    func shift() {
        #expect(Outline.shift(of: person(43, 63), from: person(40, 60)) == 3)
        #expect(Outline.shift(of: person(38, 62), from: person(40, 60)) == 0)
        #expect(Outline.shift(of: person(0, 100), from: person(40, 60)) == nil)
        // A false detection far to the right.
        let two = drawn(200, 4) { x, _ in 42..<62 ~= x || 150..<160 ~= x ? 1 : 0 }
        let one = drawn(200, 4) { x, _ in 40..<60 ~= x ? 1 : 0 }
        #expect(Outline.shift(of: two, from: one) == 2)
    }
}

@Suite("Measures of motion")
struct MotionTests {
    /// Two steps of 5 to the right, and two back, by a matte of a formula of where the person was.
    private func summary(
        _ matte: (_ now: Int, _ before: Int) -> Grid<Float>
    ) throws -> MotionMeasures.Summary {
        var measures = MotionMeasures()
        let places = [30, 35, 40, 35, 30]
        for (frame, place) in places.enumerated() {
            let before = frame == 0 ? place : places[frame - 1]
            measures.add(
                matte(place, before),
                truth: person(place, place + 20),
                place > before ? .right : place < before ? .left : .rest
            )
        }
        return try #require(measures.summary)
    }

    @Test("are all zero for the truth")
    func perfect() throws {
        let found = try summary { now, _ in person(now, now + 20) }

        #expect(found == .init(lag: 0, ghostShare: 0, dtSSD: 0, frames: 4))
    }

    @Test("count the pixels by which a matte is late, whichever way the figure goes")
    func late() throws {
        #expect(try summary { _, before in person(before, before + 20) }.lag == 5)
    }

    @Test("call a matte that is too wide neither late nor early")
    func wide() throws {
        #expect(try summary { now, _ in person(now - 3, now + 23) }.lag == 0)
    }

    @Test("count what is left where the figure was")
    func ghost() throws {
        let found = try summary { now, before in
            drawn(100, 4) { x, _ in
                now..<now + 20 ~= x ? 1 : before..<before + 20 ~= x ? 0.3 : 0
            }
        }

        // Left within ten frames: 5, 10, 10 and 10 columns, of which the last 5 are still seen.
        #expect(abs((found.ghostShare ?? 0) - 20.0 / 35) < 1e-9)
    }

    @Test("compare how both mattes change")
    func change() throws {
        let found = try summary { _, _ in drawn(100, 4) { _, _ in 1 } }

        // Ten of a hundred columns change in each step.
        #expect(abs(found.dtSSD - 0.316_227_8) < 1e-6)
        #expect(found.lag == nil && found.frames == 0)
    }

    @Test("carry nothing over from film to film")
    func films() throws {
        var measures = MotionMeasures()
        measures.add(person(0, 20), truth: person(0, 20), .rest)
        measures.beginFilm()
        measures.add(person(50, 70), truth: person(50, 70), .right)

        #expect(measures.summary == nil)
    }
}

@Suite("The way from side to side")
struct SideToSideTests {
    @Test("goes as far as there is room, and back")
    func way() {
        let places = SideToSide(figureWidth: 80, frameWidth: 100, speed: 6).places

        let moving = places.filter { $0.direction != .rest }
        #expect(moving.map(\.left) == [7, 13, 19, 13, 7, 1])
        #expect(moving.map(\.direction) == [.right, .right, .right, .left, .left, .left])
        #expect(places.count == 26 && places[0].left == 1 && places[13].left == 19)
    }

    @Test("takes a second at most")
    func second() {
        let places = SideToSide(figureWidth: 100, frameWidth: 640, speed: 2).places

        #expect(places.count { $0.direction == .right } == 30)
        #expect(places.map(\.left).min() == 240 && places.map(\.left).max() == 300)
    }
}
