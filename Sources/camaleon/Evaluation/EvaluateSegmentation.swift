import ArgumentParser
import CamaleonFace
import CamaleonMeasures
import CamaleonPipeline

/// Compares the engine's mattes with masks: `camaleon evaluate segmentation --images I --masks M`.
struct EvaluateSegmentation: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segmentation",
        abstract: "Compare mattes with masks.",
        discussion: """
            A picture's mask has the picture's name and size; what is over 127 in it is the person, and a \
            mask with a palette, or with nothing but numbers of classes in it, is refused. Each picture is a \
            still: nothing is carried over from the one before. docs/networks.md says what each measure is. \
            Exits with 65 when a file is not what it should be, 66 when one is missing, and 69 when FFmpeg \
            is.
            """
    )

    @OptionGroup var network: NetworkOptions

    @OptionGroup var pictures: PictureOptions

    @Option(help: "The folder of masks.", completion: .directory)
    var masks: String

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

    func run() throws {
        try Failure.told(by: "evaluate segmentation") {
            let pairs = try MaskedPictures(pictures.pictures(), masks: masks).pairs
            let pipeline = try network.pipeline()
            if let detector { try pipeline.load(.detector, at: detector) }
            var measures = SegmentationMeasures()
            let bar = ProgressBar(total: pairs.count)
            for (number, pair) in pairs.enumerated() {
                measures.add(try measure(pair, pipeline), of: pair.name)
                bar.show(number + 1)
            }
            bar.end()
            print(try json ? measures.summary.json() : measures.summary.text)
        }
    }

    private func measure(
        _ pair: MaskedPictures.Pair,
        _ pipeline: Pipeline
    ) throws(Failure) -> MatteMeasures {
        let picture = try Picture(forEngine: pair.image)
        let mask = try Picture(maskAt: pair.mask, of: pair.image, like: picture)
        pipeline.process(picture)
        if detector != nil { pipeline.processCropped() }
        return MatteMeasures(pipeline.matte.grid.alpha, mask: mask.grid.alpha)
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
