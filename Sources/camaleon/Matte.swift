import ArgumentParser
import CamaleonImage
import CamaleonPipeline
import Foundation

/// Replaces the room in a picture or a clip: `camaleon matte clip.mp4 --background office.jpg -o out.mp4`.
struct Matte: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replace the room in a picture or a clip.",
        discussion: """
            Reads whatever FFmpeg reads, and writes .png, .jpg, .mp4, .mov, .mkv or .webm with the clip's \
            audio as it is. What is larger than 1920×1080, lying or upright, is scaled down to fit. A file that is there \
            already is replaced, once the new one is whole. Exits with 65 when the input or the model is \
            not what it should be, 66 when a file cannot be read, 69 when FFmpeg is missing, 73 when the \
            output cannot be created, and 74 when writing fails.
            """
    )

    @Argument(help: "The picture or clip.", completion: .file())
    var input: String

    @Option(
        help: ArgumentHelp(
            "A picture to put behind the person, or blur.",
            valueName: "picture|blur"
        )
    )
    var background: String

    @Option(name: .shortAndLong, help: "The file to write.", completion: .file())
    var output: String

    @OptionGroup var network: NetworkOptions

    func validate() throws {
        guard Encoder.Kind(path: output) != nil else {
            throw ValidationError("--output must end in .png, .jpg, .mp4, .mov, .mkv or .webm.")
        }
    }

    func run() throws {
        // A process that stopped reading shows as a failed write, not as our end.
        signal(SIGPIPE, SIG_IGN)
        try Failure.told(by: "matte") {
            guard
                URL(filePath: input).standardizedFileURL
                    != URL(filePath: output).standardizedFileURL
            else {
                throw Failure(.badUsage, "the output would replace the input: choose another name")
            }
            let probe = try MediaProbe(of: input)
            let file = try network.file()
            let pipeline = try Pipeline(segmentingWith: file)
            if file.isFallback {
                say("matting with the network \(file.name); Scripts/networks makes a better one")
            }
            try setBackground(of: pipeline)
            let job = MattingJob(input: input, output: output, probe: probe, pipeline: pipeline)
            if job.scalesDown {
                say(
                    "\(input) has \(probe.width)×\(probe.height) pixels: it is scaled down to fit 1920×1080"
                )
            }
            try job.run()
        }
    }

    private func setBackground(of pipeline: Pipeline) throws(Failure) {
        guard background != "blur" else {
            pipeline.background = .blur
            return
        }
        let picture = try Picture(of: background, as: .rgba, within: (1920, 1920))
        pipeline.setImage(rgba: picture.pixels, width: picture.width, height: picture.height)
        pipeline.background = .image
    }
}
