import ArgumentParser
import CamaleonMeasures
import Foundation

/// Measures flicker and lag: `camaleon evaluate steadiness --clips C`.
struct EvaluateSteadiness: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steadiness",
        abstract: "Measure how mattes flicker in clips, and how late they are.",
        discussion: """
            Flicker is what changes of the matte in pixels of the clips that do not change. Lag is measured \
            in films composed of a figure that moves from side to side: a drawn one, or the people of --images \
            and --masks. The engine is compared with three simple ways to make a network's mattes steady. \
            docs/networks.md says what each measure is. Exits with 65 when a file is not what it should be, \
            66 when one is missing, and 69 when FFmpeg is.
            """
    )

    @OptionGroup var network: NetworkOptions

    @Option(help: "The folder of clips.", completion: .directory)
    var clips: String?

    @Option(help: "A folder of pictures whose people are to move.", completion: .directory)
    var images: String?

    @Option(help: "The folder of their masks.", completion: .directory)
    var masks: String?

    @Option(help: "A CSV with columns id and split; an id is a picture's name without its ending.")
    var index: String?

    @Option(help: "Take the pictures of this split of the index alone.")
    var split: String?

    @Option(help: "A picture to move in front of, instead of a grey wall.", completion: .file())
    var background: String?

    @Option(help: "Pixels by which a figure moves from frame to frame, in a frame of 640×480.")
    var speed = 8

    @Flag(help: "Print the measures as JSON.")
    var json = false

    func validate() throws {
        guard 1...32 ~= speed else { throw ValidationError("--speed must be 1…32.") }
        guard (images == nil) == (masks == nil) else {
            throw ValidationError("--images and --masks need each other.")
        }
        if index != nil && images == nil { throw ValidationError("--index needs --images.") }
        if split != nil && index == nil { throw ValidationError("--split needs --index.") }
    }

    func run() throws {
        try Failure.told(by: "evaluate steadiness") {
            let figures = try figures()
            let wall = try wall()
            var films = try SteadinessFilms(network)
            let report = SteadinessReport(
                clips: try clips.map { try films.clips(Self.clips(in: $0)) },
                motion: films.motion(of: figures, in: wall, speed: speed)
            )
            print(try json ? report.json() : report.text)
        }
    }

    private func figures() throws(Failure) -> [Figure] {
        guard let images, let masks else { return [Figure()] }
        let pictures = try PictureSet(images, index: index, split: split)
        return try MaskedPictures(pictures, masks: masks).pairs.map(Figure.init)
    }

    private func wall() throws(Failure) -> [UInt8] {
        guard let background else { return ComposedFilm.wall }
        let picture = try Picture(of: background, as: .rgba)
        let (width, height) = (picture.width, picture.height)
        return ComposedFilm.background([UInt8](picture.pixels), width: width, height: height)
    }

    private static func clips(in folder: String) throws(Failure) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        let clips = (names ?? []).sorted().filter {
            endings.contains(URL(filePath: $0).pathExtension.lowercased())
        }
        guard !clips.isEmpty else { throw Failure(.noInput, "no clips in the folder \(folder)") }
        return clips.map { "\(folder)/\($0)" }
    }

    private static let endings: Set = ["avi", "mkv", "mov", "mp4", "webm", "y4m"]
}

extension Figure {
    /// The person of a mask, without the rest of the picture.
    ///
    /// - Throws: a failure when either is not what it should be, or nobody is in the mask.
    fileprivate init(_ pair: MaskedPictures.Pair) throws(Failure) {
        let picture = try Picture(of: pair.image, as: .rgba, within: Self.limit)
        let mask = try Picture(maskAt: pair.mask, of: pair.image, like: picture, within: Self.limit)
        guard mask.grid.values.contains(where: { $0 > 127 }) else {
            throw Failure(.badData, "\(pair.mask) has nobody in it: nobody can move")
        }
        self.init(of: [UInt8](picture.pixels), mask: mask.grid)
    }
}
