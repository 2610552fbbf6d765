import CamaleonImage
import CamaleonKernels
import CamaleonNetwork
import CamaleonTestSupport
import Testing

@testable import CamaleonFace

/// The greatest distance of points from a golden's.
private func greatestDistance(_ made: [Point], _ golden: GoldenFile.Tensor) -> Float {
    zip(made, points(golden)).map { ($0 - Point($1[0], $1[1])).magnitude }.max() ?? .infinity
}

private func fill(_ network: Network, with input: GoldenFile.Tensor) {
    let (mean, scale) = (network.model.mean, network.model.scale)
    let isUnit = (input.values.min() ?? 0) >= 0
    for y in 0..<input.height {
        for x in 0..<input.width {
            for c in 0..<3 {
                let value = input.values[(y * input.width + x) * 3 + c]
                network.input[y, x, c] = isUnit ? (value - mean[c]) * scale[c] : value
            }
        }
    }
}

private func all(_ points: FacePoints) -> [Point] {
    [points.leftEye, points.rightEye, points.nose, points.mouth, points.leftEar, points.rightEar]
}

private func corners(_ box: Box) -> [Point] {
    [Point(box.left, box.top), Point(box.right, box.bottom)]
}

/// With the networks' own inputs: what is left is rounding and decoding.
@Suite(
    "The face networks, on their makers' inputs",
    .enabled(if: FaceNetworks.areThere, "\(FaceNetworks.reason)")
)
struct DecodingTests {
    @Test("find the same box and points")
    func detector() throws {
        let detector = FaceDetector(try FaceNetworks.model("detector"))
        fill(detector.network, with: try FaceNetworks.golden("detector", "input"))

        detector.network.run()
        detector.decode(Region(letterboxing: 512, 512))

        let face = try #require(detector.detections.first)
        let distance = try max(
            greatestDistance(corners(face.box), FaceNetworks.golden("faces", "box")),
            greatestDistance(all(face.points), FaceNetworks.golden("faces", "points"))
        )
        print("detector: \(distance) pixels of 512")
        #expect(distance < 1e-3 && detector.detections.count == 1)
        let score = try FaceNetworks.golden("faces", "score").values[0]
        #expect(abs(face.score - score) < 1e-4)
    }

    @Test("find the same mesh")
    func mesh() throws {
        let mesh = FaceMesh(try FaceNetworks.model("landmarks"))
        fill(mesh.network, with: try FaceNetworks.golden("landmarks", "input"))
        let square = try FaceNetworks.golden("faces", "region").values
        let face = Detection(
            score: 1,
            box: Box(center: Point(square[0], square[1]), width: square[2] / 1.5, height: 1),
            points: sixPoints(try FaceNetworks.golden("faces", "points"))
        )

        mesh.network.run()
        mesh.decode(face.region)

        let distance = greatestDistance(mesh.points, try FaceNetworks.golden("faces", "mesh"))
        print("mesh: \(distance) pixels of 512")
        #expect(distance < 1e-3 && mesh.faceScore > 0.9)
    }

    @Test("make the same embedding, whole or in slices")
    func recogniser() throws {
        let recogniser = FaceRecogniser(try FaceNetworks.model("recognition"))
        let embedding = Embedding(try FaceNetworks.golden("recognition", "embedding").values)
        let expected = try #require(embedding)
        let chip = try FaceNetworks.golden("recognition", "input")
        let still = grey(width: 16, height: 16) { _, _ in 0 }
        let five = [5 of Point](repeating: Point(8, 8))

        recogniser.start(in: still, five)
        fill(recogniser.network, with: chip)
        var made: Embedding?
        var calls = 0
        while recogniser.isBusy {
            made = recogniser.advance(by: 5)
            calls += 1
        }

        let distance = try #require(made).distance(to: expected)
        print("recognition: distance \(distance)")
        #expect(distance < 1e-4 && calls == 3)
    }

    private func sixPoints(_ tensor: GoldenFile.Tensor) -> FacePoints {
        let six = points(tensor).map { Point($0[0], $0[1]) }
        return FacePoints(
            leftEye: six[0],
            rightEye: six[1],
            nose: six[2],
            mouth: six[3],
            leftEar: six[4],
            rightEar: six[5]
        )
    }
}

/// From the picture on: chroma at half size and halved frames differ from the makers'.
@Suite(
    "The chain of face networks, on a frame",
    .enabled(if: FaceNetworks.areThere, "\(FaceNetworks.reason)")
)
struct ChainTests {
    @Test("agrees with the makers' chain", arguments: [false, true])
    func chain(halves: Bool) throws {
        let embedding = Embedding(try FaceNetworks.golden("recognition", "embedding").values)
        let expected = try #require(embedding)
        let frame = pyramid(of: try FaceNetworks.golden("faces", "picture"))
        let detector = FaceDetector(try FaceNetworks.model("detector"), halves: halves)
        let mesh = FaceMesh(try FaceNetworks.model("landmarks"), halves: halves)
        let recogniser = FaceRecogniser(try FaceNetworks.model("recognition"), halves: halves)

        detector.detect(in: frame, [Region(letterboxing: 512, 512)])
        let face = try #require(detector.detections.first)
        mesh.find(in: frame, of: face.region)
        recogniser.start(in: frame, mesh.fivePoints)
        let sharpness = recogniser.sharpness
        let made = try #require(recogniser.advance(by: FaceRecogniser.sliceCount))

        let box = greatestDistance(corners(face.box), try FaceNetworks.golden("faces", "box"))
        let points = greatestDistance(mesh.points, try FaceNetworks.golden("faces", "mesh"))
        let distance = made.distance(to: expected)
        print("chain, halves \(halves): box \(box), mesh \(points) pixels, embedding \(distance)")
        print("score \(face.score), faces \(detector.detections.count), sharpness \(sharpness)")
        let eyes = EyeOpening(mesh.points)
        print("pose \(HeadPose(mesh)), eyes \(eyes)")
        #expect(HeadPose(mesh).isFrontal && min(eyes.left, eyes.right) > 0.15)
        #expect(box < 3 && points < 2 && distance < 0.06)
    }

    @Test("finds one face once, though it is in several regions")
    func severalRegions() throws {
        let frame = pyramid(of: try FaceNetworks.golden("faces", "picture"))
        let detector = FaceDetector(try FaceNetworks.model("detector"))
        let whole = Region(letterboxing: 512, 512)
        let near = Region(center: Point(220, 120), side: 300)

        detector.detect(in: frame, [whole, near])

        #expect(detector.detections.count == 1)
    }

    @Test("finds a face down to a ninth of the region's side", arguments: [4, 9])
    func smallFace(part: Float) throws {
        let frame = pyramid(of: try FaceNetworks.golden("faces", "picture"))
        let box = try FaceNetworks.golden("faces", "box").values
        let detector = FaceDetector(try FaceNetworks.model("detector"))
        let center = Point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)

        detector.detect(in: frame, [Region(center: center, side: part * (box[2] - box[0]))])

        #expect(detector.detections.count == 1)
    }
}
