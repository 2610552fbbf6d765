import ArgumentParser
import CamaleonPipeline
import Foundation

/// Compares the engine's mattes with masks: `camaleon evaluate segmentation --images I --masks M`.
struct EvaluateSegmentation: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segmentation",
        abstract: "Compare mattes with masks.",
        discussion: """
            A picture's mask has the picture's name and size; what is over 127 in it is the person. Each \
            picture is a still: nothing is carried over from the one before. Exits with 65 when a file is \
            not what it should be, 66 when one is missing, and 69 when FFmpeg is.
            """
    )

    @Option(help: "The model file of the network.", completion: .file(extensions: ["cml"]))
    var model = "Models/unet.cml"

    @Option(help: "The folder of pictures.", completion: .directory)
    var images: String

    @Option(help: "The folder of masks.", completion: .directory)
    var masks: String

    @Option(help: "A CSV with columns id and split; an id is a picture's name without its ending.")
    var index: String?

    @Option(help: "Measure the pictures of this split of the index alone.")
    var split: String?

    @Flag(help: "Print the measures as JSON.")
    var json = false

    func validate() throws {
        if split != nil && index == nil { throw ValidationError("--split needs --index.") }
    }

    func run() throws {
        try Failure.told(by: "evaluate segmentation") {
            let pairs = try MaskedPictures(images: images, masks: masks, index: index, split: split)
                .pairs
            let pipeline = try Pipeline(modelAt: model)
            pipeline.background = .blur
            var measures = SegmentationMeasures()
            let bar = ProgressBar(total: pairs.count)
            for (number, pair) in pairs.enumerated() {
                try measures.add(pair, pipeline)
                bar.show(number + 1)
            }
            bar.end()
            print(try json ? measures.summary.json() : measures.summary.text)
        }
    }
}

extension SegmentationMeasures {
    fileprivate mutating func add(_ pair: MaskedPictures.Pair, _ pipeline: Pipeline) throws(Failure)
    {
        let picture = try Picture(of: pair.image, as: .rgba)
        let mask = try Picture(of: pair.mask, as: .grey)
        guard (mask.width, mask.height) == (picture.width, picture.height) else {
            throw Failure(
                .badData,
                """
                \(pair.mask) has \(mask.width)×\(mask.height) pixels, but \(pair.image) has \
                \(picture.width)×\(picture.height)
                """
            )
        }
        guard FrameFormat.isValid(width: picture.width, height: picture.height) else {
            throw Failure(
                .badData,
                "\(pair.image) has more than 1920×1080 pixels: the engine takes no more"
            )
        }
        pipeline.process(picture)
        add(pipeline.matte, mask)
    }
}
