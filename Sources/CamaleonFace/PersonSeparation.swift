internal import CIntrinsics
public import CamaleonImage

/// Takes other people out of a coarse matte, while one stays.
///
/// Each pixel of the matte belongs to the nearest head and shoulders, by ``BodyDistance``. Connected
/// parts correct that: what holds the kept face alone stays whole, so that an arm may reach far; what
/// holds other faces alone goes whole; and of a part that holds both, what is the kept person's must
/// hang together with their face. Another's face goes in any case.
public final class PersonSeparation {
    private let width: Int
    private let height: Int
    /// What each pixel is: ``background``, or ``unvisited``, or its part's number.
    private var labels: [Int32]
    private var pending: [Int32]
    /// Whether each pixel is nearer to the kept person than to any other.
    private var isKept: [Bool]
    /// Whether each part holds the kept face, and whether it holds another.
    private var holdsKept: [Bool] = []
    private var holdsOther: [Bool] = []

    /// What counts as a trace of a person: as in `ConnectedPeople`.
    private static let trace: Float = 0.15
    /// Another's head and shoulders, whole, for sure: in these units of ``BodyDistance``.
    private static let surelyOther: Float = 1
    private static let background: Int32 = -1, unvisited: Int32 = 0

    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a matte has at least one pixel")
        self.width = width
        self.height = height
        labels = [Int32](repeating: 0, count: width * height)
        pending = [Int32](repeating: 0, count: width * height)
        isKept = [Bool](repeating: false, count: width * height)
        // A pixel with its neighbours off is the smallest part: never more than this many.
        holdsKept.reserveCapacity(width * height / 2 + 2)
        holdsOther.reserveCapacity(width * height / 2 + 2)
    }

    /// Sets to zero what of the matte is not the kept person's.
    ///
    /// `matte` is 0…1, of the size that this was made for; the boxes of faces are in its pixels. Without
    /// others nothing changes.
    ///
    /// - Complexity: a few operations a pixel and face; no allocation.
    public func keepOnly(_ kept: Box, without others: [Box], in matte: FloatPlane) {
        precondition(matte.width == width && matte.height == height, "a matte of this size")
        guard !others.isEmpty else { return }
        removeFaces(others, but: kept, in: matte)
        assign(kept, others, matte)
        label()
        findFaces(kept, others)
        cutParts(kept, others, matte)
        removeLoose(kept, matte)
    }

    /// Another's face is gone, a little larger than its box; what the kept face covers is the kept one's.
    private func removeFaces(_ others: [Box], but kept: Box, in matte: FloatPlane) {
        for other in others {
            let face = other.expanded(by: 0.15 * other.longerSide)
            forEachPixel(of: face) { x, y in
                if !kept.contains(Point(Float(x) + 0.5, Float(y) + 0.5)) { matte[x, y] = 0 }
            }
        }
    }

    /// Gives each pixel of the matte to the nearest person.
    private func assign(_ kept: Box, _ others: [Box], _ matte: FloatPlane) {
        let own = BodyDistance(kept)
        for y in 0..<height {
            for x in 0..<width {
                let index = y * width + x
                guard matte[x, y] >= Self.trace else {
                    labels[index] = Self.background
                    continue
                }
                labels[index] = Self.unvisited
                let distance = own(x, y)
                isKept[index] = others.allSatisfy { distance <= BodyDistance($0)(x, y) }
            }
        }
    }

    /// Numbers the connected parts of the pixels that are not background, from 1.
    private func label() {
        holdsKept.removeAll(keepingCapacity: true)
        holdsOther.removeAll(keepingCapacity: true)
        holdsKept.append(false)
        holdsOther.append(false)
        for index in labels.indices where labels[index] == Self.unvisited {
            fill(from: index, Int32(holdsKept.count))
            holdsKept.append(false)
            holdsOther.append(false)
        }
    }

    private func fill(from start: Int, _ label: Int32) {
        var count = 0
        func visit(_ index: Int) {
            guard labels[index] == Self.unvisited else { return }
            labels[index] = label
            pending[count] = Int32(index)
            count += 1
        }
        visit(start)
        while count > 0 {
            count -= 1
            let index = Int(pending[count]), x = index % width
            if x > 0 { visit(index - 1) }
            if x < width - 1 { visit(index + 1) }
            if index >= width { visit(index - width) }
            if index < width * (height - 1) { visit(index + width) }
        }
    }

    /// Marks the parts that have a pixel in a face's box; others' count with their neck, since the
    /// faces themselves are gone.
    private func findFaces(_ kept: Box, _ others: [Box]) {
        forEachPixel(of: kept) { x, y in
            let label = labels[y * width + x]
            if label > 0 && isKept[y * width + x] { holdsKept[Int(label)] = true }
        }
        for other in others {
            var neck = other.expanded(by: 0.3 * other.longerSide)
            neck.bottom += 0.5 * other.height
            forEachPixel(of: neck) { x, y in
                let label = labels[y * width + x]
                if label > 0 && !isKept[y * width + x] { holdsOther[Int(label)] = true }
            }
        }
    }

    private func cutParts(_ kept: Box, _ others: [Box], _ matte: FloatPlane) {
        for index in labels.indices where labels[index] > 0 {
            let part = Int(labels[index])
            let (x, y) = (index % width, index / width)
            // A part that holds the kept face alone stays, but for what is surely another's shoulders.
            let isSurelyOther =
                !isKept[index] && others.contains { BodyDistance($0)(x, y) < Self.surelyOther }
            let stays =
                holdsKept[part] && !holdsOther[part]
                ? !isSurelyOther : isKept[index] && (holdsKept[part] || !holdsOther[part])
            if !stays {
                matte[x, y] = 0
                labels[index] = Self.background
            }
        }
    }

    /// Removes what was cut off from the kept face by what was taken out.
    ///
    /// A part without any face stays if it was never connected with another's.
    private func removeLoose(_ kept: Box, _ matte: FloatPlane) {
        for index in labels.indices where labels[index] > 0 {
            // What was of a part with both faces is looked at again; the rest is decided.
            let isMixed = holdsKept[Int(labels[index])] && holdsOther[Int(labels[index])]
            labels[index] = isMixed ? Self.unvisited : Self.background
        }
        label()
        forEachPixel(of: kept) { x, y in
            let label = labels[y * width + x]
            if label > 0 { holdsKept[Int(label)] = true }
        }
        for index in labels.indices where labels[index] > 0 && !holdsKept[Int(labels[index])] {
            matte[index % width, index / width] = 0
        }
    }

    /// The pixels of a box that lie in the matte.
    private func forEachPixel(of box: Box, _ body: (_ x: Int, _ y: Int) -> Void) {
        func whole(_ value: Float, _ limit: Int) -> Int { Int(max(0, min(Float(limit), value))) }
        let (left, right) = (whole(box.left, width), whole(box.right + 0.999, width))
        let (top, bottom) = (whole(box.top, height), whole(box.bottom + 0.999, height))
        for y in top..<max(top, bottom) { for x in left..<max(left, right) { body(x, y) } }
    }
}

/// How far a pixel is from a person of whom the face is known, in units of head and shoulders.
///
/// About 1 at the edge of a head with hair, and of shoulders, arms held close and the trunk below:
///
///     distance² = (dx / halfWidth(dy))² + (dy / reach)²
///
/// where the half width goes from 0.8 of the face's height, at the head, to 1.6 of it, one height below
/// the face's centre; reach is 1.1 of it upwards, and 6 downwards.
///
/// Anatomy: shoulders are about three heads' widths wide, and a face's box is about a head's width high.
struct BodyDistance {
    private let center: Point
    private let unit: Float

    init(_ face: Box) {
        center = face.center
        unit = max(face.longerSide, 1)
    }

    /// - Complexity: one square root.
    func callAsFunction(_ x: Int, _ y: Int) -> Float {
        let dx = (Float(x) + 0.5 - center.x) / unit, dy = (Float(y) + 0.5 - center.y) / unit
        let halfWidth = 0.8 + 0.8 * max(0, min(1, dy))
        let across = dx / halfWidth, along = dy / (dy < 0 ? 1.1 : 6)
        return camaleon_square_root(across * across + along * along)
    }
}
