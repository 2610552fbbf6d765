/// The layout of a plate's bytes; `docs/plate.md` describes it.
enum PlateFormat {
    /// "CAMP".
    static let magic: [UInt8] = [0x43, 0x41, 0x4D, 0x50]
    static let version: UInt8 = 1
    static let headerBytes = 12

    /// Flags, at byte 5.
    static let wholeFlag: UInt8 = 1
    static let resetFlag: UInt8 = 2

    /// Cells along a side of a tile; a cell is 2 × 2 luma pixels.
    static let tileCells = 8
    static let tileLuma = 2 * tileCells

    /// Offsets within a tile, after its column and row.
    static let maskOffset = 2
    static let lumaOffset = maskOffset + tileCells
    static let blueOffset = lumaOffset + tileLuma * tileLuma
    static let redOffset = blueOffset + tileCells * tileCells
    static let tileBytes = redOffset + tileCells * tileCells

    /// Full HD, upright or not: no camera's plate is larger, and a hostile one costs no more memory.
    static let greatestSide = 1920
    static let greatestArea = 1920 * 1080
}

/// The fixed fields at the front of a plate.
struct PlateHeader: Equatable {
    var isWhole: Bool
    var isReset: Bool
    var width: Int
    var height: Int
    var tileCount: Int

    /// Tiles along a row of the plate, and along a column.
    var tileColumns: Int { (width + PlateFormat.tileLuma - 1) / PlateFormat.tileLuma }
    var tileRows: Int { (height + PlateFormat.tileLuma - 1) / PlateFormat.tileLuma }

    init(isWhole: Bool, isReset: Bool, width: Int, height: Int, tileCount: Int) {
        self.isWhole = isWhole
        self.isReset = isReset
        self.width = width
        self.height = height
        self.tileCount = tileCount
    }

    /// Reads the header of `bytes`, whose tiles are then known to be all there.
    init(_ bytes: [UInt8]) throws(PlateError) {
        for index in 0..<PlateFormat.magic.count {
            guard index < bytes.count else { throw PlateError(.truncated, at: index) }
            guard bytes[index] == PlateFormat.magic[index] else {
                throw PlateError(.notAPlate, at: 0)
            }
        }
        guard bytes.count >= PlateFormat.headerBytes else {
            throw PlateError(.truncated, at: bytes.count)
        }
        guard bytes[4] == PlateFormat.version else { throw PlateError(.unsupportedVersion, at: 4) }
        guard bytes[5] & ~(PlateFormat.wholeFlag | PlateFormat.resetFlag) == 0 else {
            throw PlateError(.unknownFlag, at: 5)
        }
        isWhole = bytes[5] & PlateFormat.wholeFlag != 0
        isReset = bytes[5] & PlateFormat.resetFlag != 0
        width = Int(bytes[6]) | Int(bytes[7]) << 8
        height = Int(bytes[8]) | Int(bytes[9]) << 8
        tileCount = Int(bytes[10]) | Int(bytes[11]) << 8
        guard width > 0, height > 0, max(width, height) <= PlateFormat.greatestSide,
            width * height <= PlateFormat.greatestArea
        else { throw PlateError(.badSize, at: 6) }
        // The count has 16 bits, so that the product cannot overflow 32.
        guard bytes.count == PlateFormat.headerBytes + tileCount * PlateFormat.tileBytes else {
            throw PlateError(.wrongLength, at: 10)
        }
    }

    func write(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: PlateFormat.magic)
        bytes.append(PlateFormat.version)
        bytes.append((isWhole ? PlateFormat.wholeFlag : 0) | (isReset ? PlateFormat.resetFlag : 0))
        for field in [width, height, tileCount] {
            bytes.append(UInt8(truncatingIfNeeded: field))
            bytes.append(UInt8(truncatingIfNeeded: field >> 8))
        }
    }

    /// Refuses tiles that lie outside the plate, come twice or out of order, or claim to know cells
    /// beyond the plate's edge.
    func checkTiles(_ bytes: [UInt8]) throws(PlateError) {
        var previous = -1
        for tile in 0..<tileCount {
            let offset = PlateFormat.headerBytes + tile * PlateFormat.tileBytes
            let column = Int(bytes[offset]), row = Int(bytes[offset + 1])
            let index = row * tileColumns + column
            guard column < tileColumns, row < tileRows, index > previous else {
                throw PlateError(.badTile, at: offset)
            }
            previous = index
            let columns = (width + 1) / 2 - column * PlateFormat.tileCells
            let rows = (height + 1) / 2 - row * PlateFormat.tileCells
            for y in 0..<PlateFormat.tileCells {
                let mask = Int(bytes[offset + PlateFormat.maskOffset + y])
                guard mask == 0 || (y < rows && mask >> min(columns, PlateFormat.tileCells) == 0)
                else {
                    throw PlateError(.badTile, at: offset + PlateFormat.maskOffset + y)
                }
            }
        }
    }
}
