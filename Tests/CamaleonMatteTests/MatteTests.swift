import CamaleonImage
import CamaleonMatte
import Testing

@Suite("The network's size")
struct NetworkSizeTests {
    @Test(
        "is within the budget and near the frame's aspect",
        arguments: [
            (640, 480, 208, 160), (1280, 720, 256, 144), (384, 512, 160, 208), (480, 640, 160, 208),
            (100, 100, 192, 192),
        ]
    )
    func known(width: Int, height: Int, networkWidth: Int, networkHeight: Int) {
        let size = NetworkSize(frameWidth: width, frameHeight: height, multiple: 16, budget: 36_864)
        #expect(size.width == networkWidth && size.height == networkHeight)
    }

    @Test(
        "of a network of 256 × 256 has its pixels in the frame's aspect",
        arguments: [(640, 480, 304, 224), (1280, 720, 336, 192), (384, 512, 224, 304)]
    )
    func large(width: Int, height: Int, networkWidth: Int, networkHeight: Int) {
        let size = NetworkSize(frameWidth: width, frameHeight: height, multiple: 16, budget: 65_536)
        #expect(size.width == networkWidth && size.height == networkHeight)
    }

    @Test("exists for every shape of frame")
    func extreme() {
        for (width, height) in [(1, 1), (1920, 1), (1, 1920), (1919, 17), (33, 1080)] {
            let size = NetworkSize(
                frameWidth: width,
                frameHeight: height,
                multiple: 16,
                budget: 36_864
            )
            #expect(size.width.isMultiple(of: 16) && size.height.isMultiple(of: 16))
            #expect(16...38_707 ~= size.width * size.height)
        }
    }
}

@Suite("A matte smoothed over time")
struct TemporalSmootherTests {
    func plane(_ value: Float) -> FloatPlane { FloatPlane(width: 16, height: 16, repeating: value) }

    @Test("flickers less than the network where nothing moves")
    func smooths() {
        let smoother = TemporalSmoother(width: 16, height: 16)
        smoother.smooth(plane(0.5), luma: plane(100))
        var least: Float = 1, greatest: Float = 0
        for frame in 0..<40 {
            let matte = plane(frame.isMultiple(of: 2) ? 0.45 : 0.55)
            smoother.smooth(matte, luma: plane(100))
            least = min(least, matte[8, 8])
            greatest = max(greatest, matte[8, 8])
        }
        #expect(greatest - least < 0.06)
    }

    @Test("follows at once where the picture moves, and where the network changes its mind")
    func noLag() {
        let smoother = TemporalSmoother(width: 16, height: 16)
        smoother.smooth(plane(0), luma: plane(100))
        let moved = plane(0.3)
        smoother.smooth(moved, luma: plane(140))
        #expect(moved[8, 8] == 0.3)
        let changed = plane(1)
        smoother.smooth(changed, luma: plane(140))
        #expect(changed[8, 8] == 1)
    }

    @Test("knows nothing of the past after a reset")
    func forgets() {
        let smoother = TemporalSmoother(width: 16, height: 16)
        smoother.smooth(plane(1), luma: plane(100))
        smoother.reset()
        let matte = plane(0.9)
        smoother.smooth(matte, luma: plane(100))
        #expect(matte[0, 0] == 0.9)
    }
}

