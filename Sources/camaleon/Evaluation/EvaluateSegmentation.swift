import ArgumentParser
import CamaleonFace
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

    @Option(
        help: ArgumentHelp(
            "The face detector's model file: what is segmented is cropped about the faces.",
            discussion: """
                As in a call with a gate. Each picture is shown until its face is found, as a camera would; \
                one without a face is segmented whole.
                """
        ),
        completion: .file(extensions: ["cml"])
    )
    var detector: String?

    @Flag(help: "Print the measures as JSON.")
    var json = false

    func validate() throws {
        if split != nil && index == nil { throw ValidationError("--split needs --index.") }
    }

    func run() throws {
        try Failure.told(by: "evaluate segmentation") {
            let pairs = try MaskedPictures(images: images, masks: masks, index: index, split: split)
                .pairs
            let pipeline = try Pipeline(segmentingWith: SegmenterFile(model))
            if let detector { try pipeline.load(.detector, at: detector) }
            pipeline.background = .image
            var measures = SegmentationMeasures()
            let bar = ProgressBar(total: pairs.count)
            for (number, pair) in pairs.enumerated() {
                try measures.add(pair, pipeline, isCropped: detector != nil)
                bar.show(number + 1)
            }
            bar.end()
            print(try json ? measures.summary.json() : measures.summary.text)
        }
    }
}

extension SegmentationMeasures {
    fileprivate mutating func add(
        _ pair: MaskedPictures.Pair,
        _ pipeline: Pipeline,
        isCropped: Bool
    ) throws(Failure) {
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
        if isCropped { pipeline.processCropped() }
        add(pipeline.matte, mask)
    }
}

extension Pipeline {
    /// Processes the picture in ``input`` again and again, until its face was found and the crop has
    /// settled; whole, if no face is found in a round of the search.
    ///
    /// - Precondition: the detector is loaded.
    fileprivate func processCropped() {
        presenceSettings = Presence.Settings(leastFace: 0)
        guard setGate(.presence) else { preconditionFailure("the detector is loaded") }
        let most = 2 * FaceSearch(width: output.width, height: output.height).roundLength
        var left = max(most, Self.settling)
        var time: Microseconds = 0
        while left > 0 {
            process(at: time)
            (left, time) = (left - 1, time + Self.frameTime)
            if gateState == .present { left = min(left, Self.settling) }
        }
        let isFound = gateState == .present
        _ = setGate(.off)
        if !isFound {
            forgetPast()
            process()
        }
    }

    /// Frames from the first in which a face is shown to the last: more than a second, in which the crop
    /// may grow, and shrink once.
    private static let settling = 40
    private static let frameTime: Microseconds = 33_333
}
