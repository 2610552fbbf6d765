import CamaleonImage
import Testing

private func frame(_ width: Int, _ height: Int, luma: UInt8, blue: UInt8, red: UInt8) -> Frame {
    let frame = Frame(width: width, height: height)
    frame.luma.fill(luma)
    frame.blueChroma.fill(blue)
    frame.redChroma.fill(red)
    return frame
}

@Suite("Composition")
struct ComposeTests {
    @Test("blends exactly, at every alpha")
    func exact() {
        let person = frame(256, 1, luma: 201, blue: 40, red: 200),
            room = frame(256, 1, luma: 17, blue: 128, red: 90)
        let matte = Plane(width: 256, height: 1), output = Frame(width: 256, height: 1)
        for x in 0..<256 { matte[x, 0] = UInt8(x) }
        compose(
            person,
            matte: matte,
            chromaMatte: Plane(width: 128, height: 1),
            over: room,
            into: output
        )
        for x in 0..<256 {
            let exact = (201 * Float(x) + 17 * Float(255 - x)) / 255
            #expect(abs(Float(output.luma[x, 0]) - exact) <= 0.5)
        }
        #expect(output.blueChroma[0, 0] == 128 && output.blueChroma[127, 0] == 40)
    }

    @Test(
        "lets nothing of the camera through where the matte is empty",
        arguments: [(5, 3), (6, 4), (1, 1)]
    )
    func empty(width: Int, height: Int) {
        let output = Frame(width: width, height: height)
        compose(
            frame(width, height, luma: 255, blue: 255, red: 0),
            matte: Plane(width: width, height: height),
            chromaMatte: Plane(width: (width + 1) / 2, height: (height + 1) / 2),
            over: frame(width, height, luma: 60, blue: 100, red: 140),
            into: output
        )
        for y in 0..<height { for x in 0..<width { #expect(output.luma[x, y] == 60) } }
        #expect(output.blueChroma[(width - 1) / 2, (height - 1) / 2] == 100)
        #expect(output.redChroma[(width - 1) / 2, (height - 1) / 2] == 140)
    }

    @Test("gives a chroma pixel the mean alpha of its four luma pixels, fewer at an odd edge")
    func chromaAlpha() {
        let matte = Plane(width: 3, height: 3)
        for (index, value) in [255, 0, 100, 0, 1, 200, 10, 30, 40].enumerated() {
            matte[index % 3, index / 3] = UInt8(value)
        }
        let half = Plane(width: 2, height: 2)
        halve(matte, into: half)
        #expect([half[0, 0], half[1, 0], half[0, 1], half[1, 1]] == [64, 150, 20, 40])
    }
}

@Suite("A camera's input")
struct CameraInputTests {
    let limited = ColorSpace(matrix: .bt601, isFullRange: false)

    @Test("takes NV12's chroma apart")
    func nv12() {
        let camera = CameraInput(.nv12, width: 3, height: 3, colorSpace: limited)
        for index in 0..<camera.buffer.count { camera.buffer[index] = UInt8(index) }
        camera.update()
        #expect(camera.frame.luma[2, 2] == 8)
        #expect(camera.frame.blueChroma[1, 0] == 11 && camera.frame.redChroma[1, 1] == 16)
    }

    @Test(
        "converts RGBA as BT.601 and BT.709 say",
        arguments: [
            (ColorSpace(matrix: .bt601, isFullRange: false), [255, 0, 0], [81, 90, 240]),
            (ColorSpace(matrix: .bt709, isFullRange: false), [255, 0, 0], [63, 102, 240]),
            (ColorSpace(matrix: .bt601, isFullRange: true), [0, 255, 0], [150, 44, 21]),
            (ColorSpace(matrix: .bt601, isFullRange: false), [255, 255, 255], [235, 128, 128]),
        ]
    )
    func rgba(space: ColorSpace, rgb: [Int], yuv: [Int]) {
        let camera = CameraInput(.rgba, width: 3, height: 1, colorSpace: space)
        for x in 0..<3 { for c in 0..<3 { camera.buffer[4 * x + c] = UInt8(rgb[c]) } }
        camera.update()
        let actual = [
            camera.frame.luma[2, 0], camera.frame.blueChroma[1, 0], camera.frame.redChroma[1, 0],
        ]
        #expect(actual.map(Int.init) == yuv)
    }

    @Test(
        "survives the way to colours and back",
        arguments: ColorSpace.Matrix.allCases,
        [true, false]
    )
    func roundTrip(matrix: ColorSpace.Matrix, isFullRange: Bool) {
        let space = ColorSpace(matrix: matrix, isFullRange: isFullRange)
        let rgb = space.rgb(luma: 120, blueChroma: 90, redChroma: 160)
        let yuv = space.yuv(red: rgb.red, green: rgb.green, blue: rgb.blue)
        #expect(
            abs(yuv.luma - 120) < 0.01 && abs(yuv.blueChroma - 90) < 0.01
                && abs(yuv.redChroma - 160) < 0.01
        )
    }
}

@Suite("A background image")
struct CoverFitTests {
    @Test("is centred and cut, and its transparent pixels are slate")
    func coverFit() {
        // 4 × 2 pixels: red, then white, white, then transparent; into a square: the middle is white.
        let rgba = ByteBuffer(count: 32, repeating: 255)
        for y in 0..<2 {
            (rgba[16 * y + 1], rgba[16 * y + 2]) = (0, 0)
            rgba[16 * y + 15] = 0
        }
        let space = ColorSpace(matrix: .bt601, isFullRange: true)
        let square = Frame(width: 2, height: 2)
        square.coverFit(rgba: rgba, width: 4, height: 2, colorSpace: space)
        #expect(
            square.luma[0, 0] == 255 && square.luma[1, 1] == 255 && square.blueChroma[0, 0] == 128
        )

        let whole = Frame(width: 4, height: 2)
        whole.coverFit(rgba: rgba, width: 4, height: 2, colorSpace: space)
        #expect(whole.luma[0, 0] == 76 && whole.luma[3, 1] == Frame.slateLuma)
    }
}

@Suite("The blurred room")
struct RoomBlurTests {
    @Test("has no halo of the person, and no detail of the room")
    func noHalo() {
        let size = (width: 80, height: 60)
        let picture = (0..<3).map { _ in
            FloatPlane(width: size.width, height: size.height, repeating: 128)
        }
        let matte = FloatPlane(width: size.width, height: size.height)
        for y in 0..<size.height {
            for x in 0..<size.width {
                let isPerson = 30..<50 ~= x && y > 20
                matte[x, y] = isPerson ? 1 : 0
                // A bright person before letters two pixels wide.
                picture[0][x, y] = isPerson ? 250 : (x / 2).isMultiple(of: 2) ? 60 : 100
            }
        }
        let frame = Frame(width: 320, height: 240)
        RoomBlur(frameWidth: 320, frameHeight: 240).blur(picture, matte: matte, into: frame)
        var least: UInt8 = 255, greatest: UInt8 = 0
        for y in 0..<240 {
            for x in 0..<320 where !(116..<204 ~= x && y > 76) {
                least = min(least, frame.luma[x, y])
                greatest = max(greatest, frame.luma[x, y])
            }
        }
        // The room is 60 and 100, the person 250.
        #expect(least >= 72)
        #expect(greatest <= 88)
    }
}
