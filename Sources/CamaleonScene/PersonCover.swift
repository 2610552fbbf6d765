import CamaleonImage

/// Where a person may be: a coarse matte, thresholded low and dilated, so that neither a person nor
/// their edge counts as background.
struct PersonCover {
    /// Below it a matte is certain: a network's background, not an edge's foot.
    static let threshold: Float = 0.05
    /// The dilation's radius, in shares of the frame's width.
    static let radius: Float = 0.03

    /// The most pixels along a side of the grid that is dilated.
    private static let greatestSide = 96

    /// One byte a pixel of the grid: not 0 where a person may be.
    private(set) var covered = Plane(width: 1, height: 1)
    /// Pixels of the matte to one of the grid, which takes the most of them.
    private var pooledColumns = 1
    private var pooledRows = 1
    private var matteWidth = 1
    private var matteHeight = 1
    /// How many rows each column's last person still reaches.
    private var reach = Plane(width: 1, height: 1)

    /// Covers the persons of `matte`, for cells `columns` of which are as wide as the frame.
    mutating func update(_ matte: FloatPlane, columns: Int, frameWidth: Int, frameHeight: Int) {
        if matteWidth != matte.width || matteHeight != matte.height { resize(matte) }
        pool(matte)
        // A cell is looked up at its centre: its own extent, and the grid's pixel, come on top.
        let share = Self.radius + 1 / Float(columns)
        let across = share * Float(matte.width) / Float(pooledColumns)
        let aspect = Float(frameWidth) / Float(frameHeight)
        let down = share * aspect * Float(matte.height) / Float(pooledRows)
        for y in 0..<covered.height { spreadAcross(covered.row(y), by: Self.pixels(across)) }
        reach.fill(0)
        for y in 0..<covered.height { spreadDown(y, by: Self.pixels(down)) }
        reach.fill(0)
        for y in (0..<covered.height).reversed() { spreadDown(y, by: Self.pixels(down)) }
    }

    /// The grid's row for row `row` of `count` rows of cells.
    func row(_ row: Int, of count: Int) -> PixelRow {
        covered.row((2 * row + 1) * matteHeight / (2 * count * pooledRows))
    }

    /// The grid's columns to a cell of `count` in a row, in 16.16 fixed point.
    func step(of count: Int) -> Int {
        matteWidth << 16 / (count * pooledColumns)
    }

    private mutating func resize(_ matte: FloatPlane) {
        (matteWidth, matteHeight) = (matte.width, matte.height)
        pooledColumns = (matte.width + Self.greatestSide - 1) / Self.greatestSide
        pooledRows = (matte.height + Self.greatestSide - 1) / Self.greatestSide
        covered = Plane(
            width: (matte.width + pooledColumns - 1) / pooledColumns,
            height: (matte.height + pooledRows - 1) / pooledRows
        )
        reach = Plane(width: covered.width, height: 1)
    }

    private func pool(_ matte: FloatPlane) {
        covered.fill(0)
        for y in 0..<matte.height {
            let values = matte.row(y), row = covered.row(y / pooledRows)
            for x in 0..<covered.width {
                let first = x * pooledColumns
                for column in first..<min(first + pooledColumns, matte.width)
                // Written so that a value which is no number counts as a person.
                where !(values[column] <= Self.threshold) {
                    row[x] = Self.own
                }
            }
        }
    }

    /// What marks a person's own pixels, before they spread.
    private static let own: UInt8 = 2

    /// Rounded up, one more for the pixel's own extent; bounded, as counters have eight bits.
    private static func pixels(_ length: Float) -> UInt8 {
        UInt8(min(length, 250)) + 2
    }

    private func spreadAcross(_ row: PixelRow, by radius: UInt8) {
        var reach: UInt8 = 0
        for x in 0..<covered.width {
            reach = row[x] == Self.own ? radius + 1 : reach - min(reach, 1)
            row[x] = max(row[x], min(reach, 1))
        }
        reach = 0
        for x in (0..<covered.width).reversed() {
            reach = row[x] == Self.own ? radius + 1 : reach - min(reach, 1)
            row[x] = min(row[x] | reach, 1)
        }
    }

    /// What a column gains is marked by another bit, so that it does not spread again.
    private func spreadDown(_ y: Int, by radius: UInt8) {
        let row = covered.row(y), left = reach.row(0)
        for x in 0..<covered.width {
            left[x] = row[x] & 1 != 0 ? radius + 1 : left[x] - min(left[x], 1)
            row[x] |= left[x] > 0 ? 2 : 0
        }
    }
}
