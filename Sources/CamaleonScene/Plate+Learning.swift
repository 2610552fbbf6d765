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
        let sightings = sightings.row(row), rates = rates.row(0)
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
            means.move(column, towards: sampled, by: rates[Int(count)])
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
    let upper: FloatRow
    let lower: FloatRow
    let blue: FloatRow
    let red: FloatRow
    let lastColumn: Int

    /// Whether this sighting contradicts `means`.
    @inline(__always)
    func contradicts(_ means: CellRow, _ column: Int) -> Bool {
        let first = 2 * column, second = min(first + 1, lastColumn)
        let lumaDifference =
            abs(upper[first] - means.upper[first]) + abs(upper[second] - means.upper[second])
            + abs(lower[first] - means.lower[first]) + abs(lower[second] - means.lower[second])
        let chromaDifference =
            abs(blue[column] - means.blue[column]) + abs(red[column] - means.red[column])
        return lumaDifference > 4 * Plate.lumaTolerance || chromaDifference > Plate.chromaTolerance
    }

    @inline(__always)
    func move(_ column: Int, towards sample: CellRow, by rate: Float) {
        let first = 2 * column, second = min(first + 1, lastColumn)
        upper[first] += (sample.upper[first] - upper[first]) * rate
        lower[first] += (sample.lower[first] - lower[first]) * rate
        upper[second] += (sample.upper[second] - upper[second]) * rate
        lower[second] += (sample.lower[second] - lower[second]) * rate
        blue[column] += (sample.blue[column] - blue[column]) * rate
        red[column] += (sample.red[column] - red[column]) * rate
    }
}

/// Memory for one row of cells, as a frame shows them.
struct CellSample {
    private let luma: FloatPlane
    private let chroma: FloatPlane

    init(width: Int) {
        luma = FloatPlane(width: width, height: 2)
        chroma = FloatPlane(width: (width + 1) / 2, height: 2)
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
        into means: FloatRow,
        count: Int
    ) {
        for x in 0..<count { means[x] = 0 }
        let share = 1 / Float(factor * factor)
        for dy in 0..<factor {
            let pixels = plane.row(min(row * factor + dy, plane.height - 1))
            let inside = min(count, plane.width / factor)
            for x in 0..<inside {
                var sum = 0
                for dx in 0..<factor { sum += Int(pixels[x * factor + dx]) }
                means[x] += Float(sum) * share
            }
            for x in inside..<max(inside, count) {
                for dx in 0..<factor {
                    means[x] += Float(pixels[min(x * factor + dx, plane.width - 1)]) * share
                }
            }
        }
    }
}
