import CamaleonImage
import CamaleonKernels
import CamaleonNetwork
import CamaleonTestSupport
import Foundation
import Testing

@testable import CamaleonFace

/// The three networks and their makers' answers, which are made by scripts and never committed.
///
/// `Scripts/networks` makes the networks; in `training`, with `PYTHONPATH=src`,
/// `python -m camaleon_training.face_goldens --output ../.build/face-goldens` makes the answers.
enum FaceNetworks {
    private static let build = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: ".build")
    static let reason = "needs .build/networks and .build/face-goldens"

    static var areThere: Bool {
        ["detector", "landmarks", "recognition"].allSatisfy {
            let model = build.appending(path: "networks/\($0).cml").path()
            let golden = build.appending(path: "face-goldens/\($0).golden").path()
            return FileManager.default.fileExists(atPath: model)
                && FileManager.default.fileExists(atPath: golden)
        }
    }

    static func model(_ name: String) throws -> Model {
        try Model([UInt8](Data(contentsOf: build.appending(path: "networks/\(name).cml"))))
    }

    /// The tensor `name` of the golden `file`.
    static func golden(_ file: String, _ name: String) throws -> GoldenFile.Tensor {
        try #require(goldens[file]?.tensors.first { $0.name == name })
    }

    private static let goldens: [String: GoldenFile] = {
        var goldens: [String: GoldenFile] = [:]
        for name in ["detector", "landmarks", "recognition", "faces"] {
            let url = build.appending(path: "face-goldens/\(name).golden")
            goldens[name] = try? GoldenFile(bytes: [UInt8](Data(contentsOf: url)))
        }
        return goldens
    }()
}

/// A golden picture as a frame: chroma is at half size, so that edges of colour differ from it.
func pyramid(of picture: GoldenFile.Tensor) -> FramePyramid {
    let space = ColorSpace(matrix: .bt601, isFullRange: true)
    let camera = CameraInput(
        .rgba,
        width: picture.width,
        height: picture.height,
        colorSpace: space
    )
    let values = picture.values
    for pixel in 0..<picture.width * picture.height {
        for channel in 0..<3 {
            camera.buffer[4 * pixel + channel] = UInt8(clamping: 255 * values[3 * pixel + channel])
        }
    }
    camera.update()
    let pyramid = FramePyramid(width: picture.width, height: picture.height, colorSpace: space)
    pyramid.show(camera.frame)
    return pyramid
}

/// Points of a golden: N × 2.
func points(_ tensor: GoldenFile.Tensor) -> [[Float]] {
    stride(from: 0, to: tensor.values.count, by: 2).map { Array(tensor.values[$0..<$0 + 2]) }
}

/// A grey frame, drawn by a function of the pixel, 0…255.
func grey(width: Int, height: Int, _ luma: (Int, Int) -> Float) -> FramePyramid {
    let frame = Frame(width: width, height: height)
    frame.blueChroma.fill(128)
    frame.redChroma.fill(128)
    for y in 0..<height { for x in 0..<width { frame.luma[x, y] = UInt8(clamping: luma(x, y)) } }
    let space = ColorSpace(matrix: .bt709, isFullRange: true)
    let pyramid = FramePyramid(width: width, height: height, colorSpace: space)
    pyramid.show(frame)
    return pyramid
}
