import ArgumentParser
import CamaleonMeasures

/// Counts what a network takes for people where nobody is: `camaleon evaluate rooms --images I`.
struct EvaluateRooms: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rooms",
        abstract: "Count what is taken for people in pictures without any.",
        discussion: """
            Nobody may be in any of the pictures. Each is a still: nothing is carried over from the one \
            before. Exits with 65 when a file is not what it should be, 66 when one is missing, and 69 when \
            FFmpeg is.
            """
    )

    @OptionGroup var network: NetworkOptions

    @OptionGroup var pictures: PictureOptions

    @Flag(help: "Print the measures as JSON.")
    var json = false

    func run() throws {
        try Failure.told(by: "evaluate rooms") {
            let rooms = try pictures.pictures().pictures
            let pipeline = try network.pipeline()
            var measures = EmptyRoomMeasures()
            let bar = ProgressBar(total: rooms.count)
            for (number, room) in rooms.enumerated() {
                pipeline.process(try Picture(forEngine: room.path))
                measures.add(pipeline.matte.grid.alpha, of: room.name)
                bar.show(number + 1)
            }
            bar.end()
            print(try json ? measures.summary.json() : measures.summary.text)
        }
    }
}
