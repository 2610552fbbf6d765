/// How well two outlines agree, whatever they enclose.
///
///     precision = share of the matte's boundary within tolerance of the mask's
///     recall = share of the mask's boundary within tolerance of the matte's
///     F = 2 · precision · recall / (precision + recall)
///
/// Source: Martin, Fowlkes and Malik, "Learning to Detect Natural Image Boundaries", PAMI 2004, and Perazzi
/// et al., "A Benchmark Dataset and Evaluation Methodology for Video Object Segmentation", CVPR 2016: contour
/// accuracy, F. As there, boundaries are dilated by the tolerance instead of matched one to one.
enum BoundaryMeasure {
    /// F, 0…1, of the person in a matte against that in a mask; the tolerance is in pixels, from centre
    /// to centre.
    ///
    /// Two without a boundary agree; one without and one with disagree wholly.
    static func f(_ matte: Grid<Bool>, _ mask: Grid<Bool>, tolerance: Int) -> Double {
        let found = matte.boundary, truth = mask.boundary
        let precision = found.share(in: truth.dilated(by: tolerance))
        let recall = truth.share(in: found.dilated(by: tolerance))
        guard let precision, let recall else { return precision == nil && recall == nil ? 1 : 0 }
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
    }
}

extension Grid<Bool> {
    /// The pixels that differ from the next one to the right, below, or right below.
    var boundary: Grid<Bool> {
        var result = map { _ in false }
        for y in 0..<height {
            let below = Swift.min(y + 1, height - 1)
            for x in 0..<width {
                let right = Swift.min(x + 1, width - 1), here = self[x, y]
                result.values[y * width + x] =
                    here != self[right, y] || here != self[x, below] || here != self[right, below]
            }
        }
        return result
    }

    /// The share of these pixels that are in others as well; nil if there are none.
    fileprivate func share(in others: Grid<Bool>) -> Double? {
        var total = 0, shared = 0
        for index in values.indices where values[index] {
            total += 1
            if others.values[index] { shared += 1 }
        }
        return total == 0 ? nil : Double(shared) / Double(total)
    }
}
