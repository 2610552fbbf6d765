internal import CamaleonKernels

/// Reads operations one after the other, and knows the channels of every value made so far.
struct GraphReader {
    private(set) var operations: [Model.Operation] = []
    private var channels: [Int]
    /// Of the file's format: an older file holds nothing that came later.
    private let version: UInt32

    /// Beyond any network that runs in real time here; they bound what a hostile file can allocate.
    private static let mostOperations = 512, mostChannels = 4096, mostWeights: Int64 = 1 << 26

    init(inputChannels: Int, version: UInt32) {
        channels = [inputChannels]
        self.version = version
    }

    mutating func readOperations(_ reader: inout ByteReader) throws(ModelError) {
        let start = reader.offset
        let count = Int(try reader.readUInt16())
        guard count <= Self.mostOperations else { throw ModelError(.tooLarge, at: start) }
        for _ in 0..<count { try readOperation(&reader) }
    }

    private mutating func readOperation(_ reader: inout ByteReader) throws(ModelError) {
        let start = reader.offset
        let code = try reader.readUInt8(), activationCode = try reader.readUInt8()
        let inputCount = Int(try reader.readUInt8())
        let nameLength = Int(try reader.readUInt8())
        let name = String(decoding: try reader.readBytes(nameLength), as: UTF8.self)
        let inputs = try readInputs(inputCount, &reader)
        let outputs = Int(try reader.readUInt16())
        guard 1...Self.mostChannels ~= outputs else { throw ModelError(.tooLarge, at: start) }
        let kind = try readKind(code, inputs: inputs, outputs: outputs, &reader, start: start)
        let activation = try readActivation(activationCode, of: kind, outputs, &reader, start)
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

    /// Reads what belongs to one kind of operation, and checks the number of its channels.
    private func readKind(
        _ code: UInt8,
        inputs: [Int],
        outputs: Int,
        _ reader: inout ByteReader,
        start: Int
    ) throws(ModelError) -> Model.Operation.Kind {
        let from = channels[inputs[0]]
        let isAlone = inputs.count == 1, keepsChannels = isAlone && outputs == from
        let kind: Model.Operation.Kind, fits: Bool
        switch code {
        case 1:
            let window = try readWindow(&reader)
            kind = .convolution(try readWeights(window.kernel, from, outputs, &reader), window)
            fits = isAlone
        case 2:
            let window = try readWindow(&reader)
            kind = .depthwiseConvolution(try readDepthwise(window.kernel, outputs, &reader), window)
            fits = keepsChannels
        case 3:
            kind = .transposedConvolution(try readWeights(2, from, outputs, &reader))
            fits = isAlone
        case 4:
            kind = .maxPooling(try readWindow(&reader))
            fits = keepsChannels
        case 5:
            kind = .concatenation
            fits = outputs == inputs.reduce(0) { $0 + channels[$1] }
        case 6:
            kind = .addition
            fits = inputs.count > 1 && outputs == inputs.reduce(0) { max($0, channels[$1]) }
        case 7:
            let window = try readWindow(&reader)
            kind = .averagePooling(window)
            fits = keepsChannels && window.greatestPadding == 0
        case 8:
            kind = .globalAverage
            fits = keepsChannels
        case 9 where version >= 3:
            kind = .channelScale
            fits =
                2...3 ~= inputs.count && outputs == from
                && inputs.allSatisfy { channels[$0] == from }
        case 10 where version >= 3:
            kind = .upsampling
            fits = keepsChannels
        default: throw ModelError(.unknownOperation, at: start)
        }
        guard fits else { throw ModelError(.badGraph, at: start) }
        return kind
    }

    private func readWindow(_ reader: inout ByteReader) throws(ModelError) -> Window {
        let start = reader.offset
        let bytes = try reader.readBytes(6).map(Int.init)
        guard 1...15 ~= bytes[0], 1...4 ~= bytes[1], bytes[2...].allSatisfy({ $0 < bytes[0] })
        else { throw ModelError(.badGraph, at: start) }
        return Window(
            kernel: bytes[0],
            stride: bytes[1],
            top: bytes[2],
            left: bytes[3],
            bottom: bytes[4],
            right: bytes[5]
        )
    }

    /// Only sums have one; a pooling that claims to would silently not.
    private func readActivation(
        _ code: UInt8,
        of kind: Model.Operation.Kind,
        _ outputs: Int,
        _ reader: inout ByteReader,
        _ start: Int
    ) throws(ModelError) -> Activation {
        switch kind {
        case .convolution, .depthwiseConvolution, .transposedConvolution, .addition: break
        case .maxPooling, .concatenation, .averagePooling, .globalAverage, .channelScale,
            .upsampling:
            guard code == 0 else { throw ModelError(.badGraph, at: start + 1) }
        }
        switch code {
        case 0: return .none
        case 1: return .relu
        case 2: return .sigmoid
        case 3: return .prelu(slopes: try reader.readFloats(outputs))
        case 4 where version >= 3: return .hardSwish
        default: throw ModelError(.unknownOperation, at: start + 1)
        }
    }

    private func readWeights(
        _ kernel: Int,
        _ inputs: Int,
        _ outputs: Int,
        _ reader: inout ByteReader
    ) throws(ModelError) -> ConvolutionWeights {
        // In 64 bits: the product may not fit the 32 of WebAssembly.
        let count = Int64(outputs * inputs) * Int64(kernel * kernel)
        guard count <= Self.mostWeights else { throw ModelError(.tooLarge, at: reader.offset) }
        let values = try reader.readHalves(Int(count))
        let bias = try reader.readFloats(outputs)
        return ConvolutionWeights(
            kernel: kernel,
            inputChannels: inputs,
            outputChannels: outputs,
            values: values,
            bias: bias
        )
    }

    private func readDepthwise(
        _ kernel: Int,
        _ channels: Int,
        _ reader: inout ByteReader
    ) throws(ModelError) -> DepthwiseWeights {
        let values = try reader.readHalves(channels * kernel * kernel)
        let bias = try reader.readFloats(channels)
        return DepthwiseWeights(kernel: kernel, channels: channels, values: values, bias: bias)
    }
}
