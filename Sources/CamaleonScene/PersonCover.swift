import CamaleonImage

/// Where a person may be: a coarse matte, thresholded low and dilated, so that neither a person nor
/// their edge counts as background.
struct PersonCover {
    /// Below it a matte is certain: a network's background, not an edge's foot.
    static let threshold: Float = 0.05
    /// The dilation's radius, in shares of the frame's width.
    static let radius: Float = 0.03

    /// One byte a pixel of the coarse matte: not 0 where a person may be.
    private(set) var covered = Plane(width: 1, height: 1)
    /// How many rows each column's last person still reaches.
    private var reach = Plane(width: 1, height: 1)

    /// Covers the persons of `matte`, for cells `columns` of which are as wide as the frame.
    mutating func update(_ matte: FloatPlane, columns: Int, frameWidth: Int, frameHeight: Int) {
        if covered.width != matte.width || covered.height != matte.height {
            covered = Plane(width: matte.width, height: matte.height)
            reach = Plane(width: matte.width, height: 1)
        }
        // A cell is looked up at its centre: its own extent, and the pixel's, come on top.
        let share = Self.radius + 1 / Float(columns)
        let across = Self.pixels(share * Float(matte.width))
        let down = Self.pixels(share * Float(matte.height) * Float(frameWidth) / Float(frameHeight))
        for y in 0..<matte.height {
            spreadAcross(matte.row(y), covered.row(y), width: matte.width, by: across)
        }
        reach.fill(0)
        for y in 0..<matte.height { spreadDown(y, by: down) }
        reach.fill(0)
        for y in (0..<matte.height).reversed() { spreadDown(y, by: down) }
    }

    /// Rounded up, one more for the pixel's own extent; bounded, as counters have eight bits.
    private static func pixels(_ length: Float) -> UInt8 {
        UInt8(min(length, 250)) + 2
    }

    private func spreadAcross(_ matte: FloatRow, _ covered: PixelRow, width: Int, by radius: UInt8)
    {
        var reach: UInt8 = 0
        for x in 0..<width {
            // Written so that a value which is no number counts as a person.
            let isPerson = !(matte[x] <= Self.threshold)
            reach = isPerson ? radius + 1 : reach - min(reach, 1)
            // Two marks a pixel: whether it is covered, and whether it is a person's own.
            covered[x] = isPerson ? 2 : min(reach, 1)
        }
        reach = 0
        for x in (0..<width).reversed() {
            reach = covered[x] == 2 ? radius + 1 : reach - min(reach, 1)
            covered[x] = min(covered[x] | reach, 1)
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
