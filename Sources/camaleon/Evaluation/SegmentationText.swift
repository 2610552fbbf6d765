import CamaleonMeasures
import Foundation

extension SegmentationMeasures.Summary {
    var text: String {
        let rows: [(String, Double?)] = [
            ("person IoU", personIoU), ("mean IoU", meanIoU),
            ("person IoU, 5th percentile", personIoU5thPercentile),
            ("boundary F at 2 pixels", boundaryF),
            ("mean absolute difference", meanAbsoluteDifference),
            ("mean squared error", meanSquaredError), ("gradient error", gradientError),
            ("translucent person", translucentPersonShare),
            ("visible background", visibleBackgroundShare),
        ]
        return "\(count) pictures\n" + table(rows)
    }
}

/// One row a number, with its name in front.
func table(_ rows: [(name: String, value: Double?)]) -> String {
    rows.map { row in
        row.name.padding(toLength: 28, withPad: " ", startingAt: 0)
            + (row.value.map { String(format: "%.4f", $0) } ?? "nothing to measure")
    }.joined(separator: "\n")
}
