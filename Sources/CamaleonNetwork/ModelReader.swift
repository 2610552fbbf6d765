internal import CamaleonKernels

extension Model {
    /// Reads a model file, and checks every byte of it before anything is built.
    ///
    /// - Throws: ``ModelError`` at the first field that is wrong. No bytes make it trap.
    public init(_ bytes: [UInt8]) throws(ModelError) {
        var reader = ByteReader(bytes)
        try Self.checkFrame(&reader, bytes)
        let channels = Int(try reader.readUInt16())
        guard 1...64 ~= channels else { throw ModelError(.badGraph, at: 16) }
        guard try reader.readUInt16() == 0 else { throw ModelError(.unsupportedVersion, at: 18) }
        let width = Int(try reader.readUInt16()), height = Int(try reader.readUInt16())
        let mean = try reader.readFloats(channels)
        let scale = try reader.readFloats(channels)
        var graph = GraphReader(inputChannels: channels)
        try graph.readOperations(&reader)
        guard reader.isAtEnd else { throw ModelError(.wrongLength, at: reader.offset) }
        self.init(
            inputChannels: channels,
            defaultWidth: width,
            defaultHeight: height,
            mean: mean,
            scale: scale,
            operations: graph.operations,
            levels: graph.levels
        )
        guard width > 0, height > 0, width.isMultiple(of: sizeMultiple),
            height.isMultiple(of: sizeMultiple)
        else {
            throw ModelError(.badGraph, at: 20)
        }
    }

    /// Magic number, version, length and checksum: bytes 0 to 15.
    private static func checkFrame(_ reader: inout ByteReader, _ bytes: [UInt8]) throws(ModelError)
    {
        guard try reader.readBytes(4) == [0x43, 0x41, 0x4D, 0x4C] else {
            throw ModelError(.notAModel, at: 0)
        }
        guard try reader.readUInt32() == 1 else { throw ModelError(.unsupportedVersion, at: 4) }
        let length = Int(truncatingIfNeeded: try reader.readUInt32())
        let checksum = try reader.readUInt32()
        guard bytes.count >= length else { throw ModelError(.truncated, at: bytes.count) }
        guard bytes.count == length else { throw ModelError(.wrongLength, at: 8) }
        guard crc32(bytes[16...]) == checksum else { throw ModelError(.wrongChecksum, at: 12) }
    }
}

/// Reads operations one after the other, and knows the shape of every value made so far.
private struct GraphReader {
    private(set) var operations: [Model.Operation] = []
    private(set) var levels = [0]
    private var channels: [Int]

    /// Beyond any network that runs in real time here; they bound what a hostile file can allocate.
    private static let mostOperations = 512, mostChannels = 1024, mostLevels = 8

    init(inputChannels: Int) {
        channels = [inputChannels]
    }

    mutating func readOperations(_ reader: inout ByteReader) throws(ModelError) {
        let start = reader.offset
        let count = Int(try reader.readUInt16())
        guard count <= Self.mostOperations else { throw ModelError(.tooLarge, at: start) }
        for _ in 0..<count { try readOperation(&reader) }
        guard let last = operations.last, last.activation == .sigmoid, last.weights?.kernel == 1,
            last.outputChannels == 1, levels.last == 0
        else { throw ModelError(.badGraph, at: reader.offset) }
    }

    private mutating func readOperation(_ reader: inout ByteReader) throws(ModelError) {
        let start = reader.offset
        let code = try reader.readUInt8()
        guard let activation = Activation(rawValue: try reader.readUInt8()) else {
            throw ModelError(.unknownOperation, at: start + 1)
        }
        let inputCount = Int(try reader.readUInt8())
        let nameLength = Int(try reader.readUInt8())
        let name = String(decoding: try reader.readBytes(nameLength), as: UTF8.self)
        let inputs = try readInputs(inputCount, &reader)
        let outputs = Int(try reader.readUInt16())
        guard 1...Self.mostChannels ~= outputs else { throw ModelError(.tooLarge, at: start) }
        let kind = try readKind(code, inputs: inputs, outputs: outputs, &reader, start: start)
        // Only convolutions apply one; a pooling that claims to would silently not.
        if activation != .none {
            switch kind {
            case .convolution, .transposedConvolution: break
            case .maxPooling, .concatenation: throw ModelError(.badGraph, at: start + 1)
            }
        }
        operations.append(
            Model.Operation(
                name: name,
                kind: kind,
                activation: activation,
                inputs: inputs,
                outputChannels: outputs
            )
        )
        channels.append(outputs)
    }

    private func readInputs(_ count: Int, _ reader: inout ByteReader) throws(ModelError) -> [Int] {
        let start = reader.offset
        guard count > 0 else { throw ModelError(.badGraph, at: start) }
        var inputs: [Int] = []
        for _ in 0..<count {
            let value = Int(try reader.readUInt16())
            guard value < channels.count else { throw ModelError(.badGraph, at: start) }
            inputs.append(value)
        }
        return inputs
    }

    /// Reads what belongs to one kind of operation, and notes the level of the value that it makes.
    private mutating func readKind(
        _ code: UInt8,
        inputs: [Int],
        outputs: Int,
        _ reader: inout ByteReader,
        start: Int
    ) throws(ModelError) -> Model.Operation.Kind {
        let from = inputs[0]
        if code != 5 && inputs.count != 1 { throw ModelError(.badGraph, at: start) }
        switch code {
        case 1, 2:
            levels.append(levels[from])
            let kernel = code == 1 ? 3 : 1
            return .convolution(try readWeights(kernel, channels[from], outputs, &reader))
        case 3:
            guard levels[from] > 0 else { throw ModelError(.badGraph, at: start) }
            levels.append(levels[from] - 1)
            return .transposedConvolution(try readWeights(2, channels[from], outputs, &reader))
        case 4:
            guard outputs == channels[from], levels[from] < Self.mostLevels else {
                throw ModelError(.badGraph, at: start)
            }
            levels.append(levels[from] + 1)
            return .maxPooling
        case 5:
            let fits = inputs.allSatisfy { levels[$0] == levels[from] }
            guard fits, outputs == inputs.reduce(0, { $0 + channels[$1] }) else {
                throw ModelError(.badGraph, at: start)
            }
            levels.append(levels[from])
            return .concatenation
        default: throw ModelError(.unknownOperation, at: start)
        }
    }

    private func readWeights(
        _ kernel: Int,
        _ inputs: Int,
        _ outputs: Int,
        _ reader: inout ByteReader
    ) throws(ModelError) -> ConvolutionWeights {
        let values = try reader.readHalves(outputs * kernel * kernel * inputs)
        let bias = try reader.readFloats(outputs)
        return ConvolutionWeights(
            kernel: kernel,
            inputChannels: inputs,
            outputChannels: outputs,
            values: values,
            bias: bias
        )
    }
}
