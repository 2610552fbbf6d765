import ArgumentParser
import CamaleonImage
import CamaleonNetwork
import CamaleonPipeline
import Foundation

/// Times the engine as it was built for this machine: `camaleon bench`.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Time the engine on this machine, on one core.",
        discussion: """
            Build it with `make build`: a debug build says nothing. What a browser makes of the same engine \
            is measured by `make bench`.
            """
    )

    @OptionGroup var network: NetworkOptions

    @Option(help: "How often each thing is timed.")
    var runs = 100

    @Flag(help: "Print the times as JSON.")
    var json = false

    private static let networkSizes = [(256, 144), (208, 160), (160, 208), (128, 128), (256, 256)]
    private static let frameSizes = [(640, 480), (1280, 720)]

    func validate() throws {
        guard runs > 0 else { throw ValidationError("--runs must be at least 1.") }
    }

    func run() throws {
        try Failure.told(by: "bench") {
            let report = try measure()
            print(try json ? report.json() : report.text)
        }
    }

    private func measure() throws(Failure) -> BenchReport {
        let file = try network.file()
        let pipeline = try Pipeline(segmentingWith: file)
        guard let model = pipeline.loadedModel else { preconditionFailure("it was just loaded") }
        let peak = Stopwatch.peak()
        var networks: [String: BenchReport.NetworkTimes] = [:]
        for (width, height) in Self.networkSizes {
            guard let multiplyAdds = model.multiplyAdds(width: width, height: height) else {
                throw Failure(.badData, "\(file.path) does not run at \(width) × \(height)")
            }
            let prepared = Network(model, width: width, height: height)
            let times = Stopwatch.times(runs: runs) { prepared.run() }
            let work = 2 * Double(multiplyAdds)
            networks["\(width)x\(height)"] = .init(
                times,
                overPeak: work / (times.percentile(50) * 1e6) / peak
            )
        }
        var frames: [String: BenchReport.Times] = [:]
        for (width, height) in Self.frameSizes {
            frames["\(width)x\(height)"] = .init(frameTimes(pipeline, width, height))
        }
        return BenchReport(peakGFLOPS: peak, networks: [file.name: networks], pipeline: frames)
    }

    /// Milliseconds of frames with an image behind them.
    ///
    /// Their content is a slope: no stage is faster for it.
    private func frameTimes(_ pipeline: Pipeline, _ width: Int, _ height: Int) -> [Double] {
        let image = ByteBuffer(
            (0..<4 * width * height).lazy.map { UInt8(truncatingIfNeeded: $0 >> 4) }
        )
        pipeline.configure(
            FrameFormat(
                width: width,
                height: height,
                pixelFormat: .i420,
                colorSpace: ColorSpace(matrix: .bt601, isFullRange: false)
            )
        )
        pipeline.setImage(rgba: image, width: width, height: height)
        pipeline.background = .image
        let input = pipeline.input
        for index in 0..<input.count { input[index] = UInt8(truncatingIfNeeded: index / 7) }
        return Stopwatch.times(runs: runs) { pipeline.process() }
    }
}
