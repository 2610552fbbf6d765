import CamaleonImage
import CamaleonMatte
import Testing

@Suite("A trimap")
struct TrimapTests {
    /// 40 × 24, person left of column 20 with `inside`, background with `outside`, a soft edge of four columns.
    func matte(inside: Float, outside: Float) -> FloatPlane {
        let matte = FloatPlane(width: 40, height: 24)
        for y in 0..<24 {
            for x in 0..<40 {
                let ramp = max(0, min(1, (Float(22 - x)) / 4))
                matte[x, y] = outside + (inside - outside) * ramp
            }
        }
        return matte
    }

    func settled(_ matte: FloatPlane) -> FloatPlane {
        let trimap = Trimap(width: matte.width, height: matte.height)
        trimap.reset()
        trimap.settle(matte)
        return matte
    }

    @Test("makes a doubtful inside whole and a doubtful outside empty")
    func certain() {
        let matte = settled(matte(inside: 0.8, outside: 0.2))
        #expect(matte[5, 12] == 1 && matte[12, 12] == 1)
        #expect(matte[35, 12] == 0 && matte[28, 12] == 0)
    }

    @Test("leaves the edge as soft as it was")
    func edge() {
        let before = matte(inside: 1, outside: 0), after = settled(matte(inside: 1, outside: 0))
        for x in 18..<22 { #expect(after[x, 12] == before[x, 12]) }
    }

    @Test("does not go on and off with a doubtful pixel: what was person stays so a little longer")
    func hysteresis() {
        let trimap = Trimap(width: 16, height: 16)
        func settled(_ value: Float) -> Float {
            let matte = FloatPlane(width: 16, height: 16, repeating: value)
            trimap.settle(matte)
            return matte[8, 8]
        }
        trimap.reset()
        #expect([0.9, 0.47, 0.52, 0.46].map { settled($0) } == [1, 1, 1, 1])
        #expect([0.3, 0.53, 0.48, 0.54].map { settled($0) } == [0, 0, 0, 0])
    }

    @Test("takes NaN for background")
    func notANumber() {
        let matte = settled(FloatPlane(width: 9, height: 9, repeating: .nan))
        for y in 0..<9 { for x in 0..<9 { #expect(matte[x, y] == 0) } }
    }
}

@Suite("An edge's colours")
struct EdgeColorsTests {
    /// A dark person (40) before a bright room (220), whose edge is `ramp` pixels wide around column 64 of 128.
    func scene(ramp: Int) -> (frame: Frame, matte: Plane, coarse: CoarseMatte) {
        let frame = Frame(width: 128, height: 64), matte = Plane(width: 128, height: 64)
        func alpha(_ x: Float) -> Float { max(0, min(1, 0.5 - (x - 63.5) / Float(ramp))) }
        for y in 0..<64 {
            for x in 0..<128 {
                let a = alpha(Float(x))
                frame.luma[x, y] = UInt8(40 * a + 220 * (1 - a))
                matte[x, y] = UInt8(255 * a)
            }
        }
        frame.blueChroma.fill(128)
        frame.redChroma.fill(128)
        let small = FloatPlane(width: 64, height: 32), luma = FloatPlane(width: 64, height: 32)
        let grey = FloatPlane(width: 64, height: 32, repeating: 128)
        for y in 0..<32 {
            for x in 0..<64 {
                small[x, y] = alpha(2 * Float(x) + 0.5)
                luma[x, y] = 40 * small[x, y] + 220 * (1 - small[x, y])
            }
        }
        let crop = Crop(sourceWidth: 128, sourceHeight: 64)
        return (frame, matte, CoarseMatte(picture: [luma, grey, grey], alpha: small, crop: crop))
    }

    @Test("are the person's alone: a bright room leaves no rim")
    func noRim() {
        let (frame, matte, coarse) = scene(ramp: 10)

        EdgeColors(smallWidth: 64, smallHeight: 32, width: 128, height: 64)
            .decontaminate(frame, coarse, matte: matte)

        for x in 60..<68 { #expect(abs(Int(frame.luma[x, 32]) - 40) < 25, "column \(x)") }
        #expect(frame.luma[40, 32] == 40, "inside nothing changes")
        #expect(frame.luma[100, 32] == 220, "nor outside")
        #expect(frame.blueChroma[32, 16] == 128)
    }

    @Test("of a part of the frame are changed there alone")
    func part() {
        let (frame, matte, coarse) = scene(ramp: 10)
        let before = frame.luma[64, 10]
        let crop = Crop(sourceWidth: 128, sourceHeight: 64, x: 0, y: 32, width: 64, height: 32)
        let colors = EdgeColors(smallWidth: 64, smallHeight: 32, width: 128, height: 64)

        colors.setCrop(crop)
        colors.decontaminate(
            frame,
            CoarseMatte(picture: coarse.picture, alpha: coarse.alpha, crop: crop),
            matte: matte
        )

        #expect(frame.luma[64, 10] == before)
    }
}
