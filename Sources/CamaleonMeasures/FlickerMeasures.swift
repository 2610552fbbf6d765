/// How much a matte changes where the picture does not.
package struct FlickerMeasures: Sendable {
    package struct Summary: Sendable, Equatable, Encodable {
        /// Each time that alpha crosses 0.5 in a still pixel and had crossed it the other way within
        /// ``StillPixels/window`` frames, in a thousand still pixels and frames.
        package let flipsPerThousand: Double
        /// The root of the mean square of alpha's change from frame to frame in still pixels, 0…1; the mean
        /// over frames.
        ///
        /// Source: Erofeev et al., "Perceptually Motivated Benchmark for Video Matting", BMVC 2015, dtSSD,
        /// with a truth that does not change, and over the number of pixels.
        package let dtSSD: Double
    }

    private var previous: Grid<Float>?
    private var framesSinceCrossing: [Int] = []
    private var flips = 0
    private var stillPixels = 0
    private var changes: [Double] = []

    package init() {}

    /// A new clip begins: its first frame has nothing to do with the last one.
    package mutating func beginClip() {
        previous = nil
    }

    /// Takes the matte, 0…1, of a clip's next frame, and which of its pixels are still.
    package mutating func add(_ matte: Grid<Float>, isStill: [Bool]) {
        precondition(isStill.count == matte.values.count, "a matte of its frame's size")
        if let previous {
            compare(matte, with: previous, isStill)
        } else {
            // Long ago.
            framesSinceCrossing = matte.values.map { _ in StillPixels.window }
        }
        previous = matte
    }

    private mutating func compare(
        _ matte: Grid<Float>,
        with previous: Grid<Float>,
        _ isStill: [Bool]
    ) {
        var count = 0, squares = 0.0
        for index in matte.values.indices {
            let now = matte.values[index], before = previous.values[index]
            let crosses = (now >= 0.5) != (before >= 0.5)
            if isStill[index] {
                count += 1
                squares += Double((now - before) * (now - before))
                if crosses && framesSinceCrossing[index] < StillPixels.window { flips += 1 }
            }
            framesSinceCrossing[index] = crosses ? 1 : framesSinceCrossing[index] + 1
        }
        stillPixels += count
        if count > 0 { changes.append((squares / Double(count)).squareRoot()) }
    }

    /// Nil if no pixel was ever still.
    package var summary: Summary? {
        guard let change = changes.meanIfAny else { return nil }
        return Summary(flipsPerThousand: 1000 * Double(flips) / Double(stillPixels), dtSSD: change)
    }
}
