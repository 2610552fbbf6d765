import CamaleonImage
import CamaleonMatte
import Testing

@Suite("A matte that is carried along")
struct MotionCompensationTests {
    /// A textured person, 30 × 40, at a place in front of a textured room, and the matte.
    func scene(_ left: Int, _ top: Int) -> (luma: FloatPlane, matte: FloatPlane) {
        let luma = FloatPlane(width: 128, height: 96), matte = FloatPlane(width: 128, height: 96)
        for y in 0..<96 {
            for x in 0..<128 {
                let isPerson = left..<left + 30 ~= x && top..<top + 40 ~= y
                let (u, v) = isPerson ? (x - left, y - top) : (x, y)
                let pattern = (u * 13 + v * 29 + u * v) % 60
                luma[x, y] = Float(pattern + (isPerson ? 150 : 20))
                matte[x, y] = isPerson ? 1 : 0
            }
        }
        return (luma, matte)
    }

    @Test("goes where the person went", arguments: [(6, 0), (0, -5), (-8, 3), (0, 0)])
    func follows(dx: Int, dy: Int) {
        let before = scene(40, 30), after = scene(40 + dx, 30 + dy)
        let motion = MotionCompensation(width: 128, height: 96)
        motion.remember(before.luma)

        #expect(motion.carry(before.matte, to: after.luma))

        var wrong = 0
        for y in 0..<96 {
            for x in 0..<128 where (before.matte[x, y] > 0.5) != (after.matte[x, y] > 0.5) {
                wrong += 1
            }
        }
        // Two pixels on the outline of 140, however far it went.
        #expect(wrong <= 280)
    }

    @Test("is not carried into another scene, where it would show the room")
    func cut() {
        let (luma, matte) = scene(40, 30)
        let other = FloatPlane(width: 128, height: 96, repeating: 240)
        let motion = MotionCompensation(width: 128, height: 96)
        motion.remember(luma)
        #expect(!motion.carry(matte, to: other))
    }

    @Test("needs a frame before")
    func needsPast() {
        let (luma, matte) = scene(40, 30)
        let motion = MotionCompensation(width: 128, height: 96)
        #expect(!motion.carry(matte, to: luma))
        motion.remember(luma)
        motion.reset()
        #expect(!motion.carry(matte, to: luma))
    }
}
