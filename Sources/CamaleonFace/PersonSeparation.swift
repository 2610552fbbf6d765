public import CamaleonImage

/// Takes other people out of a coarse matte, while one stays.
///
/// Each pixel of the matte belongs to the nearest head and shoulders, by ``BodyDistance``. Connected
/// parts correct that: what holds the kept face alone stays whole, so that an arm may reach far; what
/// holds other faces alone goes whole; and of a part that holds both, what is the kept person's must
/// hang together with their face. Another's face goes in any case, and so does a part without the kept face that
/// comes nowhere near their body: somebody who looks in from the edge, whose face nobody detects.
public final class PersonSeparation {
    private let width: Int
    private let height: Int
    private var parts: ConnectedComponents
    /// Whether each pixel is nearer to the kept person than to any other.
    private var isKept: [Bool]
    /// Whether each pixel is left of a part that holds both the kept face and another.
    private var isMixed: [Bool]
    /// Whether each part holds the kept face, and whether it holds another.
    private var holdsKept: [Bool] = []
    private var holdsOther: [Bool] = []

    /// Another's head and shoulders, whole, for sure: in these units of ``BodyDistance``.
    private static let surelyOther: Float = 1
    /// A part that is nowhere nearer than this to the kept person's head, shoulders and trunk is not theirs.
    private static let near: Float = 1.2
    /// Nothing beyond is the kept person's: hands beside the head reach two heights of the face, stretched out four.
    private static let far: Float = 2.6
    /// What of a matte is body, and how far away a mere trace may be of the kept person.
    private static let body: Float = 0.5, trace: Float = 2

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        parts = ConnectedComponents(width: width, height: height)
        isKept = [Bool](repeating: false, count: width * height)
        isMixed = isKept
        // A pixel with its neighbours off is the smallest part: never more than this many.
        holdsKept.reserveCapacity(width * height / 2 + 2)
        holdsOther.reserveCapacity(width * height / 2 + 2)
    }

    /// Sets to zero what of the matte is not the kept person's.
    ///
    /// `matte` is 0…1, of the size that this was made for; the boxes of faces are in its pixels.
    ///
    /// - Complexity: a few operations a pixel and face; no allocation.
    public func keepOnly(_ kept: Box, without others: [Box], in matte: FloatPlane) {
        precondition(matte.width == width && matte.height == height, "a matte of this size")
        if !others.isEmpty {
            removeFaces(others, but: kept, in: matte)
            parts.label(matte)
            assign(kept, others)
            findFaces(kept, others)
            cutParts(kept, others, matte)
            removeLoose(kept, matte)
        }
        removeStrays(kept, matte)
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
    private func assign(_ kept: Box, _ others: [Box]) {
        let own = BodyDistance(kept)
        for y in 0..<height {
            for x in 0..<width where parts.labels[y * width + x] > 0 {
                let distance = own(x, y)
                isKept[y * width + x] = others.allSatisfy { distance <= BodyDistance($0)(x, y) }
            }
        }
    }

    /// Marks the parts that have a pixel in a face's box; others' count with their neck, since the
    /// faces themselves are gone.
    private func findFaces(_ kept: Box, _ others: [Box]) {
        forgetFaces()
        forEachPixel(of: kept) { x, y in
            let label = parts.labels[y * width + x]
            if label > 0 && isKept[y * width + x] { holdsKept[Int(label)] = true }
        }
        for other in others {
            var neck = other.expanded(by: 0.3 * other.longerSide)
            neck.bottom += 0.5 * other.height
            forEachPixel(of: neck) { x, y in
                let label = parts.labels[y * width + x]
                if label > 0 && !isKept[y * width + x] { holdsOther[Int(label)] = true }
            }
        }
    }

    private func cutParts(_ kept: Box, _ others: [Box], _ matte: FloatPlane) {
        let pixels = matte.all
        for index in parts.labels.indices {
            let part = Int(parts.labels[index])
            isMixed[index] = false
            guard part > 0 else { continue }
            let (x, y) = (index % width, index / width)
            // A part that holds the kept face alone stays, but for what is surely another's shoulders.
            let isSurelyOther =
                !isKept[index] && others.contains { BodyDistance($0)(x, y) < Self.surelyOther }
            let stays =
                holdsKept[part] && !holdsOther[part]
                ? !isSurelyOther : isKept[index] && (holdsKept[part] || !holdsOther[part])
            if stays {
                isMixed[index] = holdsKept[part] && holdsOther[part]
            } else {
                pixels[index] = 0
            }
        }
    }

    /// Removes what was cut off from the kept face by what was taken out.
    ///
    /// A part without any face stays if it was never connected with another's.
    private func removeLoose(_ kept: Box, _ matte: FloatPlane) {
        // What was of a part with both faces is looked at again; the rest is decided.
        parts.label { isMixed[$0] }
        forgetFaces()
        forEachPixel(of: kept) { x, y in
            let label = parts.labels[y * width + x]
            if label > 0 { holdsKept[Int(label)] = true }
        }
        let pixels = matte.all
        for index in parts.labels.indices {
            let part = Int(parts.labels[index])
            if part > 0 && !holdsKept[part] { pixels[index] = 0 }
        }
    }

    /// Removes what is not the kept person's by where it is: parts that neither hold their face nor come near their
    /// body, what is farther away than hands reach, and traces between them.
    private func removeStrays(_ kept: Box, _ matte: FloatPlane) {
        let pixels = matte.all, own = BodyDistance(kept)
        // Bodies hang together by more than a trace, which joins people to what is beside them.
        parts.label { pixels[$0] >= Self.body }
        forgetFaces()
        forEachPixel(of: kept) { x, y in
            holdsKept[Int(parts.labels[y * width + x])] = true
        }
        for index in parts.labels.indices where !holdsKept[Int(parts.labels[index])] {
            if own(index % width, index / width) < Self.near {
                holdsKept[Int(parts.labels[index])] = true
            }
        }
        for index in parts.labels.indices where pixels[index] > 0 {
            let part = Int(parts.labels[index]), distance = own(index % width, index / width)
            let stays = part > 0 ? holdsKept[part] && distance < Self.far : distance < Self.trace
            if !stays { pixels[index] = 0 }
        }
    }

    /// No part holds a face, as far as is known.
    private func forgetFaces() {
        holdsKept.removeAll(keepingCapacity: true)
        holdsOther.removeAll(keepingCapacity: true)
        for _ in parts.components {
            holdsKept.append(false)
            holdsOther.append(false)
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
