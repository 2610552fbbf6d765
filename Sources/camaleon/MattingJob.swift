import CamaleonImage
import CamaleonPipeline

/// The way of a picture's or a clip's frames: decoder, pipeline, encoder.
struct MattingJob {
    let input: String
    let output: String
    let probe: MediaProbe
    let pipeline: Pipeline

    /// The most pixels that the engine takes, lying or upright as the input is.
    var limit: (width: Int, height: Int) {
        probe.width >= probe.height ? (1920, 1080) : (1080, 1920)
    }

    /// Whether the input is too large for the engine.
    var scalesDown: Bool { probe.width > limit.width || probe.height > limit.height }

    func run() throws(Failure) {
        switch (Encoder.Kind(path: output), probe.isPicture) {
        case (.picture, true): try mattePicture()
        case (.clip(let codec), false): try matteClip(codec)
        case (_, true): throw Failure(.badUsage, "\(input) is a picture: write a .png or .jpg")
        case (_, false):
            throw Failure(.badUsage, "\(input) is a clip: write a .mp4, .mov, .mkv or .webm")
        }
    }

    private func mattePicture() throws(Failure) {
        let picture = try Picture(of: input, as: .rgba, within: limit)
        let encoder = try Encoder.picture(at: output, width: picture.width, height: picture.height)
        pipeline.process(picture)
        try encoder.write(
            pipeline.outputBuffer,
            count: Frame.byteCount(width: picture.width, height: picture.height)
        )
        try encoder.finish()
    }

    private func matteClip(_ codec: [String]) throws(Failure) {
        let decoder = try ClipDecoder(of: input, probe, within: limit)
        let encoder = try Encoder.clip(at: output, codec: codec, like: decoder, probe, of: input)
        let (width, height) = (decoder.width, decoder.height)
        pipeline.configure(
            FrameFormat(
                width: width,
                height: height,
                pixelFormat: .i420,
                colorSpace: decoder.colorSpace
            )
        )
        let bar = ProgressBar(total: probe.frameCount)
        var count = 0
        while try decoder.read(into: pipeline.input) {
            pipeline.process()
            try encoder.write(
                pipeline.outputBuffer,
                count: Frame.byteCount(width: width, height: height)
            )
            count += 1
            bar.show(count)
        }
        bar.end()
        guard count > 0 else { throw Failure(.badData, "\(input) has no frame in it") }
        try encoder.finish()
    }
}

extension Pipeline {
    /// Processes a single RGBA picture, as if nothing had been before it.
    ///
    /// The result is in BT.601, full range.
    ///
    /// - Precondition: the engine takes frames of the picture's size, and this pipeline was never
    ///   configured for anything but pictures.
    func process(_ picture: Picture) {
        if !isConfigured || (output.width, output.height) != (picture.width, picture.height) {
            configure(
                FrameFormat(
                    width: picture.width,
                    height: picture.height,
                    pixelFormat: .rgba,
                    colorSpace: ColorSpace(matrix: .bt601, isFullRange: true)
                )
            )
        }
        forgetPast()
        input.address.copyMemory(from: picture.pixels.address, byteCount: picture.pixels.count)
        process()
    }
}
