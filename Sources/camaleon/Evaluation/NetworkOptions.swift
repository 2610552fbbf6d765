import ArgumentParser
import CamaleonPipeline
import Foundation

/// Which network makes the mattes: by name, or by file.
struct NetworkOptions: ParsableArguments {
    @Option(help: "The network: a name, as in Models or .build/networks, or a model file.")
    var network: String?

    @Option(help: "The model file of the network.", completion: .file(extensions: ["cml"]))
    var model: String?

    func validate() throws {
        if network != nil && model != nil {
            throw ValidationError("--network and --model both name the network: give one.")
        }
    }

    /// The model file.
    ///
    /// - Throws: a failure when no network has the name.
    func path() throws(Failure) -> String {
        if let model { return model }
        return try Self.path(of: network ?? "unet")
    }

    func pipeline() throws(Failure) -> Pipeline {
        let pipeline = try Pipeline(modelAt: path())
        pipeline.background = .image
        return pipeline
    }

    /// The file of a network; what ends in .cml is one itself.
    private static func path(of network: String) throws(Failure) -> String {
        if network.hasSuffix(".cml") { return network }
        let paths = ["Models", ".build/networks"].map { "\($0)/\(network).cml" }
        guard let path = paths.first(where: FileManager.default.isReadableFile) else {
            throw Failure(
                .noInput,
                "there is no network \(network): neither \(paths.joined(separator: " nor "))"
            )
        }
        return path
    }
}
