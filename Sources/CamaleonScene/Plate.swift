import CamaleonImage

/// What one side learns of its own room: a running mean of the pixels that the matte says are
/// background, with a count of sightings for each cell of 2 × 2 luma pixels.
///
/// No pixel of a person enters it: the matte is dilated first, and a cell counts as known only after
/// it has been seen alike, without a person over it, for about a second.
public final class Plate {
    /// Sightings that make a cell known; with one sighting in four frames, a second at 30 a second.
    static let sightingsToKnow: UInt8 = 8
    /// Sightings beyond which a mean becomes no slower.
    static let mostSightings: UInt8 = 32
    /// What a known cell loses by a sighting that contradicts it.
    static let contradictionCost: UInt8 = 4
    /// Differences of a sighting from the mean beyond which it contradicts it.
    ///
    /// Of luma, the mean of four; of chroma, the sum of both. Several times a camera's noise, less
    /// than a shadow's edge.
    static let lumaTolerance = 20
    static let chromaTolerance = 20
    /// A frame visits one row of cells in so many: it bounds the cost of a frame.
    static let slices = 4
    /// The longest side of a plate, in luma pixels.
    static let longestSide = 640

    let frameWidth: Int
    let frameHeight: Int
    /// A plate's pixel is the mean of `factor` × `factor` pixels of the frame.
    let factor: Int

    // Means and sightings, written by learning.
    let luma: MeanPlane
    let blue: MeanPlane
    let red: MeanPlane
    let sightings: Plane
    var cover = PersonCover()
    var slice = 0
    let sample: CellSample

    // What the wearers hold, written by encoding.
    let worn: RoomPixels
    var hasSent = false
    var mustReset = false

    var columns: Int { sightings.width }
    var rows: Int { sightings.height }

    public init(frameWidth: Int, frameHeight: Int) {
        precondition(frameWidth > 0 && frameHeight > 0, "a frame has at least one pixel")
        self.frameWidth = frameWidth
        self.frameHeight = frameHeight
        var factor = 1
        while max(frameWidth, frameHeight) / factor > Self.longestSide { factor += 1 }
        self.factor = factor
        let (width, height) = (max(1, frameWidth / factor), max(1, frameHeight / factor))
        let (columns, rows) = ((width + 1) / 2, (height + 1) / 2)
        luma = MeanPlane(width: width, height: height)
        blue = MeanPlane(width: columns, height: rows)
        red = MeanPlane(width: columns, height: rows)
        sightings = Plane(width: columns, height: rows)
        sample = CellSample(width: width)
        worn = RoomPixels(width: width, height: height)
    }

    /// Forgets the room; the next encoding tells the wearers, if there were any.
    public func forget() {
        sightings.fill(0)
        worn.forget()
        mustReset = hasSent
    }

    func isKnown(_ column: Int, _ row: Int) -> Bool {
        sightings[column, row] >= Self.sightingsToKnow
    }
}
