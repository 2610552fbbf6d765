internal import CamaleonKernels

extension Model {
    /// Reads a model file, and checks every byte of it before anything is built.
    ///
    /// - Throws: ``ModelError`` at the first field that is wrong. No bytes make it trap.
    public init(_ bytes: [UInt8]) throws(ModelError) {
        var reader = ByteReader(bytes)
        let version = try Self.checkFrame(&reader, bytes)
        let channels = Int(try reader.readUInt16())
        guard 1...64 ~= channels else { throw ModelError(.badGraph, at: 16) }
        guard try reader.readUInt16() == 0 else { throw ModelError(.unsupportedVersion, at: 18) }
        let width = Int(try reader.readUInt16()), height = Int(try reader.readUInt16())
        let mean = try reader.readFloats(channels)
        let scale = try reader.readFloats(channels)
        let outputs = try Self.readOutputs(&reader)
        var graph = GraphReader(inputChannels: channels, version: version)
        try graph.readOperations(&reader)
        guard reader.isAtEnd else { throw ModelError(.wrongLength, at: reader.offset) }
        guard outputs.allSatisfy({ $0 <= graph.operations.count }) else {
            throw ModelError(.badGraph, at: 24 + 8 * channels)
        }
        self.init(
            inputChannels: channels,
            defaultWidth: width,
            defaultHeight: height,
            mean: mean,
            scale: scale,
            outputs: outputs,
            operations: graph.operations
        )
        try checkSizes()
    }

    /// Of the format, docs/model-format.md: what is read.
    private static let versions: ClosedRange<UInt32> = 2...3
    private static let mostOutputs = 8
    /// Floats of all maps together, beyond any network that runs in real time here.
    private static let mostFloats: Int64 = 1 << 26

    private static func readOutputs(_ reader: inout ByteReader) throws(ModelError) -> [Int] {
        let start = reader.offset
        let count = Int(try reader.readUInt8())
        guard 1...mostOutputs ~= count else { throw ModelError(.badGraph, at: start) }
        var outputs: [Int] = []
        for _ in 0..<count { outputs.append(Int(try reader.readUInt16())) }
        return outputs
    }

    /// Whether the network runs at the size for which it was trained, in bounded memory.
    private func checkSizes() throws(ModelError) {
        guard let sizes = sizes(height: defaultHeight, width: defaultWidth) else {
            throw ModelError(.badGraph, at: 20)
        }
        // In 64 bits: the sum may not fit the 32 of WebAssembly.
        var floats: Int64 = 0
        for (value, size) in sizes.enumerated() {
            floats += Int64(size.height * size.width) * Int64(channels(ofValue: value))
            guard floats <= Self.mostFloats else { throw ModelError(.tooLarge, at: 20) }
        }
    }

    /// Magic number, version, length and checksum: bytes 0 to 15.
    ///
    /// - Returns: the version.
    private static func checkFrame(
        _ reader: inout ByteReader,
        _ bytes: [UInt8]
    ) throws(ModelError) -> UInt32 {
        guard try reader.readBytes(4) == [0x43, 0x41, 0x4D, 0x4C] else {
            throw ModelError(.notAModel, at: 0)
        }
        let version = try reader.readUInt32()
        guard versions ~= version else { throw ModelError(.unsupportedVersion, at: 4) }
        let length = Int(truncatingIfNeeded: try reader.readUInt32())
        let checksum = try reader.readUInt32()
        guard bytes.count >= length else { throw ModelError(.truncated, at: bytes.count) }
        guard bytes.count == length else { throw ModelError(.wrongLength, at: 8) }
        guard crc32(bytes[16...]) == checksum else { throw ModelError(.wrongChecksum, at: 12) }
        return version
    }
}
