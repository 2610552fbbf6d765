public import Foundation

/// Activations that PyTorch computed: `training/` writes them beside each model file.
public struct GoldenFile: Sendable {
    public struct Tensor: Sendable {
        public let name: String
        public let height: Int, width: Int, channels: Int
        public let values: [Float]
    }

    public struct Malformed: Error {}

    public let tensors: [Tensor]

    /// The goldens that are committed.
    public static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Golden")

    public static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    public init(_ name: String) throws {
        try self.init(bytes: Self.bytes(name))
    }

    public init(bytes: [UInt8]) throws {
        var rest = bytes[...]
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
            let count = height * width * channels
            let values = try take(4 * count).withUnsafeBytes { bytes in
                (0..<count).map { index in
                    let bits = bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
                    return Float(bitPattern: UInt32(littleEndian: bits))
                }
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
