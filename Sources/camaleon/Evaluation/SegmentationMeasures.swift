import CamaleonImage
import Foundation

/// How well mattes agree with masks, picture by picture; `training/src/camaleon_training/measure.py`
/// measures the same.
struct SegmentationMeasures {
    /// Means over pictures, not over pixels, so that a large picture counts as much as a small one.
    struct Summary: Encodable, Equatable {
        let count: Int
        /// Intersection over union of the person at alpha 0.5.
        let personIoU: Double
        /// The mean of the person's and the background's.
        let meanIoU: Double
        let personIoU5thPercentile: Double
        /// Of alpha, in 0…1.
        let meanAbsoluteDifference: Double
    }

    private var person: [Double] = []
    private var background: [Double] = []
    private var difference: [Double] = []

    /// Compares a matte, 0…255, with a mask of its size.
    mutating func add(_ matte: Plane, _ mask: Picture) {
        precondition(
            matte.width == mask.width && matte.height == mask.height,
            "a mask has its matte's size"
        )
        var both = 0, matteOnly = 0, maskOnly = 0, total = 0
        for y in 0..<matte.height {
            let row = matte.row(y)
            for x in 0..<matte.width {
                let alpha = Int(row[x]), isPerson = mask.pixels[y * mask.width + x] > 127
                total += isPerson ? 255 - alpha : alpha
                switch (alpha >= 128, isPerson) {
                case (true, true): both += 1
                case (true, false): matteOnly += 1
                case (false, true): maskOnly += 1
                case (false, false): break
                }
            }
        }
        let pixels = matte.width * matte.height, neither = pixels - both - matteOnly - maskOnly
        person.append(Self.share(both, of: pixels - neither))
        background.append(Self.share(neither, of: pixels - both))
        difference.append(Double(total) / Double(255 * pixels))
    }

    /// - Precondition: at least one picture was added.
    var summary: Summary {
        Summary(
            count: person.count,
            personIoU: person.mean,
            meanIoU: (person.mean + background.mean) / 2,
            personIoU5thPercentile: person.percentile(5),
            meanAbsoluteDifference: difference.mean
        )
    }

    /// Two empty regions agree.
    private static func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 1 : Double(part) / Double(whole)
    }
}

extension SegmentationMeasures.Summary {
    var text: String {
        let rows = [
            ("person IoU", personIoU), ("mean IoU", meanIoU),
            ("person IoU, 5th percentile", personIoU5thPercentile),
            ("mean absolute difference", meanAbsoluteDifference),
        ]
        return rows.reduce("\(count) pictures") { text, row in
            text + "\n\(row.0.padding(toLength: 28, withPad: " ", startingAt: 0))"
                + String(format: "%.4f", row.1)
        }
    }
}
