import CamaleonTestSupport
import Foundation
import Testing

@testable import CamaleonNetwork

/// Bytes with a correct length and checksum, so that reading goes on behind them.
private func sealed(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count >= 16 else { return bytes }
    var result = bytes
    for (offset, value) in [(8, UInt32(bytes.count)), (12, crc32(bytes[16...]))] {
        for index in 0..<4 {
            result[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(index)))
        }
    }
    return result
}

@Suite("A model file")
struct ModelTests {
    let wellFormed: [UInt8]

    init() throws {
        wellFormed = try GoldenFile.bytes("unet-tiny.cml")
    }

    @Test("is read whole")
    func reads() throws {
        let model = try Model(wellFormed)
        #expect(model.inputChannels == 3)
        #expect(model.operations.last?.outputChannels == 1)
        #expect(model.sizeMultiple == 16)
    }

    @Test("without the magic number is no model")
    func magic() {
        #expect(throws: ModelError(.notAModel, at: 0)) {
            try Model([UInt8]("PK\u{3}\u{4} and more".utf8))
        }
    }

    @Test("of a later version is refused by name")
    func version() {
        var bytes = wellFormed
        for version: UInt8 in [1, 4] {
            bytes[4] = version
            #expect(throws: ModelError(.unsupportedVersion, at: 4)) { try Model(bytes) }
        }
    }

    @Test("of an older version holds nothing that came later")
    func olderVersion() throws {
        var bytes = try GoldenFile.bytes("upsample2x-5x7-c13-c13.cml")
        #expect(try Model(bytes).operations[0].kind == .upsampling)
        bytes[4] = 2
        #expect(throws: ModelError.self) { try Model(bytes) }
    }

    @Test("cut anywhere is refused")
    func truncated() {
        for length in stride(from: 0, to: wellFormed.count, by: 7) {
            #expect(throws: ModelError.self) { try Model(Array(wellFormed.prefix(length))) }
        }
    }

    @Test("with more bytes than it says is refused")
    func trailing() {
        #expect(throws: ModelError(.wrongLength, at: 8)) { try Model(wellFormed + [0]) }
    }

    @Test("with any bit flipped is refused")
    func flippedBits() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<300 {
            var bytes = wellFormed
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^=
                1 << UInt8.random(in: 0..<8, using: &generator)
            #expect(throws: ModelError.self) { try Model(bytes) }
        }
    }

    @Test("changed anywhere and sealed again is read or refused, never a trap")
    func fuzzed() {
        var generator = SeededGenerator(seed: 2)
        var ran = 0
        for round in 0..<2_000 {
            var bytes = wellFormed
            // The graph's first kilobyte is where a change does the most.
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let limit = round.isMultiple(of: 2) ? min(1024, bytes.count) : bytes.count
                bytes[Int.random(in: 16..<limit, using: &generator)] = UInt8.random(
                    in: 0...255,
                    using: &generator
                )
            }
            if round.isMultiple(of: 5) {
                bytes.removeLast(Int.random(in: 0..<bytes.count - 16, using: &generator))
            }
            guard let model = try? Model(sealed(bytes)) else { continue }
            // A changed window may ask for minutes, which would prove no more.
            let side = model.sizeMultiple
            let cost = model.multiplyAdds(width: side, height: side) ?? .max
            guard cost < 3_000_000 else { continue }
            Network(model, width: side, height: side).run()
            ran += 1
        }
        #expect(ran > 100)
    }

    @Test("whose concatenation reads one value twice still runs")
    func valueTwice() throws {
        let model = try Model(wellFormed)
        let first = try #require(model.operations.first)
        let twice = Model(
            inputChannels: 3,
            defaultWidth: 16,
            defaultHeight: 16,
            mean: model.mean,
            scale: model.scale,
            outputs: [2],
            operations: [
                first,
                Model.Operation(
                    name: "twice",
                    kind: .concatenation,
                    activation: .none,
                    inputs: [1, 1],
                    outputChannels: 2 * first.outputChannels
                ),
            ]
        )
        let network = Network(twice, width: 16, height: 16)
        network.run()
        let result = try #require(network.activations(ofOperation: 1))
        #expect(result.values[0] == result.values[first.outputChannels])
    }

    @Test("with an infinite weight is refused")
    func infiniteWeight() throws {
        var bytes = try GoldenFile.bytes("conv1x1-1x1-c7-c9.cml")
        bytes[bytes.count - 2...bytes.count - 1] = [0x80, 0x7F]
        #expect(throws: ModelError.self) { try Model(sealed(bytes)) }
    }

    @Test("holds half-precision numbers, widened exactly")
    func halves() {
        for bits in UInt16.min...UInt16.max {
            let widened = Float(half: bits)
            #if !arch(x86_64) || !os(macOS)
            let expected = Float(Float16(bitPattern: bits))
            #expect(widened == expected || (widened.isNaN && expected.isNaN))
            #endif
        }
    }
}
