import CamaleonFace
import CamaleonImage
import CamaleonNetwork
import CamaleonTestSupport
import Foundation
import Testing

@testable import CamaleonPipeline

/// The face networks and their makers' answers, which are made by scripts and never committed.
private let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../.build").standardized

private let areThere = ["networks/recognition.cml", "face-goldens/faces.golden"].allSatisfy {
    FileManager.default.fileExists(atPath: folder.appending(path: $0).path())
}

@Suite(
    "A gate that asks for signs of life",
    .enabled(if: areThere, "needs .build/networks and .build/face-goldens")
)
struct LivenessGateTests {
    private static let space = ColorSpace(matrix: .bt601, isFullRange: true)

    /// A gate for whoever is on the golden picture, and that picture.
    private func gate() throws -> (FaceGate, Frame) {
        func golden(_ file: String, _ name: String) throws -> GoldenFile.Tensor {
            let path = folder.appending(path: "face-goldens/\(file).golden")
            let file = try GoldenFile(bytes: [UInt8](Data(contentsOf: path)))
            return try #require(file.tensors.first { $0.name == name })
        }
        let gate = FaceGate()
        for kind in NetworkKind.faces {
            let path = folder.appending(path: "networks/\(kind).cml")
            try gate.load(kind, Model([UInt8](Data(contentsOf: path))))
        }
        let picture = try golden("faces", "picture")
        let camera = CameraInput(
            .rgba,
            width: picture.width,
            height: picture.height,
            colorSpace: Self.space
        )
        for (index, value) in picture.values.enumerated() {
            camera.buffer[4 * (index / 3) + index % 3] = UInt8(clamping: Int(255 * value))
        }
        camera.update()
        gate.configure(width: picture.width, height: picture.height, colorSpace: Self.space)
        gate.enrol(Embedding(try golden("recognition", "embedding").values))
        gate.set(.identity)
        return (gate, camera.frame)
    }

    @Test("recognises a photograph of the enrolled person, and does not show it")
    func photograph() throws {
        let (gate, photograph) = try gate()
        gate.asksForLife = true
        var states: [GateState] = []
        for frame in 0..<30 {
            gate.look(at: photograph, Int64(frame) * 33_333)
            #expect(!gate.showsAnyone)
            states.append(gate.state)
        }
        #expect(states.last == .waitingForLife && !states.contains(.verified))

        gate.asksForLife = false
        #expect(gate.state == .verified && gate.showsAnyone)
        gate.asksForLife = true
        gate.look(at: photograph, 1_000_000)
        #expect(gate.state == .waitingForLife && !gate.showsAnyone)
    }

    @Test("asks nothing of whoever is merely present")
    func presence() throws {
        let (gate, photograph) = try gate()
        gate.set(.presence)
        gate.asksForLife = true
        for frame in 0..<10 { gate.look(at: photograph, Int64(frame) * 33_333) }
        #expect(gate.state == .present && gate.showsAnyone)
    }
}
