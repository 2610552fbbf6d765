import CamaleonImage
import Testing

@Suite("A frame")
struct FrameTests {
    @Test(
        "has chroma of half its size, rounded up",
        arguments: [(1, 1), (2, 3), (7, 5), (640, 480), (1919, 1079)]
    )
    func chromaSize(width: Int, height: Int) {
        let frame = Frame(width: width, height: height)
        #expect(
            frame.blueChroma.width == (width + 1) / 2 && frame.redChroma.height == (height + 1) / 2
        )
    }

    @Test("is slate before anything is drawn")
    func slate() {
        let frame = Frame(width: 3, height: 3)
        #expect(frame.luma[2, 2] == Frame.slateLuma && frame.blueChroma[1, 1] == 128)
    }
}

@Suite("A resampler")
struct ResamplerTests {
    /// A plane whose value grows by `dx` a column and `dy` a row.
    func slope(_ width: Int, _ height: Int, dx: Int, dy: Int) -> Plane {
        let plane = Plane(width: width, height: height)
        for y in 0..<height { for x in 0..<width { plane[x, y] = UInt8(x * dx + y * dy) } }
        return plane
    }

    @Test(
        "keeps a constant at any ratio",
        arguments: [(7, 5), (1, 1), (13, 40), (64, 48), (3, 90)]
    )
    func constant(width: Int, height: Int) {
        let output = FloatPlane(width: width, height: height)
        Resampler(crop: Crop(sourceWidth: 31, sourceHeight: 23), width: width, height: height)
            .resample(Plane(width: 31, height: 23, repeating: 77), into: output)
        for y in 0..<height { for x in 0..<width { #expect(abs(output[x, y] - 77) < 1e-3) } }
    }

    @Test("takes the mean over each area when it shrinks")
    func areaMean() {
        let output = FloatPlane(width: 2, height: 2)
        Resampler(crop: Crop(sourceWidth: 4, sourceHeight: 4), width: 2, height: 2)
            .resample(slope(4, 4, dx: 10, dy: 20), into: output)
        #expect([output[0, 0], output[1, 0], output[0, 1], output[1, 1]] == [15, 35, 55, 75])
    }

    @Test("interpolates between pixel centres when it enlarges")
    func bilinear() {
        let output = FloatPlane(width: 8, height: 1)
        Resampler(crop: Crop(sourceWidth: 4, sourceHeight: 1), width: 8, height: 1)
            .resample(slope(4, 1, dx: 40, dy: 0), into: output)
        #expect((0..<8).map { output[$0, 0] } == [0, 10, 30, 50, 70, 90, 110, 120])
    }

    @Test("reads every other byte of NV12's chroma")
    func interleaved() {
        let pairs = Plane(width: 4, height: 1)
        for (x, value) in [10, 90, 20, 80].enumerated() { pairs[x, 0] = UInt8(value) }
        let output = FloatPlane(width: 2, height: 1)
        let resampler = Resampler(
            crop: Crop(sourceWidth: 2, sourceHeight: 1),
            width: 2,
            height: 1,
            step: 2
        )
        resampler.resample(pairs, offset: 1, into: output)
        #expect([output[0, 0], output[1, 0]] == [90, 80])
    }

    @Test(
        "reads another part of its source as one that was made for that part does",
        arguments: [(8, 6, 16, 12), (0, 0, 64, 48), (40, 30, 4, 2), (62, 46, 2, 2)]
    )
    func otherPart(x: Int, y: Int, width: Int, height: Int) {
        let source = Plane(width: 64, height: 48)
        for y in 0..<48 { for x in 0..<64 { source[x, y] = UInt8((x * 71 + y * 37) % 256) } }
        let part = Crop(
            sourceWidth: 64,
            sourceHeight: 48,
            x: Float(x),
            y: Float(y),
            width: Float(width),
            height: Float(height)
        )
        let moved = FloatPlane(width: 9, height: 7), made = FloatPlane(width: 9, height: 7)
        let resampler = Resampler(
            crop: Crop(sourceWidth: 64, sourceHeight: 48),
            width: 9,
            height: 7
        )
        resampler.resample(source, into: moved)
        resampler.setCrop(part)
        resampler.resample(source, into: moved)
        Resampler(crop: part, width: 9, height: 7).resample(source, into: made)
        for y in 0..<7 { for x in 0..<9 { #expect(moved[x, y] == made[x, y]) } }
    }

    @Test("covers: it cuts the longer side, centred, and stretches nothing")
    func cover() {
        let crop = Crop(sourceWidth: 400, sourceHeight: 100, covering: 100, 100)
        #expect(crop == Crop(sourceWidth: 400, sourceHeight: 100, covering: 50, 50))
        #expect([crop.x, crop.y, crop.width, crop.height] == [150, 0, 100, 100])
    }
}

@Suite("A box filter")
struct BoxFilterTests {
    @Test("is the mean over the window that lies inside", arguments: [0, 1, 2, 9])
    func equalsFormula(radius: Int) {
        let input = FloatPlane(width: 7, height: 5), output = FloatPlane(width: 7, height: 5)
        for y in 0..<5 { for x in 0..<7 { input[x, y] = Float((x * 31 + y * 17) % 23) } }
        BoxFilter(width: 7, height: 5, radius: radius)(input, into: output)
        for y in 0..<5 {
            for x in 0..<7 {
                var sum: Float = 0, count: Float = 0
                for j in max(0, y - radius)...min(4, y + radius) {
                    for i in max(0, x - radius)...min(6, x + radius) {
                        (sum, count) = (sum + input[i, j], count + 1)
                    }
                }
                #expect(abs(output[x, y] - sum / count) < 1e-4)
            }
        }
    }
}
