import CamaleonImage
import CamaleonPipeline
import CamaleonTestSupport
import Foundation
import Testing

/// What `Scripts/networks` and `Scripts/setup test` make: a detector, and a picture of a face.
private enum Face {
    static let build = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../.build"
    )
    static let detector = try? Data(contentsOf: build.appending(path: "networks/detector.cml"))
    static let picture: GoldenFile.Tensor? = {
        let file = build.appending(path: "face-goldens/faces.golden")
        guard let bytes = try? Data(contentsOf: file) else { return nil }
        return try? GoldenFile(bytes: [UInt8](bytes)).tensors.first { $0.name == "picture" }
    }()
    static var isThere: Bool { detector != nil && picture != nil }
}

/// A camera of 640 × 480 in a grey room, with presence asked for, and someone small at its lower edge.
private struct Camera {
    let pipeline: Pipeline
    private(set) var frame = 0
    static let width = 640, height = 480

    init(_ model: [UInt8], background: Background) throws {
        pipeline = Pipeline()
        try pipeline.load(.segmenter, model: model)
        try pipeline.load(.detector, model: [UInt8](try #require(Face.detector)))
        pipeline.background = background
        pipeline.configure(
            FrameFormat(
                width: Self.width,
                height: Self.height,
                pixelFormat: .rgba,
                colorSpace: ColorSpace(matrix: .bt601, isFullRange: true)
            )
        )
        #expect(pipeline.setGate(.presence))
        paint(0..<Self.width, 0..<Self.height, 90)
    }

    func paint(_ columns: Range<Int>, _ rows: Range<Int>, _ grey: UInt8) {
        for y in rows {
            for x in columns {
                for channel in 0..<4 { pipeline.input[4 * (y * Self.width + x) + channel] = grey }
            }
        }
    }

    /// Puts the portrait, half of its 512 pixels high, at the lower edge from column `left` on.
    func sit(at left: Int) throws {
        let picture = try #require(Face.picture), side = picture.height / 2
        let values = picture.values
        for y in 0..<side {
            for x in 0..<side {
                for channel in 0..<3 {
                    let value = values[3 * (2 * y * picture.width + 2 * x) + channel]
                    let place = (Self.height - side + y) * Self.width + left + x
                    pipeline.input[4 * place + channel] = UInt8(clamping: Int(255 * value))
                }
            }
        }
    }

    mutating func run(_ count: Int) {
        for _ in 0..<count {
            pipeline.process(at: Int64(frame) * 66_000)
            frame += 1
        }
    }
}

@Suite(
    "The crop about a face",
    .enabled(if: Face.isThere, "needs .build/networks and .build/face-goldens")
)
struct CropTests {
    @Test("has a small person whole, and is given up when nobody is there")
    func follows() throws {
        var camera = try Camera(brightnessModel(), background: .image)
        camera.run(2)
        #expect(camera.pipeline.crop.isWhole)
        try camera.sit(at: 350)
        camera.run(25)
        let crop = camera.pipeline.crop
        #expect(crop.width < 560 && crop.x < 400 && crop.x + crop.width > 580)
        let matte = camera.pipeline.matte
        let chest = (400..<480).contains { y in (350..<606).contains { matte[$0, y] > 200 } }
        #expect(chest, "what is bright of it")
        #expect((0..<Int(crop.x)).allSatisfy { matte[$0, 470] == 0 })

        camera.paint(0..<Camera.width, 0..<Camera.height, 90)
        camera.run(20)
        #expect(camera.pipeline.crop.isWhole && camera.pipeline.gateState == .absent)
    }

    @Test("is given up at once without a gate")
    func endsWithTheGate() throws {
        var camera = try Camera(brightnessModel(), background: .image)
        try camera.sit(at: 350)
        camera.run(25)
        #expect(!camera.pipeline.crop.isWhole)
        #expect(camera.pipeline.setGate(.off))
        #expect(camera.pipeline.crop.isWhole, "the next frame is seen whole")
    }

    @Test("hides nobody outside of it from the plate, which must not learn them")
    func passerByOutside() throws {
        var camera = try Camera(brightnessModel(), background: .image)
        camera.pipeline.learnsPlate = true
        try camera.sit(at: 350)
        camera.run(25)
        #expect(!camera.pipeline.crop.isWhole)
        // Someone in the far corner, who comes when the crop is small already.
        camera.paint(40..<80, 40..<100, 240)
        camera.run(40)
        #expect(!camera.pipeline.crop.isWhole)

        let guest = Pipeline()
        try guest.wornRoom.receive(try #require(camera.pipeline.encodePlate(whole: true)))
        let hole = FloatPlane(width: 16, height: 12)
        guest.wornRoom.hole(into: hole, frameWidth: Camera.width, frameHeight: Camera.height)
        #expect(hole[12, 1] == 0, "the room is learnt")
        guest.background = .camaleon
        try guest.load(.segmenter, model: shippedModel())
        guest.configure(
            FrameFormat(
                width: Camera.width,
                height: Camera.height,
                pixelFormat: .i420,
                colorSpace: ColorSpace(matrix: .bt601, isFullRange: true)
            )
        )
        guest.process()
        #expect(guest.output.luma[60, 70] < 120, "the passer-by is not")
    }

    @Test("leaves nobody outside of it in the blur of the room, either")
    func blur() throws {
        var camera = try Camera(brightnessModel(), background: .blur)
        try camera.sit(at: 350)
        camera.run(25)
        camera.paint(40..<120, 40..<140, 240)
        camera.run(20)
        #expect(!camera.pipeline.crop.isWhole)
        #expect(abs(Int(camera.pipeline.output.luma[80, 90]) - 90) < 12)
    }
}
