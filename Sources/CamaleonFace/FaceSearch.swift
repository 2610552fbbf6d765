public import CamaleonImage

/// Where the detector looks in a frame: about the known faces, over all that the segmenter sees, and in
/// turn at parts of the whole frame.
///
/// The detector finds what is a ninth of its region wide: of a frame of 1280 pixels, faces of 142. Every
/// second frame it sees the segmenter's crop, so that whoever comes beside the user is found at once: what
/// is outside of the crop cannot be shown. The frames between see the whole frame and then one square of it
/// after the other, each nine faces of 40 pixels wide.
///
/// A frame of a calm picture needs one inference, not two: those that see the crop may keep a face that looks
/// as it did, and of the others every second one looks at the known faces alone.
public struct FaceSearch: Sendable {
    /// The regions of the last ``next(_:shown:crop:)``: at most ``most``.
    public private(set) var regions: [Region] = []

    /// Regions a frame, each an inference.
    public static let most = 3
    /// The least face that is found anywhere, in pixels.
    public static let leastFace: Float = 40
    /// Sides of a face that its region has.
    public static let surroundings: Float = 4
    /// A face this many times smaller than the region is found.
    static let reach: Float = 9

    private let width: Int
    private let height: Int
    /// Squares in the grid: none where the whole frame shows the least face.
    private let columns: Int
    private let rows: Int
    private var turn = 0
    /// The part of the frame that is searched next: 0 is all of it, then the squares of the grid.
    private var part = 0

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        let step = (Self.reach - 2) * Self.leastFace
        let isFine = Float(max(width, height)) <= Self.reach * Self.leastFace
        columns = isFine ? 0 : max(1, Int((Float(width) - 1) / step) + 1)
        rows = isFine ? 0 : max(1, Int((Float(height) - 1) / step) + 1)
        regions.reserveCapacity(Self.most)
    }

    /// Frames until every part was searched: what a small face may take to be found.
    ///
    /// In a calm picture it takes twice as many.
    public var roundLength: Int { 2 * partCount }

    private var partCount: Int { 1 + columns * rows }

    /// Whether the next frame sees the crop.
    public var seesCropNext: Bool { turn.isMultiple(of: 2) }

    /// Chooses the regions of the next frame: of the known faces first the one that is shown, then the
    /// largest, and last what is no face.
    ///
    /// The picture `isCalm` if one face is all that was seen lately, and nothing about it is in doubt;
    /// `keepsFaces` says that the known faces are where they were, and need no look.
    ///
    /// - Complexity: no allocation.
    public mutating func next(
        _ tracks: [Track],
        shown: Int?,
        crop: Box,
        isCalm: Bool = false,
        keepsFaces: Bool = false
    ) {
        regions.removeAll(keepingCapacity: true)
        if seesCropNext {
            regions.append(Region(center: crop.center, side: crop.longerSide))
        } else if !isCalm || turn == 1 {
            regions.append(nextPart())
        }
        turn = (turn + 1) % 4
        if keepsFaces { return }
        for track in tracks where track.id == shown { look(at: track) }
        lookAtLargest(of: tracks, dismissed: false, besides: shown)
        lookAtLargest(of: tracks, dismissed: true, besides: shown)
    }

    private mutating func lookAtLargest(
        of tracks: [Track],
        dismissed isDismissed: Bool,
        besides shown: Int?
    ) {
        var last = Float.infinity
        while regions.count < Self.most {
            var next: Track?
            for track in tracks
            where track.id != shown && track.isDismissed == isDismissed
                && track.box.longerSide < last
            {
                if track.box.longerSide > next?.box.longerSide ?? 0 { next = track }
            }
            guard let next else { return }
            last = next.box.longerSide
            look(at: next)
        }
    }

    private mutating func nextPart() -> Region {
        defer { part = (part + 1) % partCount }
        return part == 0 ? Region(letterboxing: width, height) : square(part - 1)
    }

    /// Looks closely at a face, unless the region that is searched shows it as well.
    private mutating func look(at track: Track) {
        let side = Self.surroundings * track.box.longerSide
        if let searched = regions.first {
            let shift = track.box.center - searched.center
            let room = searched.side / 2 - track.box.longerSide
            let isInside = max(abs(shift.x), abs(shift.y)) <= room
            if isInside && searched.side <= 1.5 * side { return }
        }
        regions.append(Region(center: track.box.center, side: side))
    }

    /// One square of the grid; neighbours share two faces' width, so that none is cut in both.
    private func square(_ index: Int) -> Region {
        let (column, row) = (index % columns, index / columns)
        return Region(
            center: Point(
                (Float(column) + 0.5) * Float(width) / Float(columns),
                (Float(row) + 0.5) * Float(height) / Float(rows)
            ),
            side: Self.reach * Self.leastFace
        )
    }
}