@Suite("A guided filter")
struct GuidedFilterTests {
    @Test("puts the matte's edge on the frame's edge")
    func snapsToEdge() {
        // The person is bright and ends at column 128 of 256; the coarse matte says 120.
        let luma = Plane(width: 256, height: 64)
        let small = FloatPlane(width: 64, height: 16), coarse = FloatPlane(width: 64, height: 16)
        for y in 0..<64 { for x in 0..<256 { luma[x, y] = x < 128 ? 200 : 60 } }
        for y in 0..<16 {
            for x in 0..<64 {
                small[x, y] = x < 32 ? 200 : 60
                coarse[x, y] = x < 30 ? 1 : 0
            }
        }
        let matte = Plane(width: 256, height: 64)
        GuidedFilter(smallWidth: 64, smallHeight: 16, width: 256, height: 64)
            .refine(coarse, smallLuma: small, luma: luma, into: matte)
        #expect(matte[100, 32] == 255 && matte[150, 32] == 0)
        #expect(
            Int(matte[126, 32]) - Int(matte[129, 32]) > 40,
            "the steepest step is where the luma's is"
        )
    }

    @Test(
        "keeps empty empty and full full, whatever the picture, and shows nothing of what is no number",
        arguments: [Float(0), 1, .nan]
    )
    func extremes(value: Float) {
        let luma = Plane(width: 33, height: 21), small = FloatPlane(width: 16, height: 16)
        for y in 0..<21 { for x in 0..<33 { luma[x, y] = UInt8((x * 71 + y * 37) % 256) } }
        for y in 0..<16 { for x in 0..<16 { small[x, y] = Float((x * 53 + y * 19) % 256) } }
        let matte = Plane(width: 33, height: 21, repeating: 99)
        GuidedFilter(smallWidth: 16, smallHeight: 16, width: 33, height: 21).refine(
            FloatPlane(width: 16, height: 16, repeating: value),
            smallLuma: small,
            luma: luma,
            into: matte
        )
        for y in 0..<21 { for x in 0..<33 { #expect(matte[x, y] == (value == 1 ? 255 : 0)) } }
    }
}

@Suite("A guided filter of a part of the frame")
struct GuidedFilterPartTests {
    /// A frame of stripes, its part that is looked at, and that part's luma at 16 × 16.
    let luma = Plane(width: 96, height: 80)
    let part = Crop(sourceWidth: 96, sourceHeight: 80, x: 20, y: 30, width: 48, height: 40)
    let small = FloatPlane(width: 16, height: 16), coarse = FloatPlane(width: 16, height: 16)

    init() {
        for y in 0..<80 { for x in 0..<96 { luma[x, y] = UInt8((x * 7 + y * 3) % 256) } }
        let resampler = Resampler(crop: part, width: 16, height: 16)
        resampler.resample(luma, into: small)
        for y in 0..<16 { for x in 4..<12 { coarse[x, y] = 1 } }
    }

    @Test("makes there what it would make of that part alone, and nothing elsewhere")
    func asAlone() {
        let alone = Plane(width: 48, height: 40), cut = Plane(width: 48, height: 40)
        for y in 0..<40 { for x in 0..<48 { cut[x, y] = luma[20 + x, 30 + y] } }
        GuidedFilter(smallWidth: 16, smallHeight: 16, width: 48, height: 40)
            .refine(coarse, smallLuma: small, luma: cut, into: alone)
        let filter = GuidedFilter(smallWidth: 16, smallHeight: 16, width: 96, height: 80)
        filter.setCrop(part)
        let matte = Plane(width: 96, height: 80, repeating: 200)
        filter.refine(coarse, smallLuma: small, luma: luma, into: matte)
        for y in 0..<80 {
            for x in 0..<96 {
                let isInside = 20..<68 ~= x && 30..<70 ~= y
                #expect(matte[x, y] == (isInside ? alone[x - 20, y - 30] : 0))
            }
        }
    }

    @Test("looks at the whole frame again")
    func wholeAgain() {
        let whole = Crop(sourceWidth: 96, sourceHeight: 80)
        let filter = GuidedFilter(smallWidth: 16, smallHeight: 16, width: 96, height: 80)
        let matte = Plane(width: 96, height: 80), again = Plane(width: 96, height: 80)
        filter.refine(coarse, smallLuma: small, luma: luma, into: matte)
        filter.setCrop(part)
        filter.refine(coarse, smallLuma: small, luma: luma, into: again)
        filter.setCrop(whole)
        filter.refine(coarse, smallLuma: small, luma: luma, into: again)
        for y in 0..<80 { for x in 0..<96 { #expect(matte[x, y] == again[x, y]) } }
    }
}

@Suite("What is connected")
struct ConnectedPeopleTests {
    /// A matte of 40 × 30 with the given rectangles of person.
    func matte(_ rectangles: [(x: Range<Int>, y: Range<Int>)]) -> FloatPlane {
        let matte = FloatPlane(width: 40, height: 30)
        for (columns, rows) in rectangles {
            for y in rows { for x in columns { matte[x, y] = 1 } }
        }
        return matte
    }

    let people = ConnectedPeople(width: 40, height: 30)

    @Test("as an island in mid-air beside a sitter is no person")
    func island() {
        let matte = matte([(10..<30, 8..<30), (0..<8, 0..<8)])
        people.keepOnly(in: matte)
        #expect(matte[20, 20] == 1 && matte[4, 4] == 0)
    }

    @Test("as what a crop's lower edge cuts is no sitter")
    func cropEdge() {
        let matte = matte([(2..<15, 8..<30), (22..<35, 12..<30)])
        people.keepOnly(in: matte, reachesLowerEdge: false)
        #expect(matte[5, 20] == 1 && matte[30, 20] == 0)
    }

    @Test("as two sitters are two people")
    func twoPeople() {
        let matte = matte([(2..<15, 8..<30), (22..<35, 12..<30)])
        people.keepOnly(in: matte)
        #expect(matte[5, 20] == 1 && matte[30, 20] == 1)
    }

    @Test("as a speck alone is nobody")
    func speck() {
        let matte = matte([(10..<12, 28..<30)])
        people.keepOnly(in: matte)
        #expect(matte[11, 29] == 0)
    }

    /// A matte of 40 × 30 with one sitter, sure in a share of the rows.
    func doubtful(_ share: Double) -> FloatPlane {
        let matte = FloatPlane(width: 40, height: 30)
        for y in 10..<30 {
            for x in 10..<30 { matte[x, y] = Double(y - 10) < 20 * share ? 1 : 0.7 }
        }
        return matte
    }

    @Test("as what the network is hardly sure of is furniture")
    func doubtfulNewcomer() {
        let nobody = doubtful(0.2), somebody = doubtful(0.5)
        people.keepOnly(in: nobody)
        #expect(nobody[20, 12] == 0 && nobody[20, 28] == 0)
        people.keepOnly(in: somebody)
        #expect(somebody[20, 12] == 1 && somebody[20, 28] == 0.7)
    }

    @Test("as who was there a frame ago stays, though the network is less sure, until it forgets")
    func known() {
        people.keepOnly(in: doubtful(0.5))
        let later = doubtful(0.2)
        people.keepOnly(in: later)
        #expect(later[20, 28] == 0.7)
        people.reset()
        let anew = doubtful(0.2)
        people.keepOnly(in: anew)
        #expect(anew[20, 28] == 0)
    }

    @Test("anew in every frame")
    func again() {
        for x in [2, 20, 4] {
            let matte = matte([(x..<x + 12, 10..<30)])
            people.keepOnly(in: matte)
            #expect(matte[x + 1, 20] == 1)
        }
    }
}
