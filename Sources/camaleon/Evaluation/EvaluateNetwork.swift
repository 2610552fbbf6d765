import ArgumentParser
import CamaleonNetwork
import Foundation

/// Counts what a network is made of: `camaleon evaluate network --network unet`.
struct EvaluateNetwork: ParsableCommand {
    /// Under the names that are in the JSON.
    private struct Report: Encodable {
        let name: String
        /// Of the model file.
        let bytes: Int
        let parameters: Int
        /// Multiply–adds of one inference, counting direct convolutions, by the input's size.
        let multiplyAdds: [String: Int64]
        let path: String

        var text: String {
            let sizes = multiplyAdds.sorted { $0.value < $1.value }
            return
                (["\(name): \(bytes) bytes, \(parameters) parameters"]
                + sizes.map { "\($0.key): \($0.value) multiply–adds" }).joined(separator: "\n")
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "network",
        abstract: "Count a network's bytes, parameters and operations.",
        discussion: """
            Exits with 65 when the model is not what it should be, and 66 when it is missing. How long it \
            takes is measured by `camaleon bench`.
            """
    )

    @OptionGroup var network: NetworkOptions

    @Flag(help: "Print the counts as JSON.")
    var json = false

    /// A camera's aspects, lying and upright, and a square.
    private static let sizes = [(256, 144), (208, 160), (160, 208), (256, 256)]

    func run() throws {
        try Failure.told(by: "evaluate network") {
            let report = try count()
            print(try json ? report.json() : report.text)
        }
    }

    private func count() throws(Failure) -> Report {
        let file = try network.file()
        guard let model = try network.pipeline().loadedModel else {
            preconditionFailure("a pipeline that was made of a model has one")
        }
        var multiplyAdds: [String: Int64] = [:]
        for (width, height) in Self.sizes {
            multiplyAdds["\(width)x\(height)"] = model.multiplyAdds(width: width, height: height)
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
        return Report(
            name: file.name,
            bytes: attributes?[.size] as? Int ?? 0,
            parameters: model.parameterCount,
            multiplyAdds: multiplyAdds,
            path: file.path
        )
    }
}
