import CamaleonImage
import CamaleonNetwork
import CamaleonPipeline
import Foundation
import Testing

private let limited = ColorSpace(matrix: .bt601, isFullRange: false)

/// A pipeline for a small camera, and its camera's bytes: an oval head and shoulders of skin and dark
/// cloth before `room`.
private func pipeline(
    _ format: PixelFormat = .i420,
    width: Int = 160,
    height: Int = 120,
    background: Background,
    withModel: Bool = true
) throws -> Pipeline {
    let pipeline = Pipeline()
    if withModel { try pipeline.load(.segmenter, model: shippedModel()) }
    pipeline.background = background
    pipeline.configure(
        FrameFormat(width: width, height: height, pixelFormat: format, colorSpace: limited)
    )
    return pipeline
}

/// The converted detector, if `Scripts/networks` has made it.
private let detectorFile: URL? = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../.build/networks/detector.cml"
    )
    return FileManager.default.fileExists(atPath: file.path()) ? file : nil
}()

private func fill(_ buffer: ByteBuffer, with value: UInt8) {
    for index in 0..<buffer.count { buffer[index] = value }
}

private func greenImage(for pipeline: Pipeline) {
    let image = ByteBuffer(count: 4 * 16 * 16)
    for pixel in 0..<256 { (image[4 * pixel + 1], image[4 * pixel + 3]) = (255, 255) }
    pipeline.setImage(rgba: image, width: 16, height: 16)
}

/// Paints a rectangle of the luma of a pipeline's next camera frame, 160 pixels wide.
private func paint(
    _ pipeline: Pipeline,
    _ columns: Range<Int>,
    _ rows: Range<Int>,
    _ value: UInt8
) {
    for y in rows { for x in columns { pipeline.input[y * 160 + x] = value } }
}

/// Whether all of a plane's bytes are in a range.
private func bytes(of plane: Plane, lieIn range: ClosedRange<UInt8>) -> Bool {
    (0..<plane.height).allSatisfy { y in
        let row = plane.row(y)
        return (0..<plane.width).allSatisfy { range.contains(row[$0]) }
    }
}

