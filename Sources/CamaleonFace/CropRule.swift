public import CamaleonImage

/// Which part of the frame the segmenter sees: the people with all that belongs to them.
///
/// The crop has the frame's aspect, so that the network's size stays. It grows at once when someone would
/// be cut off, or when the matte reaches its side. Once someone is shown it shrinks only when it was too
/// large for a second, so that it does not pump.
public struct CropRule: Sendable {
    /// In pixels of the frame, whole numbers.
    public private(set) var crop: Box

    /// Of a face's width, from its centre: arms stretched out, and hands.
    static let beside: Float = 3.5
    /// Of a face's height, from its centre: hair, a hat, a raised hand.
    static let above: Float = 2.5
    /// Of a face's height, from its centre: the trunk, and hands before it; what is farther is seen in
    /// the matte.
    static let below: Float = 5
    /// Room for movement, on each side, of what is needed.
    static let margin: Float = 0.1
    /// A person who comes so near to the crop's side, in parts of the crop, may go on beyond it.
    static let edge: Float = 0.02
    /// A crop this many times as large as needed, in area, is too large.
    static let slack: Float = 1.7
    /// How long it is too large before it shrinks.
    static let patience: Microseconds = 1_000_000
    /// A crop of more than this part of the frame's side is the whole frame: nothing is won.
    static let worthwhile: Float = 0.8

    private let frame: Box
    private var tooLargeSince: Microseconds?
    /// Whether someone was shown in the frame before.
    private var hasAnyone = false

    public init(width: Int, height: Int) {
        frame = Box(left: 0, top: 0, right: Float(width), bottom: Float(height))
        crop = frame
    }

    /// Whether the whole frame is seen.
    public var isWhole: Bool { crop == frame }

    /// Chooses the crop of the next frame; the whole frame where nobody is shown.
    ///
    /// `faces` are of whoever is shown in the frame at `time`, and `person` is what their matte takes up in
    /// it, both in pixels of the frame.
    public mutating func update(_ faces: [Box], person: Box?, at time: Microseconds) {
        guard var needed = faces.first.map({ body($0) }) else {
            (crop, tooLargeSince, hasAnyone) = (frame, nil, false)
            return
        }
        for face in faces.dropFirst() { needed = needed.union(body(face)) }
        if let person { needed = needed.union(extended(person)) }
        needed = needed.clipped(to: frame)
        let wanted = shaped(needed)
        if !crop.contains(needed) || !hasAnyone {
            (crop, tooLargeSince, hasAnyone) = (wanted, nil, true)
        } else if crop.area > Self.slack * wanted.area {
            let since = tooLargeSince ?? time
            tooLargeSince = since
            if time - since >= Self.patience { (crop, tooLargeSince) = (wanted, nil) }
        } else {
            tooLargeSince = nil
        }
    }

    /// What a face's person may reach.
    private func body(_ face: Box) -> Box {
        let center = face.center
        return Box(
            left: center.x - Self.beside * face.width,
            top: center.y - Self.above * face.height,
            right: center.x + Self.beside * face.width,
            bottom: center.y + Self.below * face.height
        )
    }

    /// A person's bounds, and more on every side where the crop may have cut them off.
    private func extended(_ person: Box) -> Box {
        let near = Point(Self.edge * crop.width, Self.edge * crop.height)
        let more = Point(Self.margin * crop.width, Self.margin * crop.height)
        var box = person
        if person.left < crop.left + near.x { box.left -= more.x }
        if person.top < crop.top + near.y { box.top -= more.y }
        if person.right > crop.right - near.x { box.right += more.x }
        if person.bottom > crop.bottom - near.y { box.bottom += more.y }
        return box
    }

    /// The least box of the frame's aspect about another, with a margin, pushed into the frame.
    private func shaped(_ needed: Box) -> Box {
        let enlargement = 1 + 2 * Self.margin
        let share = max(needed.width / frame.width, needed.height / frame.height) * enlargement
        guard share <= Self.worthwhile else { return frame }
        // Even numbers, which chroma has too: one pixel more than needed on each side at most.
        let width = even(frame.width * share) + 2, height = even(frame.height * share) + 2
        let left = even(max(0, min(frame.width - width, needed.center.x - width / 2)))
        let top = even(max(0, min(frame.height - height, needed.center.y - height / 2)))
        return Box(left: left, top: top, right: left + width, bottom: top + height)
    }

    /// The greatest even number that is not greater, of one that is not negative.
    private func even(_ value: Float) -> Float { Float(Int(value) / 2 * 2) }
}
