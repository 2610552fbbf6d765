import Foundation
import Testing

@testable import CamaleonWasm

/// The boundary holds one engine for the whole process: its tests take turns.
@Suite("The wasm boundary", .serialized)
struct ExportsTests {
    func withCopy<Result>(
        _ bytes: [UInt8],
        _ body: (UnsafeMutableRawPointer, UInt32) -> Result
    ) -> Result {
        let address = allocate(byteCount: UInt32(max(bytes.count, 1)))
        defer { free(address) }
        address.copyMemory(from: bytes, byteCount: bytes.count)
        return body(address, UInt32(bytes.count))
    }

    @Test("refuses what is no model, by the reason's number")
    func model() {
        #expect(withCopy(Array("PNG".utf8)) { loadNetwork(0, $0, byteCount: $1) } == 3)
        #expect(
            withCopy([UInt8](repeating: 7, count: 64)) { loadNetwork(0, $0, byteCount: $1) } == 1
        )
    }

    @Test(
        "refuses sizes and formats that are none",
        arguments: [
            (0, 480, 0, 0), (640, 0, 0, 0), (1921, 1, 0, 0), (1920, 1920, 0, 0), (640, 480, 3, 0),
            (640, 480, 0, 4),
            (.max, .max, 0, 0), (640, 480, .max, .max),
        ] as [(UInt32, UInt32, UInt32, UInt32)]
    )
    func format(width: UInt32, height: UInt32, format: UInt32, space: UInt32) {
        #expect(
            configure(width: width, height: height, pixelFormat: format, colorSpace: space) == -1
        )
    }

    @Test("refuses modes that are none")
    func mode() {
        #expect(setBackground(4) == -1)
        #expect(setBackground(.max) == -1)
        #expect(setBackground(1) == 0)
    }

    @Test("asks for signs of life, or not, and nothing else")
    func liveness() {
        #expect(setLiveness(2) == -1 && setLiveness(.max) == -1)
        #expect(setLiveness(1) == 0 && setLiveness(0) == 0)
    }

    @Test("makes a safe frame: without a network all of it is slate")
    func frame() throws {
        #expect(configure(width: 64, height: 48, pixelFormat: 0, colorSpace: 0) == 0)
        // The exports by their full names: a macro takes a closure's variable for them.
        let camera = CamaleonWasm.input(), safe = CamaleonWasm.output()
        let input = try #require(camera), output = try #require(safe)
        input.initializeMemory(as: UInt8.self, repeating: 235, count: 64 * 48 * 3 / 2)
        process(timestampMicroseconds: 0)
        let bytes = UnsafeRawBufferPointer(start: output, count: 64 * 48 * 3 / 2)
        #expect(bytes.prefix(64 * 48).allSatisfy { $0 == 52 })
        #expect(bytes.dropFirst(64 * 48).allSatisfy { $0 == 128 })
        #expect(stageMicroseconds(99) == 0)
    }

    @Test("refuses a plate that is none, and says that no room is worn")
    func plate() {
        #expect(withCopy([1, 2, 3]) { wear($0, byteCount: $1) } != 0)
        #expect(holeShare() == 1000)
        forgetRoom()
        #expect(encodePlate(whole: 1) == 0)
    }

    @Test("refuses to measure a network at a size that it cannot have")
    func bench() {
        #expect(benchNetwork(width: 17, height: 16) == -1)
        #expect(benchMultiplyAdds() == 0)
        #expect(benchSteps() == 0)
        #expect(benchStepKernel(0) == -1)
        #expect(benchStepMultiplyAdds(0) == 0)
        benchStep(0)
    }
}
