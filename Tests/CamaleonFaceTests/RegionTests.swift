import CamaleonImage
import CamaleonKernels
import CamaleonNetwork
import CamaleonTestSupport
import Testing

@testable import CamaleonFace

@Suite("A region of a frame")
struct RegionTests {
    /// A model that reads three channels and changes nothing of them before: mean 0, scale 1.
    func sampler(side: Int, border: RegionSampler.Border, halves: Bool = true) -> RegionSampler {
        RegionSampler(
            mean: [0, 0, 0],
            scale: [1, 1, 1],
            side: side,
            border: border,
            halves: halves
        )
    }

    func map(_ side: Int) -> FeatureMap {
        FeatureMap(height: side, width: side, channels: 3, isPacked: true)
    }

    @Test("is sampled pixel for pixel where it has the network's size")
    func identity() {
        let frame = grey(width: 32, height: 32) { x, y in Float(4 * x + 2 * y) }
        let map = map(16)

        sampler(side: 16, border: .black)
            .sample(Region(center: Point(12, 16), side: 16), of: frame, into: map)

        for (x, y) in [(0, 0), (15, 15), (3, 9)] {
            #expect(abs(map[y, x, 0] * 255 - Float(4 * (x + 4) + 2 * (y + 8))) < 0.01)
        }
    }

    @Test("turned by a quarter has the frame's y axis as its x axis")
    func turned() {
        let frame = grey(width: 32, height: 32) { x, y in Float(4 * x + 2 * y) }
        let map = map(16)

        sampler(side: 16, border: .black).sample(
            Region(center: Point(16, 16), side: 16, direction: Point(0, 1)),
            of: frame,
            into: map
        )

        #expect(abs(map[0, 0, 1] * 255 - Float(4 * 24 + 2 * 8)) < 0.01)
        #expect(abs(map[0, 10, 1] * 255 - Float(4 * 24 + 2 * 18)) < 0.01)
    }

    @Test("is black or repeats the edge outside of the frame")
    func border() {
        let frame = grey(width: 32, height: 16) { _, _ in 200 }
        let (black, repeated) = (map(32), map(32))
        let whole = Region(letterboxing: 32, 16)

        sampler(side: 32, border: .black).sample(whole, of: frame, into: black)
        sampler(side: 32, border: .replicated).sample(whole, of: frame, into: repeated)

        #expect(black[2, 16, 0] == 0 && abs(black[16, 16, 0] - 200 / 255) < 0.001)
        #expect(abs(repeated[2, 16, 0] - 200 / 255) < 0.001)
    }

    @Test("is averaged where it is much larger than the network's input")
    func halving() {
        let stripes = grey(width: 256, height: 256) { x, _ in x.isMultiple(of: 2) ? 0 : 254 }
        let (fine, rough) = (map(16), map(16))
        let whole = Region(letterboxing: 256, 256)

        sampler(side: 16, border: .black).sample(whole, of: stripes, into: fine)
        sampler(side: 16, border: .black, halves: false).sample(whole, of: stripes, into: rough)

        #expect(abs(fine[8, 8, 0] * 255 - 127) < 1)
        #expect(rough[8, 8, 0] == 0)
    }

    @Test("that is no number is sampled without a trap")
    func notANumber() {
        let frame = grey(width: 16, height: 16) { _, _ in 100 }
        let map = map(16)

        sampler(side: 16, border: .replicated)
            .sample(Region(center: Point(.nan, 8), side: .infinity), of: frame, into: map)

        #expect(map[0, 0, 0].isFinite)
    }

    @Test("of five points in dlib's places is the chip they came from")
    func chip() {
        let region = Region(center: Point(300, 200), side: 90, direction: Point(0.6, 0.8))
        var five = [5 of Point](repeating: Point(0, 0))
        for index in five.indices { five[index] = region.inFrame(Region.wantedInChip[index]) }

        let chip = Region.chip(five)

        #expect((chip.center - region.center).magnitude < 0.001)
        #expect(abs(chip.side - 90) < 0.001 && (chip.direction - region.direction).magnitude < 1e-5)
    }
}

@Suite("An appearance")
struct AppearanceTests {
    private func appearance(_ value: (Int) -> Float) -> Appearance {
        var luma = [256 of Float](repeating: 0)
        for index in luma.indices { luma[index] = value(index) }
        return Appearance(luma)
    }

    @Test("is the same in other light, and another of another picture")
    func light() {
        let face = appearance { Float($0 * 37 % 251) }
        let brighter = appearance { 2 * Float($0 * 37 % 251) + 30 }
        let other = appearance { Float($0 * 29 % 241) }

        #expect(face.similarity(to: brighter) > 0.999)
        #expect(abs(face.similarity(to: other)) < 0.5)
    }

    @Test("of a grey wall is like nothing")
    func flat() {
        let wall = appearance { _ in 90 }
        #expect(wall.similarity(to: wall) == 0)
    }
}

@Suite("An embedding")
struct EmbeddingTests {
    @Test("has 128 numbers")
    func count() {
        #expect(Embedding([Float](repeating: 0, count: 127)) == nil)
        #expect(Embedding([Float](repeating: .nan, count: 128)) == nil)
    }

    @Test("is as far from the mean of two as half their distance")
    func mean() throws {
        let a = try #require(Embedding(randomFloats(128, seed: 1)))
        let b = try #require(Embedding(randomFloats(128, seed: 2)))

        let mean = try #require(Embedding.mean(of: [a, b]))

        #expect(abs(mean.distance(to: a) - a.distance(to: b) / 2) < 1e-5)
        #expect(a.distance(to: a) == 0)
    }
}
