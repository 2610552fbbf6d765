import ArgumentParser
import CamaleonFace
import CamaleonImage

/// Looks for signs of life in people and in photographs: `camaleon evaluate liveness --clips C`.
struct EvaluateLiveness: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "liveness",
        abstract: "Count the people and the photographs that show a sign of life.",
        discussion: """
            Clips are named PERSON-anything.mkv, and are of people. Attacks are made: a frame of each clip, \
            and each picture of a folder, is held in front of a webcam, moved, turned and bent, 30 \
            frames a second, the same each time. Exits with 65 when a file is not what it should be, 66 when \
            one is missing, and 69 when FFmpeg is.
            """
    )

    @Option(help: "The folder of the face networks.", completion: .directory)
    var networks = ".build/networks"

    @Option(help: "The folder of clips, each named PERSON-anything.", completion: .directory)
    var clips: String?

    @Option(help: "Take the clips of this person alone; may be given several times.")
    var person: [String] = []

    @Option(help: "A folder of pictures, which are held up as well.", completion: .directory)
    var images: String?

    @Option(help: "Hold up every so many pictures alone.")
    var every = 1

    @Option(help: "How long an attack is, in seconds.")
    var seconds = 10.0

    @Flag(help: "Print the measures as JSON.")
    var json = false

    func validate() throws {
        guard clips != nil || images != nil else {
            throw ValidationError("Give --clips, --images or both.")
        }
        if !person.isEmpty && clips == nil { throw ValidationError("--person needs --clips.") }
        guard every > 0 else { throw ValidationError("--every is 1 or more.") }
        guard seconds > 0, seconds <= 600 else { throw ValidationError("--seconds is 0…600.") }
    }

    func run() throws {
        try Failure.told(by: "evaluate liveness") {
            var film = LivenessFilm(try FaceNetworks(in: networks), seconds: seconds)
            let clips = try chosenClips(), pictures = try chosenPictures()
            let bar = ProgressBar(total: clips.count + pictures.count)
            for (number, clip) in clips.enumerated() {
                try film.play(clip)
                bar.show(number + 1)
            }
            for (number, picture) in pictures.enumerated() {
                try film.holdUp(pictureAt: picture)
                bar.show(clips.count + number + 1)
            }
            bar.end()
            print(try json ? film.report.json() : film.report.text)
        }
    }

    private func chosenClips() throws(Failure) -> [String] {
        guard let clips else { return [] }
        let chosen = try ClipFolder(clips).clips.filter {
            person.isEmpty || person.contains($0.person)
        }
        guard !chosen.isEmpty else {
            throw Failure(.badUsage, "no clips of these people in \(clips)")
        }
        return chosen.map(\.path)
    }

    private func chosenPictures() throws(Failure) -> [String] {
        guard let images else { return [] }
        return try PictureFolder(images).paths.enumerated()
            .filter { $0.offset.isMultiple(of: every) }.map(\.element)
    }
}
