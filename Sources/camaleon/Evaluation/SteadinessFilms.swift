import CamaleonImage
import CamaleonMeasures
import CamaleonPipeline
import Foundation

/// Shows clips and composed films to the engine, and measures its mattes.
struct SteadinessFilms {
    private var mattes: ComparedMattes
    private typealias Maker = ComparedMattes.Maker

    init(_ network: NetworkOptions) throws(Failure) {
        mattes = try ComparedMattes(network)
    }

    /// - Throws: a failure when a clip cannot be decoded, or nothing in any clip is still.
    mutating func clips(_ paths: [String]) throws(Failure) -> SteadinessReport.Clips {
        var flicker: [Maker: FlickerMeasures] = [:]
        var frames = 0, still = 0, pixels = 0
        for path in paths {
            for maker in Maker.all { flicker[maker, default: FlickerMeasures()].beginClip() }
            let decoder = try ClipDecoder(of: path, MediaProbe(of: path), within: (1920, 1080))
            let (width, height) = (decoder.width, decoder.height)
            mattes.begin(
                FrameFormat(
                    width: width,
                    height: height,
                    pixelFormat: .i420,
                    colorSpace: decoder.colorSpace
                )
            )
            var stillPixels = StillPixels()
            while try decoder.read(into: mattes.input) {
                // Luma comes first.
                let luma = [UInt8]([UInt8](mattes.input).prefix(width * height))
                stillPixels.add(Grid(width: width, height: height, luma))
                let isStill = stillPixels.isStill
                for (maker, matte) in mattes.next() {
                    flicker[maker, default: FlickerMeasures()].add(matte, isStill: isStill)
                }
                (frames, pixels) = (frames + 1, pixels + isStill.count)
                still += isStill.count { $0 }
            }
        }
        guard still > 0 else {
            throw Failure(.badData, "nothing in the clips is still for a third of a second")
        }
        return .init(
            count: paths.count,
            frames: frames,
            stillShare: Double(still) / Double(pixels),
            makers: Self.named(flicker.compactMapValues(\.summary))
        )
    }

    mutating func motion(
        of figures: [Figure],
        in background: [UInt8],
        speed: Int
    ) -> SteadinessReport.Films {
        var motion: [Maker: MotionMeasures] = [:]
        for figure in figures {
            for maker in Maker.all { motion[maker, default: MotionMeasures()].beginFilm() }
            let film = ComposedFilm(of: figure, in: background, speed: speed)
            mattes.begin(Self.filmFormat)
            for place in film.places {
                let (frame, truth) = film.frame(place)
                mattes.show(frame)
                for (maker, matte) in mattes.next() {
                    motion[maker, default: MotionMeasures()].add(
                        matte,
                        truth: truth,
                        place.direction
                    )
                }
            }
        }
        return .init(
            count: figures.count,
            speed: speed,
            makers: Self.named(motion.compactMapValues(\.summary))
        )
    }

    private static let filmFormat = FrameFormat(
        width: ComposedFilm.width,
        height: ComposedFilm.height,
        pixelFormat: .rgba,
        colorSpace: ColorSpace(matrix: .bt601, isFullRange: true)
    )

    private static func named<Summary>(_ summaries: [Maker: Summary]) -> [String: Summary] {
        Dictionary(uniqueKeysWithValues: summaries.map { ($0.key.name, $0.value) })
    }
}
