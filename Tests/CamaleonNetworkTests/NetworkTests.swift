import CamaleonNetwork
import CamaleonTestSupport
import Foundation
import Testing

/// The model files that have golden activations beside them.
private let goldenModels: [String] = {
    let files =
        (try? FileManager.default.contentsOfDirectory(atPath: GoldenFile.folder.path())) ?? []
    return files.filter { $0.hasSuffix(".cml") }.sorted()
}()

private func model(_ name: String) throws -> Model {
    let file =
        name == "unet.cml"
        ? GoldenFile.folder.appending(path: "../../Models/unet.cml")
        : GoldenFile.folder.appending(path: name)
    return try Model([UInt8](try Data(contentsOf: file)))
}

/// Runs `network` on the golden input, and compares every operation with what PyTorch got.
private func compare(_ network: Network, with golden: GoldenFile, tolerance: Float) throws {
    let input = try #require(golden.tensors.first { $0.name == "input" })
    fill(network, with: input)
    network.run()
    var compared = 0
    for (index, operation) in network.model.operations.enumerated() {
        guard let expected = golden.tensors.first(where: { $0.name == operation.name }),
            let actual = network.activations(ofOperation: index)
        else { continue }
        #expect(actual.height == expected.height && actual.width == expected.width)
        #expect(actual.channels == expected.channels)
        let size = expected.values.reduce(1) { max($0, abs($1)) }
        let worst = zip(actual.values, expected.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
        #expect(
            worst <= tolerance * size,
            "operation \(operation.name) of \(network.model.operations.count)"
        )
        compared += 1
    }
    #expect(compared > 0, "the golden file names operations of the model")
}

private func fill(_ network: Network, with input: GoldenFile.Tensor) {
    let model = network.model
    for y in 0..<input.height {
        for x in 0..<input.width {
            for c in 0..<input.channels {
                let value = input.values[(y * input.width + x) * input.channels + c]
                network.input[y, x, c] = (value - model.mean[c]) * model.scale[c]
            }
        }
    }
}

@Suite("A network")
struct NetworkTests {
    @Test(
        "makes PyTorch's activations, layer by layer",
        arguments: goldenModels + ["unet.cml"],
        [Network.Strategy.automatic, .direct]
    )
    func equalsPyTorch(name: String, strategy: Network.Strategy) throws {
        let golden = try GoldenFile(name.replacing(".cml", with: ".golden"))
        let input = try #require(golden.tensors.first)
        let network = Network(
            try model(name),
            width: input.width,
            height: input.height,
            strategy: strategy
        )

        try compare(network, with: golden, tolerance: 1e-4)
    }

    @Test("gives the same answer twice: nothing of the last frame remains")
    func runsAgain() throws {
        let golden = try GoldenFile("unet-tiny.golden")
        let input = try #require(golden.tensors.first)
        let network = Network(try model("unet-tiny.cml"), width: input.width, height: input.height)
        fill(network, with: input)
        network.run()
        let last = network.model.operations.count - 1
        let first = try #require(network.activations(ofOperation: last)).values
        network.run()

        #expect(network.activations(ofOperation: last)?.values == first)
    }

    @Test(
        "gives the same answer in slices, however many are done at a time",
        arguments: [(1, 1), (5, 2), (5, 9), (64, 1)]
    )
    func slices(count: Int, each: Int) throws {
        let golden = try GoldenFile("unet-tiny.golden")
        let input = try #require(golden.tensors.first)
        let network = Network(try model("unet-tiny.cml"), width: input.width, height: input.height)
        let last = network.model.operations.count - 1
        fill(network, with: input)
        network.run()
        let whole = try #require(network.activations(ofOperation: last)).values

        var inference = SlicedInference(of: network, slices: count), calls = 1
        while !inference.advance(by: each) { calls += 1 }

        #expect(inference.isDone && calls == max(1, (count + each - 1) / each))
        #expect(network.activations(ofOperation: last)?.values == whole)
    }

    @Test("adds a block's skip while its last convolution is in registers")
    func sums() throws {
        let model = try model("detector-tiny.cml")
        let index = try #require(
            model.operations.firstIndex { $0.name == "block0.pointwise" }
        )
        #expect(Network(model, width: 32, height: 24).activations(ofOperation: index) == nil)
        let plain = Network(model, width: 32, height: 24, strategy: .direct)
        #expect(plain.activations(ofOperation: index) != nil)
    }

    @Test("has steps whose multiply–adds are the model's", arguments: goldenModels + ["unet.cml"])
    func stepWork(name: String) throws {
        let golden = try GoldenFile(name.replacing(".cml", with: ".golden"))
        let input = try #require(golden.tensors.first)
        let network = Network(try model(name), width: input.width, height: input.height)
        let work = (0..<network.stepCount).map { network.work(ofStep: $0) }

        let expected = network.model.multiplyAdds(width: input.width, height: input.height)
        #expect(work.reduce(0) { $0 + Int64($1.multiplyAdds) } == expected)
        #expect(work.allSatisfy { ($0.kernel == .other) == ($0.multiplyAdds == 0) })
    }

    @Test("of the paper has 485,817 parameters")
    func parameterCount() throws {
        #expect(try model("unet.cml").parameterCount == 485_817)
    }

    @Test("of the paper costs the multiply–adds of its layers")
    func multiplyAdds() throws {
        // Every pair of convolutions and every upsampling, by hand from the paper's channels.
        var expected = 0, channels = 3
        for (level, width) in [8, 16, 32, 64, 128].enumerated() {
            expected += (256 >> level) * (144 >> level) * 9 * (channels * width + width * width)
            channels = width
        }
        for (level, width) in [(3, 64), (2, 32), (1, 16), (0, 8)] {
            expected += (256 >> level) * (144 >> level) * (channels * width + 27 * width * width)
            channels = width
        }
        expected += 256 * 144 * 8

        #expect(try model("unet.cml").multiplyAdds(width: 256, height: 144) == Int64(expected))
    }
}
