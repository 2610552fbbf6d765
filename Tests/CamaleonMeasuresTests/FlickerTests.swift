import Testing

@testable import CamaleonMeasures

/// One row of pixels.
private func row<Value>(_ values: Value...) -> Grid<Value> {
    Grid(width: values.count, height: 1, values)
}

@Suite("Still pixels")
struct StillPixelsTests {
    @Test("have stayed near the luma with which they came to rest for a third of a second")
    func rest() {
        var pixels = StillPixels()
        for frame in 0...10 {
            #expect(pixels.isStill.allSatisfy { !$0 })
            // The first is noisy, the second drifts away, the third jumps in the fifth frame.
            pixels.add(row(frame % 2 == 0 ? 100 : 106, UInt8(100 + frame), frame < 5 ? 0 : 200))
        }

        #expect(pixels.isStill == [true, false, false])
    }

    @Test("are so again once they have come to rest anew")
    func again() {
        var pixels = StillPixels()
        for _ in 0...10 { pixels.add(row(50)) }
        pixels.add(row(60))
        #expect(pixels.isStill == [false])

        for _ in 1...10 { pixels.add(row(60)) }

        #expect(pixels.isStill == [true])
    }
}

@Suite("Measures of flicker")
struct FlickerTests {
    private func summary(_ mattes: [Grid<Float>], isStill: [Bool]) -> FlickerMeasures.Summary? {
        var measures = FlickerMeasures()
        for matte in mattes { measures.add(matte, isStill: isStill) }
        return measures.summary
    }

    @Test("count a pixel that comes back, not one that changes its mind once")
    func flips() throws {
        // There and back; there alone; there and back in a pixel that moves.
        let mattes = [row(Float(0), 0, 0), row(1, 1, 1), row(0, 1, 0), row(0, 1, 0)]

        let found = try #require(summary(mattes, isStill: [true, true, false]))

        // One flip in two still pixels and three changes.
        #expect(abs(found.flipsPerThousand - 1000 / 6) < 1e-9)
    }

    @Test("do not count what comes back after a third of a second")
    func slow() throws {
        let mattes = [row(Float(0))] + [Grid<Float>](repeating: row(1), count: 10) + [row(Float(0))]
        let quick = [row(Float(0))] + [Grid<Float>](repeating: row(1), count: 9) + [row(Float(0))]

        #expect(try #require(summary(mattes, isStill: [true])).flipsPerThousand == 0)
        #expect(try #require(summary(quick, isStill: [true])).flipsPerThousand == 100)
    }

    @Test("take the root of the mean square of changes, where nothing moves")
    func change() throws {
        let mattes = [row(Float(0), 0, 0), row(0.3, 0.1, 1), row(0.3, 0.1, 0)]

        let found = try #require(summary(mattes, isStill: [true, true, false]))

        // √((0.09 + 0.01) / 2) in one frame, nothing in the next.
        #expect(abs(found.dtSSD - 0.223_606_8 / 2) < 1e-6)
    }

    @Test("carry nothing over from clip to clip, and have no answer where nothing is still")
    func clips() {
        var measures = FlickerMeasures()
        measures.add(row(0), isStill: [true])
        measures.beginClip()
        measures.add(row(1), isStill: [true])
        #expect(measures.summary == nil)

        measures.add(row(0), isStill: [false])

        #expect(measures.summary == nil)
    }
}

@Suite("A simple way to keep mattes steady")
struct TemporalBaselineTests {
    private func shown(_ baseline: TemporalBaseline, _ alphas: [Float]) -> [Float] {
        var before: Grid<Float>?
        return alphas.map { alpha in
            let matte = baseline.matte(row(alpha), after: before)
            before = matte
            return matte.values[0]
        }
    }

    @Test("cuts each frame at a half, keeps three quarters, or waits for a clear answer")
    func baselines() {
        #expect(shown(.binary, [0.5, 0.49, 0.9]) == [1, 0, 1])
        #expect(shown(.exponential, [1, 0, 0]) == [1, 0.75, 0.5625])
        #expect(shown(.hysteresis, [0.55, 0.45, 0.39, 0.55, 0.61, 0.45]) == [1, 1, 0, 0, 1, 1])
    }
}
