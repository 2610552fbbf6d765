import CamaleonImage

/// The room of another, as its wearer knows it.
public final class WornRoom {
    var pixels: RoomPixels?
    /// Counts the changes of the room, so that what is drawn from it is drawn once.
    private(set) var revision = 0
    var drawing = RoomDrawing()

    public init() {}

    /// Takes over a plate that the room's owner encoded.
    ///
    /// - Throws: ``PlateError`` for bytes that are not a plate; then nothing has changed.
    public func receive(_ bytes: [UInt8]) throws(PlateError) {
        let header = try PlateHeader(bytes)
        try header.checkTiles(bytes)
        let room = room(header)
        if header.isWhole || header.isReset { room.forget() }
        room.blend(bytes, tileCount: header.tileCount)
        pixels = room
        revision += 1
    }

    /// Deletes the room, at once.
    public func forget() {
        pixels = nil
        drawing = RoomDrawing()
        revision += 1
    }

    public var isEmpty: Bool { (pixels?.knownCount ?? 0) == 0 }

    /// The share of the room that is unknown, 0…1; 1 when empty.
    public var holeShare: Float {
        guard let pixels else { return 1 }
        return 1 - Float(pixels.knownCount) / Float(pixels.columns * pixels.rows)
    }

    /// The room there is, unless the plate is of another size: then it is another room.
    private func room(_ header: PlateHeader) -> RoomPixels {
        if let pixels, pixels.width == header.width, pixels.height == header.height {
            return pixels
        }
        return RoomPixels(width: header.width, height: header.height)
    }
}
