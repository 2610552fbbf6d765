/// How a room lies in a frame: as large as it takes to cover it, centred, never stretched.
struct CoverFit: Equatable {
    /// Frame pixels to a pixel of the room.
    let scale: Float
    /// Where the room's left and upper edge lie in the frame: never positive.
    let offsetX: Float
    let offsetY: Float

    init(roomWidth: Int, roomHeight: Int, frameWidth: Int, frameHeight: Int) {
        scale = max(Float(frameWidth) / Float(roomWidth), Float(frameHeight) / Float(roomHeight))
        offsetX = (Float(frameWidth) - scale * Float(roomWidth)) / 2
        offsetY = (Float(frameHeight) - scale * Float(roomHeight)) / 2
    }

    func roomX(_ frameX: Float) -> Float { (frameX - offsetX) / scale }
    func roomY(_ frameY: Float) -> Float { (frameY - offsetY) / scale }
}
