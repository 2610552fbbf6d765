import ArgumentParser
import CamaleonPipeline

/// Which network segments: by name, or by file.
struct NetworkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The network that segments: selfie (else unet, where it is missing), person, or a file.",
            valueName: "name|file"
        ),
        completion: .file(extensions: ["cml"])
    )
    var network: String?

    func file() throws(Failure) -> SegmenterFile {
        try SegmenterFile(network)
    }

    /// A pipeline that makes mattes with it.
    func pipeline() throws(Failure) -> Pipeline {
        let pipeline = try Pipeline(segmentingWith: file())
        pipeline.background = .image
        return pipeline
    }
}
