import CamaleonImage

/// A room as its wearers hold it: bytes, and which cells are known.
///
/// The one who shares keeps such a copy too, blended by the same rule, and so knows what has changed
/// for the others.
final class RoomPixels {
    let width: Int
    let height: Int
    let pixels: Frame
    /// One byte a cell: 1 where known.
    let known: Plane
    private(set) var knownCount = 0

    var columns: Int { known.width }
    var rows: Int { known.height }

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = Frame(width: width, height: height)
        known = Plane(width: (width + 1) / 2, height: (height + 1) / 2)
        forget()
    }

    func forget() {
        pixels.luma.fill(0)
        pixels.blueChroma.fill(0)
        pixels.redChroma.fill(0)
        known.fill(0)
        knownCount = 0
    }

    /// Takes over the tiles of a plate that has been checked.
    func blend(_ bytes: [UInt8], tileCount: Int) {
        for tile in 0..<tileCount {
            blendTile(bytes, at: PlateFormat.headerBytes + tile * PlateFormat.tileBytes)
        }
    }

    /// New cells replace, known ones move half the way, and those no longer known are dropped.
    private func blendTile(_ bytes: [UInt8], at offset: Int) {
        let left = Int(bytes[offset]) * PlateFormat.tileCells
        let top = Int(bytes[offset + 1]) * PlateFormat.tileCells
        for y in 0..<min(PlateFormat.tileCells, rows - top) {
            let mask = bytes[offset + PlateFormat.maskOffset + y]
            for x in 0..<min(PlateFormat.tileCells, columns - left) {
                let isKnown = mask >> UInt8(x) & 1 != 0, wasKnown = known[left + x, top + y] != 0
                knownCount += (isKnown ? 1 : 0) - (wasKnown ? 1 : 0)
                known[left + x, top + y] = isKnown ? 1 : 0
                let blend: (UInt8, UInt8) -> UInt8 = { old, new in
                    guard isKnown else { return 0 }
                    return wasKnown ? UInt8((Int(old) + Int(new) + 1) >> 1) : new
                }
                blendCell(bytes, at: offset, x, y, column: left + x, row: top + y, blend)
            }
        }
    }

    @inline(__always)
    private func blendCell(
        _ bytes: [UInt8],
        at offset: Int,
        _ x: Int,
        _ y: Int,
        column: Int,
        row: Int,
        _ blend: (UInt8, UInt8) -> UInt8
    ) {
        let chroma = y * PlateFormat.tileCells + x
        let blue = pixels.blueChroma, red = pixels.redChroma, luma = pixels.luma
        blue[column, row] = blend(
            blue[column, row],
            bytes[offset + PlateFormat.blueOffset + chroma]
        )
        red[column, row] = blend(red[column, row], bytes[offset + PlateFormat.redOffset + chroma])
        for dy in 0..<min(2, height - 2 * row) {
            for dx in 0..<min(2, width - 2 * column) {
                let index = (2 * y + dy) * PlateFormat.tileLuma + 2 * x + dx
                let (lumaX, lumaY) = (2 * column + dx, 2 * row + dy)
                luma[lumaX, lumaY] = blend(
                    luma[lumaX, lumaY],
                    bytes[offset + PlateFormat.lumaOffset + index]
                )
            }
        }
    }
}
