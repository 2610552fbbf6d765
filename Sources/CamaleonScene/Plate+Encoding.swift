import CamaleonImage

extension Plate {
    /// How far a mean moves, in levels, until the wearers hear of it.
    private static let tolerance = 2

    /// The plate's bytes for its wearers, as `docs/plate.md` lays them out.
    ///
    /// - Parameter whole: All known tiles, for one who just came, rather than those that changed
    ///   since the last call. Wearers are not taken to have received a whole plate, as not all do.
    /// - Returns: nil if nothing is known, or has changed.
    public func encode(whole: Bool) -> [UInt8]? {
        let isReset = !whole && mustReset
        var header = PlateHeader(
            isWhole: whole,
            isReset: isReset,
            width: luma.width,
            height: luma.height,
            tileCount: 0
        )
        let tiles = header.tileColumns * header.tileRows
        for tile in 0..<tiles where isDue(tile, of: header, whole: whole) { header.tileCount += 1 }
        guard header.tileCount > 0 || isReset else { return nil }

        var bytes: [UInt8] = []
        bytes.reserveCapacity(PlateFormat.headerBytes + header.tileCount * PlateFormat.tileBytes)
        header.write(to: &bytes)
        for tile in 0..<tiles where isDue(tile, of: header, whole: whole) {
            appendTile(tile % header.tileColumns, tile / header.tileColumns, to: &bytes)
        }
        hasSent = true
        if !whole {
            mustReset = false
            worn.blend(bytes, tileCount: header.tileCount)
        }
        return bytes
    }

    private func isDue(_ tile: Int, of header: PlateHeader, whole: Bool) -> Bool {
        let left = tile % header.tileColumns * PlateFormat.tileCells
        let top = tile / header.tileColumns * PlateFormat.tileCells
        for row in top..<min(top + PlateFormat.tileCells, rows) {
            for column in left..<min(left + PlateFormat.tileCells, columns)
            where whole ? isKnown(column, row) : hasChanged(column, row) {
                return true
            }
        }
        return false
    }

    /// Whether the wearers have another idea of a cell.
    private func hasChanged(_ column: Int, _ row: Int) -> Bool {
        guard isKnown(column, row) else { return worn.known[column, row] != 0 }
        guard worn.known[column, row] != 0 else { return true }
        var difference = max(
            Self.difference(blue[column, row], worn.pixels.blueChroma[column, row]),
            Self.difference(red[column, row], worn.pixels.redChroma[column, row])
        )
        for y in 2 * row..<min(2 * row + 2, luma.height) {
            for x in 2 * column..<min(2 * column + 2, luma.width) {
                difference = max(difference, Self.difference(luma[x, y], worn.pixels.luma[x, y]))
            }
        }
        return difference > Self.tolerance
    }

    private static func difference(_ mean: UInt16, _ byte: UInt8) -> Int {
        abs(Int(mean.level) - Int(byte))
    }

    /// Appends a tile; cells that are not known carry zeros, so that nothing leaks through them.
    private func appendTile(_ tileColumn: Int, _ tileRow: Int, to bytes: inout [UInt8]) {
        let offset = bytes.count
        bytes.append(UInt8(tileColumn))
        bytes.append(UInt8(tileRow))
        for _ in PlateFormat.maskOffset..<PlateFormat.tileBytes { bytes.append(0) }
        for y in 0..<min(PlateFormat.tileCells, rows - tileRow * PlateFormat.tileCells) {
            for x in 0..<min(PlateFormat.tileCells, columns - tileColumn * PlateFormat.tileCells) {
                let column = tileColumn * PlateFormat.tileCells + x,
                    row = tileRow * PlateFormat.tileCells + y
                if isKnown(column, row) {
                    writeCell(x, y, column: column, row: row, to: &bytes, at: offset)
                }
            }
        }
    }

    private func writeCell(
        _ x: Int,
        _ y: Int,
        column: Int,
        row: Int,
        to bytes: inout [UInt8],
        at offset: Int
    ) {
        let chroma = offset + y * PlateFormat.tileCells + x
        bytes[offset + PlateFormat.maskOffset + y] |= 1 << UInt8(x)
        bytes[chroma + PlateFormat.blueOffset] = blue[column, row].level
        bytes[chroma + PlateFormat.redOffset] = red[column, row].level
        for dy in 0..<min(2, luma.height - 2 * row) {
            for dx in 0..<min(2, luma.width - 2 * column) {
                let index = (2 * y + dy) * PlateFormat.tileLuma + 2 * x + dx
                bytes[offset + PlateFormat.lumaOffset + index] =
                    luma[2 * column + dx, 2 * row + dy].level
            }
        }
    }
}
