import Testing

@testable import CamaleonMeasures

/// A matte of a formula.
func drawn(_ width: Int, _ height: Int, _ alpha: (Int, Int) -> Float) -> Grid<Float> {
    Grid(
        width: width,
        height: height,
        (0..<width * height).map { alpha($0 % width, $0 / width) }
    )
}

@Suite("Measures of a matte")
struct MatteMeasuresTests {
    /// The person right of column 20.
    let mask = drawn(40, 20) { x, _ in x >= 20 ? 1 : 0 }

    @Test("of a perfect matte are perfect")
    func perfect() {
        let measures = MatteMeasures(mask, mask: mask)

        #expect(measures.personIoU == 1 && measures.backgroundIoU == 1 && measures.boundaryF == 1)
        #expect(measures.meanAbsoluteDifference == 0 && measures.meanSquaredError == 0)
        #expect(measures.gradientError == 0)
        #expect(measures.translucentPersonShare == 0 && measures.visibleBackgroundShare == 0)
    }

    @Test("square differences, so that one that is sure of a fault costs more than one in doubt")
    func differences() {
        let doubtful = MatteMeasures(drawn(40, 20) { _, _ in 0.5 }, mask: mask)
        let wrong = MatteMeasures(drawn(40, 20) { _, _ in 1 }, mask: mask)

        #expect(doubtful.meanAbsoluteDifference == 0.5 && wrong.meanAbsoluteDifference == 0.5)
        #expect(doubtful.meanSquaredError == 0.25 && wrong.meanSquaredError == 0.5)
    }

    @Test("count what shines through well inside the person, and nothing nearer the edge")
    func translucent() {
        // Columns 28…39 are more than 8 pixels inside; a quarter of them is translucent.
        let matte = drawn(40, 20) { x, _ in x < 20 ? 0 : x < 28 ? 0.6 : x < 31 ? 0.97 : 0.99 }

        #expect(MatteMeasures(matte, mask: mask).translucentPersonShare == 0.25)
        #expect(MatteMeasures(matte, mask: mask).visibleBackgroundShare == 0)
    }

    @Test("count what is seen of the room well outside the person, and nothing nearer the edge")
    func visible() {
        // Columns 0…11 are more than 8 pixels outside; a third of them is visible.
        let matte = drawn(40, 20) { x, _ in x < 4 ? 0.03 : x < 12 ? 0.01 : x < 20 ? 0.4 : 1 }
        let measures = MatteMeasures(matte, mask: mask)

        #expect(abs((measures.visibleBackgroundShare ?? 0) - 1.0 / 3) < 1e-9)
        #expect(measures.translucentPersonShare == 0)
    }

    @Test("have no share where nobody is, or everything is the person")
    func nothing() {
        let everyone = drawn(9, 9) { _, _ in 1 }, nobody = drawn(9, 9) { _, _ in 0 }

        #expect(MatteMeasures(everyone, mask: everyone).visibleBackgroundShare == nil)
        #expect(MatteMeasures(nobody, mask: nobody).translucentPersonShare == nil)
        #expect(MatteMeasures(nobody, mask: nobody).personIoU == 1)
    }

    @Test("find boundaries within two pixels, and not three")
    func boundary() {
        func f(_ alpha: (Int) -> Float) -> Double {
            MatteMeasures(drawn(40, 20) { x, _ in alpha(x) }, mask: mask).boundaryF
        }

        #expect(f { $0 >= 22 ? 1 : 0 } == 1)
        #expect(f { $0 >= 23 ? 1 : 0 } == 0)
        // One of its two boundaries is in the mask: precision 1/2, recall 1.
        #expect(abs(f { 20..<32 ~= $0 ? 1 : 0 } - 2.0 / 3) < 1e-9)
        #expect(f { _ in 1 } == 0)
    }

    @Test("take the sum of squares of how much gradients differ, over a thousand")
    func gradient() {
        let step = drawn(24, 4) { x, _ in x >= 12 ? 1 : 0 }
        func error(_ alpha: Float) -> Double {
            GradientMeasure.error(step.map { alpha * $0 }, step)
        }

        // Of NumPy's and OpenCV's convolution with the kernels of the source. Half an edge has half the
        // gradient, and a quarter of its square is missing.
        #expect(abs(error(0) - 0.078_362_9) < 1e-6)
        #expect(abs(error(0.5) - 0.019_590_7) < 1e-6)
        #expect(abs(GradientMeasure.error(step.map { 1 - $0 }, step)) < 1e-9)
    }

    @Test("agree with a second implementation about two discs")
    func discs() {
        let mask = drawn(48, 40) { x, y in
            (x - 20) * (x - 20) + (y - 24) * (y - 24) <= 225 ? 1 : 0
        }
        let matte = drawn(48, 40) { x, y in
            let isInside = 4 * (x - 22) * (x - 22) + 3 * (y - 22) * (y - 22) <= 768
            return x >= 44 ? 0.05 : !isInside ? 0 : x < 24 ? 1 : 0.75
        }

        let measures = MatteMeasures(matte, mask: mask)

        // Of DAVIS' boundary measure, OpenCV's convolution and SciPy's distance transform.
        #expect(abs(measures.personIoU - 0.781_725_9) < 1e-6)
        #expect(abs(measures.backgroundIoU - 0.868_098_2) < 1e-6)
        #expect(abs(measures.boundaryF - 0.631_175_5) < 1e-6)
        #expect(abs(measures.meanAbsoluteDifference - 0.119_270_8) < 1e-6)
        #expect(abs(measures.meanSquaredError - 0.086_015_6) < 1e-6)
        #expect(abs(measures.gradientError - 1.253_939_9) < 1e-5)
        #expect(measures.translucentPersonShare == 34.0 / 161)
        #expect(measures.visibleBackgroundShare == 160.0 / 488)
    }
}

@Suite("Measures of many mattes")
struct SegmentationMeasuresTests {
    @Test("count each picture once, however large it is")
    func means() {
        var measures = SegmentationMeasures()
        let small = drawn(2, 2) { x, _ in Float(x) }, large = drawn(40, 40) { _, _ in 1 }
        measures.add(MatteMeasures(small.map { _ in 1 }, mask: small), of: "small")
        measures.add(MatteMeasures(large, mask: large), of: "large")

        let summary = measures.summary

        #expect(summary.count == 2 && summary.pictures.map(\.name) == ["small", "large"])
        #expect(summary.personIoU == 0.75 && summary.meanIoU == (0.75 + 0.5) / 2)
        #expect(summary.personIoU5thPercentile == 0.525)
        #expect(summary.meanAbsoluteDifference == 0.25)
    }

    @Test("leave out of a share the pictures that have none")
    func shares() {
        var measures = SegmentationMeasures()
        let nobody = drawn(4, 4) { _, _ in 0 }, everyone = drawn(4, 4) { _, _ in 1 }
        measures.add(MatteMeasures(nobody, mask: nobody), of: "nobody")
        #expect(measures.summary.translucentPersonShare == nil)

        measures.add(MatteMeasures(nobody, mask: everyone), of: "missed")

        #expect(measures.summary.translucentPersonShare == 1)
        #expect(measures.summary.visibleBackgroundShare == 0)
    }
}