@Suite("The pipeline")
struct PipelineTests {
    @Test(
        "shows the slate or the image, never the camera, until a model is there",
        arguments: Background.allCases
    )
    func closedWithoutModel(background: Background) throws {
        let pipeline = try pipeline(background: background, withModel: false)
        greenImage(for: pipeline)
        fill(pipeline.input, with: 235)
        pipeline.process()
        let luma = pipeline.output.luma
        let expected: UInt8 = background == .image ? 145 : Frame.slateLuma
        for (x, y) in [(0, 0), (80, 60), (159, 119)] { #expect(luma[x, y] == expected) }
    }

    @Test("is slate before the first frame")
    func slateAtFirst() throws {
        let pipeline = try pipeline(background: .blur)
        #expect(pipeline.output.luma[80, 60] == Frame.slateLuma)
    }

    @Test("shows the image alone when nobody is there", arguments: PixelFormat.allCases)
    func emptyRoom(format: PixelFormat) throws {
        let pipeline = try pipeline(format, background: .image)
        greenImage(for: pipeline)
        fill(pipeline.input, with: 90)
        for _ in 0..<3 { pipeline.process() }
        for (x, y) in [(0, 0), (159, 0), (0, 119)] { #expect(pipeline.output.luma[x, y] == 145) }
    }

    @Test("passes the camera in mode none alone")
    func noneIsTheCamera() throws {
        let pipeline = try pipeline(background: .none)
        fill(pipeline.input, with: 201)
        pipeline.process()
        #expect(pipeline.output.luma[3, 3] == 201 && pipeline.output.redChroma[3, 3] == 201)
    }

    @Test("begins closed again when the camera's size changes")
    func resolutionChange() throws {
        let pipeline = try pipeline(background: .none)
        fill(pipeline.input, with: 201)
        pipeline.process()
        pipeline.configure(
            FrameFormat(width: 97, height: 55, pixelFormat: .i420, colorSpace: limited)
        )
        #expect(pipeline.output.luma[96, 54] == Frame.slateLuma)
    }

    @Test(
        "works at any size",
        arguments: [(1, 1), (2, 1), (33, 17), (97, 55), (1920, 1080), (1080, 1920)]
    )
    func anySize(width: Int, height: Int) throws {
        for background in Background.allCases {
            let pipeline = try pipeline(width: width, height: height, background: background)
            fill(pipeline.input, with: 120)
            pipeline.learnsPlate = true
            pipeline.process()
            pipeline.process()
            let output = pipeline.output
            #expect(output.width == width && output.height == height)
            #expect(pipeline.matte.width == width && pipeline.matte.height == height)
            #expect(
                pipeline.outputBuffer.count == Frame.byteCount(width: width, height: height)
            )
            // A flat camera of 120 before a slate: each pixel is one of them, or between them.
            let luma = background == .none ? 120...120 : Frame.slateLuma...121
            let chroma: ClosedRange<UInt8> = background == .none ? 120...120 : 119...128
            #expect(bytes(of: output.luma, lieIn: luma))
            #expect(bytes(of: output.blueChroma, lieIn: chroma))
            #expect(bytes(of: output.redChroma, lieIn: chroma))
        }
    }

    @Test("keeps the model that it has when another is refused")
    func refusedModel() throws {
        let pipeline = try pipeline(background: .image)
        greenImage(for: pipeline)
        #expect(throws: ModelError.self) { try pipeline.load(.segmenter, model: [1, 2, 3]) }
        #expect(pipeline.loadedModel?.parameterCount == 485_817)
    }

    @Test("gives no plate of a room that its owner does not share")
    func plateNeedsConsent() throws {
        let pipeline = try pipeline(background: .blur)
        fill(pipeline.input, with: 120)
        for _ in 0..<60 { pipeline.process() }
        #expect(pipeline.encodePlate(whole: true) == nil)
        pipeline.learnsPlate = true
        for _ in 0..<60 { pipeline.process() }
        #expect(pipeline.encodePlate(whole: true) != nil)
        pipeline.learnsPlate = false
        #expect(pipeline.encodePlate(whole: true) == nil)
    }

    @Test("shows one side's room behind the other's person")
    func camaleon() throws {
        let host = try pipeline(background: .blur, withModel: false)
        let guest = try pipeline(background: .camaleon, withModel: false)
        for pipeline in [host, guest] { try pipeline.load(.segmenter, model: brightnessModel()) }
        host.learnsPlate = true
        fill(host.input, with: 110)
        for _ in 0..<80 { host.process() }
        try guest.wornRoom.receive(try #require(host.encodePlate(whole: false)))
        fill(guest.input, with: 60)
        guest.process()
        #expect(abs(Int(guest.output.luma[2, 2]) - 110) <= 2)
        guest.wornRoom.forget()
        guest.process()
        #expect(guest.output.luma[2, 2] == Frame.slateLuma)
    }

    @Test("learns nobody into the plate, not even whom it leaves out of the picture")
    func passerBy() throws {
        let host = try pipeline(background: .image, withModel: false)
        try host.load(.segmenter, model: brightnessModel())
        greenImage(for: host)
        host.learnsPlate = true
        fill(host.input, with: 128)
        paint(host, 0..<160, 0..<120, 90)
        // The user, down to the frame's edge; and someone behind, whom no edge cuts.
        paint(host, 60..<120, 40..<120, 230)
        paint(host, 10..<30, 20..<50, 230)
        for _ in 0..<80 { host.process() }

        #expect(host.matte[90, 100] > 200)
        #expect(host.matte[20, 35] < 20)
        let guest = try pipeline(background: .camaleon, withModel: false)
        try guest.wornRoom.receive(try #require(host.encodePlate(whole: true)))
        let hole = FloatPlane(width: 16, height: 12)
        guest.wornRoom.hole(into: hole, frameWidth: 160, frameHeight: 120)
        #expect(hole[9, 10] == 1)
        #expect(hole[2, 3] == 1)
        #expect(hole[14, 1] == 0)
    }

    @Test("turns no gate on whose networks are missing")
    func gateNeedsNetworks() throws {
        let pipeline = try pipeline(background: .image)
        #expect(!pipeline.setGate(.presence))
        #expect(!pipeline.setGate(.identity))
        #expect(!pipeline.beginEnrolment())
        #expect(pipeline.gateState == .off)
        #expect(throws: ModelError.self) { try pipeline.load(.detector, model: brightnessModel()) }
    }

    @Test(
        "behind a gate shows nobody without a face, and not even in mode none",
        .enabled(if: detectorFile != nil, "Scripts/networks makes the detector"),
        arguments: [Background.image, .none]
    )
    func gateHides(background: Background) throws {
        let pipeline = try pipeline(background: background, withModel: false)
        try pipeline.load(.segmenter, model: brightnessModel())
        greenImage(for: pipeline)
        // All grey but for something bright, which the segmenter takes for a person.
        fill(pipeline.input, with: 128)
        paint(pipeline, 0..<160, 0..<120, 90)
        paint(pipeline, 60..<120, 40..<120, 230)
        pipeline.process(at: 0)
        #expect(pipeline.matte[90, 100] > 200)

        try pipeline.load(.detector, model: [UInt8](Data(contentsOf: try #require(detectorFile))))
        #expect(pipeline.setGate(.presence))
        for frame in 1...40 {
            pipeline.process(at: Int64(frame) * 33_000)
            #expect(pipeline.matte[90, 100] == 0)
            #expect(pipeline.output.luma[90, 100] < 200)
        }
        #expect(pipeline.gateState == .absent)
        #expect(pipeline.setGate(.off))
        pipeline.process(at: 2_000_000)
        #expect(pipeline.matte[90, 100] > 200)
    }
}
