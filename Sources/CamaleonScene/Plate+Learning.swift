public import CamaleonImage

extension Plate {
    /// Blends in the pixels of `frame` that are background, a quarter of its rows at a time.
    ///
    /// - Parameters:
    ///   - frame: A camera's frame, of the size that the plate was made for.
    ///   - coarseMatte: Persons' probability, 0…1, at any small size over the whole frame: of
    ///     everyone in view, as it is before a gate empties it.
    /// - Complexity: no allocation, once a matte of that size has been seen.
    public func learn(_ frame: Frame, coarseMatte: FloatPlane) {
        precondition(
            frame.width == frameWidth && frame.height == frameHeight,
            "a plate is of one camera's size"
        )
        cover.update(
            coarseMatte,
            columns: columns,
            frameWidth: frameWidth,
            frameHeight: frameHeight
        )
        var seen = 0, contradicted = 0
        for row in stride(from: slice, to: rows, by: Self.slices) {
            sample.read(frame, row: row, height: luma.height, factor: factor)
            learnRow(row, &seen, &contradicted)
        }
        slice = (slice + 1) % Self.slices
        // The rows of a slice lie all over the frame, so that one slice speaks for all. A handful of
        // cells does not: a person who fills the frame leaves too few to tell.
        let isEnough = seen * Self.slices * 32 >= columns * rows
        if isEnough && 2 * contradicted > seen { forget() }
    }

    private func learnRow(_ row: Int, _ seen: inout Int, _ contradicted: inout Int) {
        let covered = cover.row(row, of: rows)
        let sightings = sightings.row(row)
        let means = meansOfRow(row), sampled = sample.cells
        let step = cover.step(of: columns)
        var position = step / 2
        for column in 0..<columns {
            defer { position += step }
            var count = sightings[column]
            if covered[position >> 16] != 0 {
                // Whoever comes and goes is never seen for long enough in one go.
                if count < Self.sightingsToKnow { sightings[column] = 0 }
                continue
            }
            let isKnown = count >= Self.sightingsToKnow
            let contradicts = count > 0 && sampled.contradicts(means, column)
            if isKnown {
                seen += 1
                contradicted += contradicts ? 1 : 0
            }
            if contradicts {
                count = isKnown ? count - Self.contradictionCost : 0
                sightings[column] = count
                if count >= Self.sightingsToKnow { continue }
                count = 0
            }
            count = min(count + 1, Self.mostSightings)
            sightings[column] = count
            means.move(column, towards: sampled, by: MeanRate(count: Int(count)))
        }
    }

    @inline(__always)
    private func meansOfRow(_ row: Int) -> CellRow {
        CellRow(
            upper: luma.row(2 * row),
            lower: luma.row(min(2 * row + 1, luma.height - 1)),
            blue: blue.row(row),
            red: red.row(row),
            lastColumn: luma.width - 1
        )
    }
}

/// One row of cells: two rows of luma, and one of either chroma.
///
/// At a plate's odd edge the second luma pixel of a cell is the first again.
struct CellRow {
    let upper: MeanRow
    let lower: MeanRow
    let blue: MeanRow
    let red: MeanRow
    let lastColumn: Int

    /// Whether this sighting contradicts `means`.
    @inline(__always)
    func contradicts(_ means: CellRow, _ column: Int) -> Bool {
        let first = 2 * column, second = min(first + 1, lastColumn)
        let lumaDifference =
            distance(upper, means.upper, first) + distance(upper, means.upper, second)
            + distance(lower, means.lower, first) + distance(lower, means.lower, second)
        let chromaDifference =
            distance(blue, means.blue, column) + distance(red, means.red, column)
        return lumaDifference > 4 * Plate.lumaTolerance * UInt16.meanSteps
            || chromaDifference > Plate.chromaTolerance * UInt16.meanSteps
    }

    @inline(__always)
    private func distance(_ row: MeanRow, _ means: MeanRow, _ index: Int) -> Int {
        abs(Int(row[index]) - Int(means[index]))
    }

    @inline(__always)
    func move(_ column: Int, towards sample: CellRow, by rate: MeanRate) {
        let first = 2 * column, second = first + 1
        upper.moveMean(at: first, towards: sample.upper[first], by: rate)
        lower.moveMean(at: first, towards: sample.lower[first], by: rate)
        if second <= lastColumn {
            upper.moveMean(at: second, towards: sample.upper[second], by: rate)
            lower.moveMean(at: second, towards: sample.lower[second], by: rate)
        }
        blue.moveMean(at: column, towards: sample.blue[column], by: rate)
        red.moveMean(at: column, towards: sample.red[column], by: rate)
    }
}

/// Memory for one row of cells, as a frame shows them.
struct CellSample {
    private let luma: MeanPlane
    private let chroma: MeanPlane

    init(width: Int) {
        luma = MeanPlane(width: width, height: 2)
        chroma = MeanPlane(width: (width + 1) / 2, height: 2)
    }

    var cells: CellRow {
        CellRow(
            upper: luma.row(0),
            lower: luma.row(1),
            blue: chroma.row(0),
            red: chroma.row(1),
            lastColumn: luma.width - 1
        )
    }

    /// Reads row `row` of the cells of a plate `height` high.
    func read(_ frame: Frame, row: Int, height: Int, factor: Int) {
        let last = min(2 * row + 1, height - 1)
        Self.average(frame.luma, row: 2 * row, factor, into: luma.row(0), count: luma.width)
        Self.average(frame.luma, row: last, factor, into: luma.row(1), count: luma.width)
        Self.average(frame.blueChroma, row: row, factor, into: chroma.row(0), count: chroma.width)
        Self.average(frame.redChroma, row: row, factor, into: chroma.row(1), count: chroma.width)
    }

    /// Means of `factor` × `factor` pixels; beyond the plane, its last ones.
    private static func average(
        _ plane: Plane,
        row: Int,
        _ factor: Int,
        into means: MeanRow,
        count: Int
    ) {
        let inside = min(count, plane.width / factor), pixels = factor * factor
        for x in 0..<count {
            var sum = 0
            for dy in 0..<factor {
                let row = plane.row(min(row * factor + dy, plane.height - 1))
                for dx in 0..<factor {
                    let column = x * factor + dx
                    sum += Int(row[x < inside ? column : min(column, plane.width - 1)])
                }
            }
            means[x] = UInt16(truncatingIfNeeded: sum * UInt16.meanSteps / pixels)
        }
    }
}
