import ArgumentParser
import Foundation

/// Plays clips of the user and of strangers to the gate: `camaleon evaluate gate --clips C`.
struct EvaluateGate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Count who is shown when people change seats.",
        discussion: """
            Clips are named PERSON-anything.mkv. Each person is enrolled once, on the first of their \
            clips that shows one face, by the engine's own rules. Then their other clips and those of \
            all others are played in turn, cut hard, then pictures of strangers if there are any, each for \
            a second after half a second of the user, and at the end an empty picture and the user again. \
            Exits with 65 when a clip is not what it should be, 66 when a file is missing, and 69 when \
            FFmpeg is.
            """
    )

    @Option(help: "The folder of the face networks.", completion: .directory)
    var networks = ".build/networks"

    @Option(help: "The folder of clips, each named PERSON-anything.", completion: .directory)
    var clips: String

    @Option(help: "Enrol this person alone.")
    var person: String?

    @Option(
        help: "A folder of pictures of strangers, who take the user's seat one after the other.",
        completion: .directory
    )
    var strangers: String?

    @Option(help: "Play one frame in so many, as a slow machine does.")
    var every = 1

    @Flag(help: "Move and scale strangers so that their faces take the very place of the user's.")
    var aligned = false

    @Flag(help: "Print the measures as JSON.")
    var json = false

    func validate() throws {
        guard 1...30 ~= every else { throw ValidationError("--every must be 1…30.") }
    }

    func run() throws {
        try Failure.told(by: "evaluate gate") {
            let folder = try ClipFolder(clips)
            let people = Set(folder.clips.map(\.person)).sorted().filter {
                person == nil || $0 == person
            }
            guard !people.isEmpty else { throw Failure(.badUsage, "nobody to enrol in \(clips)") }
            let pictures = try strangers.map { try PictureFolder($0).paths } ?? []
            let networks = try FaceNetworks(in: networks)
            let reports = try people.map {
                try GateFilm(of: $0, folder, networks, every: every, isAligned: aligned)
                    .play(besides: pictures)
            }
            print(try json ? reports.json() : reports.map(\.text).joined(separator: "\n"))
        }
    }
}
