import CamaleonImage
import Testing

@testable import CamaleonScene

@Suite("Push–pull")
struct PushPullTests {
    @Test("fills with a constant exactly", arguments: [(1, 1), (2, 2), (7, 5), (64, 48), (33, 1)])
    func constant(width: Int, height: Int) {
        let value = FloatPlane(width: width, height: height),
            weight = FloatPlane(width: width, height: height)
        value[0, height - 1] = 77
        weight[0, height - 1] = 1

        PushPull(width: width, height: height).fill(values: [value], weight: weight)

        for y in 0..<height {
            for x in 0..<width { #expect(value[x, y] == 77) }
        }
    }

    @Test("fills a gap in a slope monotonously, to half a level")
    func slope() {
        let value = FloatPlane(width: 64, height: 16), weight = FloatPlane(width: 64, height: 16)
        for y in 0..<16 {
            for x in 0..<64 where !(20..<44 ~= x) {
                value[x, y] = Float(100 + x)
                weight[x, y] = 1
            }
        }

        PushPull(width: 64, height: 16).fill(values: [value], weight: weight)

        for y in 0..<16 {
            for x in 1..<64 { #expect(value[x, y] >= value[x - 1, y] - 0.5) }
            for x in 0..<64 where !(20..<44 ~= x) { #expect(value[x, y] == Float(100 + x)) }
        }
    }

    @Test("leaves nothing dark, and every plane in its own range")
    func range() {
        let bright = FloatPlane(width: 31, height: 23), dim = FloatPlane(width: 31, height: 23)
        let weight = FloatPlane(width: 31, height: 23)
        for (x, y) in [(3, 4), (28, 2), (15, 20)] {
            bright[x, y] = Float(200 + x)
            dim[x, y] = Float(50 + y)
            weight[x, y] = 0.3
        }

        PushPull(width: 31, height: 23).fill(values: [bright, dim], weight: weight)

        for y in 0..<23 {
            for x in 0..<31 {
                #expect(bright[x, y] > 202.9 && bright[x, y] < 228.1)
                #expect(dim[x, y] > 51.9 && dim[x, y] < 70.1)
            }
        }
    }

    @Test("changes nothing where nothing is known")
    func nothing() {
        let value = FloatPlane(width: 4, height: 4, repeating: 9),
            weight = FloatPlane(width: 4, height: 4)

        PushPull(width: 4, height: 4).fill(values: [value], weight: weight)

        #expect(value[2, 3] == 9)
    }
}
