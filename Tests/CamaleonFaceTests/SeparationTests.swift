import CamaleonImage
import Testing

@testable import CamaleonFace

/// Mattes of 96 × 54, drawn with heads, shoulders and arms.
@Suite("The separation of people")
struct PersonSeparationTests {
    static let width = 96, height = 54
    let separation = PersonSeparation(width: width, height: height)

    /// A face's box at the middle of a head.
    func face(_ x: Float, _ y: Float = 18, _ side: Float = 10) -> Box {
        Box(center: Point(x, y), width: side, height: side)
    }

    /// Adds a head of 12 × 15, a neck, and a trunk with shoulders of 28 down to the lower edge.
    func draw(_ face: Box, in matte: FloatPlane) {
        let (x, y) = (Int(face.center.x), Int(face.center.y))
        fill(matte, x - 6..<x + 6, y - 8..<y + 7)
        fill(matte, x - 3..<x + 3, y + 7..<y + 11)
        fill(matte, x - 14..<x + 14, y + 11..<Self.height)
    }

    func fill(_ matte: FloatPlane, _ columns: Range<Int>, _ rows: Range<Int>, _ value: Float = 1) {
        for y in rows.clamped(to: 0..<Self.height) {
            for x in columns.clamped(to: 0..<Self.width) { matte[x, y] = value }
        }
    }

    func matte(_ faces: [Box]) -> FloatPlane {
        let matte = FloatPlane(width: Self.width, height: Self.height)
        for face in faces { draw(face, in: matte) }
        return matte
    }

    /// How much of a person's own drawing is left, 0…1.
    func share(of face: Box, in matte: FloatPlane) -> Float {
        let own = self.matte([face])
        var (sum, left): (Float, Float) = (0, 0)
        for y in 0..<Self.height {
            for x in 0..<Self.width where own[x, y] > 0 {
                sum += 1
                left += matte[x, y]
            }
        }
        return left / sum
    }

    @Test("changes nothing where there is one person")
    func alone() {
        let user = face(40)
        let matte = matte([user])
        separation.keepOnly(user, without: [], in: matte)
        #expect(share(of: user, in: matte) == 1)
    }

    @Test("removes one at the edge whose face nobody detects, and keeps a loose hand")
    func strays() {
        let (user, other) = (face(30), face(90))
        let matte = matte([user, other])
        fill(matte, 46..<52, 36..<40)
        separation.keepOnly(user, without: [], in: matte)
        #expect(share(of: user, in: matte) == 1 && share(of: other, in: matte) == 0)
        #expect(matte[48, 38] == 1)
    }

    @Test("removes one who sits apart, whole")
    func apart() {
        let (user, other) = (face(24), face(72))
        let matte = matte([user, other])
        separation.keepOnly(user, without: [other], in: matte)
        #expect(share(of: user, in: matte) == 1 && share(of: other, in: matte) == 0)
    }

    @Test("keeps an arm that reaches towards the other, where the two do not touch")
    func arm() {
        let (user, other) = (face(24), face(78))
        let matte = matte([user, other])
        fill(matte, 38..<60, 40..<44)
        separation.keepOnly(user, without: [other], in: matte)
        #expect(matte[55, 42] == 1 && share(of: other, in: matte) == 0)
    }

    @Test("cuts between two who touch: the other's head is gone, the user's stays")
    func touching() {
        let (user, other) = (face(34), face(60))
        let matte = matte([user, other])
        separation.keepOnly(user, without: [other], in: matte)
        #expect(matte[34, 18] == 1 && matte[60, 18] == 0)
        #expect(share(of: user, in: matte) > 0.9 && share(of: other, in: matte) < 0.12)
    }

    @Test("removes one who looks over the user's shoulder")
    func behind() {
        let (user, other) = (face(44, 24, 12), face(64, 14, 7))
        let matte = matte([user])
        fill(matte, 59..<69, 9..<19)
        fill(matte, 55..<73, 19..<36)
        separation.keepOnly(user, without: [other], in: matte)
        #expect(matte[64, 14] == 0 && matte[66, 24] == 0)
        #expect(matte[44, 24] == 1 && share(of: user, in: matte) > 0.9)
    }

    @Test("removes another's face even where the matte says that it is the user's arm")
    func faceAlways() {
        let (user, other) = (face(40, 20, 12), face(80, 30, 8))
        let matte = FloatPlane(width: Self.width, height: Self.height, repeating: 1)
        separation.keepOnly(user, without: [other], in: matte)
        for y in 26..<34 { for x in 76..<84 { #expect(matte[x, y] == 0) } }
        #expect(matte[40, 20] == 1)
    }

    @Test("leaves none of several others")
    func several() {
        let user = face(48), others = [face(12), face(84)]
        let matte = matte([user] + others)
        separation.keepOnly(user, without: others, in: matte)
        #expect(share(of: user, in: matte) > 0.9)
        for other in others { #expect(share(of: other, in: matte) < 0.1) }
    }

    @Test("stands faces out of the frame and of no size")
    func strange() {
        let user = face(40)
        let matte = matte([user])
        separation.keepOnly(user, without: [face(-50), face(200, 900), face(90, 5, 0)], in: matte)
        #expect(share(of: user, in: matte) > 0.95)
    }

    @Test("remembers nothing of the frame before")
    func again() {
        let (user, other) = (face(24), face(72))
        for _ in 0..<3 {
            let matte = matte([user, other])
            separation.keepOnly(other, without: [user], in: matte)
            #expect(share(of: user, in: matte) == 0 && share(of: other, in: matte) == 1)
        }
    }
}
