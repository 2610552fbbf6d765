import CamaleonImage
import Testing

@testable import CamaleonScene

@Suite("Placing a person")
struct PlacingTests {
    private func person(_ width: Int, _ height: Int) -> (frame: Frame, matte: Plane) {
        let box = Box(x: width / 4..<width / 2, y: height / 3..<height)
        let matte = Plane(width: width, height: height)
        for y in box.y {
            for x in box.x { matte[x, y] = 255 }
        }
        return (roomFrame(width, height, person: box), matte)
    }

    @Test("copies at home", arguments: [(1, 1), (33, 21), (160, 120)])
    func identity(width: Int, height: Int) {
        let (frame, matte) = person(width, height)
        let placed = Frame(width: width, height: height),
            alpha = Plane(width: width, height: height)

        place(frame, matte: matte, by: .identity, into: placed, placedMatte: alpha)

        #expect(greatestDifference(alpha, matte) == 0)
        for index in 0..<3 {
            #expect(greatestDifference(placed.planes[index], frame.planes[index]) == 0)
        }
    }

    @Test("moves by whole pixels without a loss")
    func translation() {
        let (frame, matte) = person(160, 120)
        let placed = Frame(width: 160, height: 120),
            alpha = Plane(width: 160, height: 120, repeating: 9)

        place(
            frame,
            matte: matte,
            by: Placement(scale: 1, offsetX: 0.25, offsetY: 0),
            into: placed,
            placedMatte: alpha
        )

        for y in 0..<120 {
            for x in 0..<160 {
                #expect(alpha[x, y] == (x >= 40 ? matte[x - 40, y] : 0))
                if alpha[x, y] == 255 {
                    #expect(placed.luma[x, y] == 235)
                    #expect(
                        placed.blueChroma[x / 2, y / 2] == 220
                            && placed.redChroma[x / 2, y / 2] == 30
                    )
                }
            }
        }
    }

    @Test(
        "agrees with a plain bilinear look-up",
        arguments: [(0.8, 0.1, 0.2), (1.6, -0.4, -0.6), (1.13, 0.07, -0.13)]
    )
    func reference(scale: Float, x: Float, y: Float) {
        let (frame, matte) = person(65, 47)
        let placed = Frame(width: 65, height: 47), alpha = Plane(width: 65, height: 47)

        place(
            frame,
            matte: matte,
            by: Placement(scale: scale, offsetX: x, offsetY: y),
            into: placed,
            placedMatte: alpha
        )

        for row in 0..<47 {
            for column in 0..<65 {
                let sourceX = (Float(column) + 0.5 - x * 65) / scale - 0.5
                let sourceY = (Float(row) + 0.5 - y * 47) / scale - 0.5
                let isInside = -0.49...64.49 ~= sourceX && -0.49...46.49 ~= sourceY
                guard isInside else { continue }
                #expect(abs(Float(alpha[column, row]) - bilinear(matte, sourceX, sourceY)) < 4)
                if alpha[column, row] > 0 {
                    #expect(
                        abs(
                            Float(placed.luma[column, row]) - bilinear(frame.luma, sourceX, sourceY)
                        ) < 4
                    )
                }
            }
        }
    }

    private func bilinear(_ plane: Plane, _ x: Float, _ y: Float) -> Float {
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        func pixel(_ x: Float, _ y: Float) -> Float {
            Float(
                plane[min(max(Int(x), 0), plane.width - 1), min(max(Int(y), 0), plane.height - 1)]
            )
        }
        let (right, down) = (x - left, y - top)
        return (pixel(left, top) * (1 - right) + pixel(left + 1, top) * right) * (1 - down)
            + (pixel(left, top + 1) * (1 - right) + pixel(left + 1, top + 1) * right) * down
    }
}
