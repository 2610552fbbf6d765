import Foundation

/// Activations that PyTorch computed: `training/` writes them beside each model file.
struct GoldenFile {
    struct Tensor {
        let name: String
        let height: Int, width: Int, channels: Int
        let values: [Float]
    }

    struct Malformed: Error {}

    let tensors: [Tensor]

    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Golden")

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    init(_ name: String) throws {
        var rest = try Self.bytes(name)[...]
        func take(_ count: Int) throws -> ArraySlice<UInt8> {
            guard rest.count >= count else { throw Malformed() }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        func number(_ count: Int) throws -> Int {
            try take(count).reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard try take(4).elementsEqual("CAMG".utf8), try number(4) == 1 else { throw Malformed() }
        tensors = try (0..<number(4)).map { _ in
            let name = String(decoding: try take(number(1)), as: UTF8.self)
            let (height, width, channels) = (try number(2), try number(2), try number(2))
            let values = try (0..<height * width * channels).map { _ in
                Float(bitPattern: UInt32(try number(4)))
            }
            return Tensor(
                name: name,
                height: height,
                width: width,
                channels: channels,
                values: values
            )
        }
    }
}
