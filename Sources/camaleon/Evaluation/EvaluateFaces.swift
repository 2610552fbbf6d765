import ArgumentParser
import CamaleonFace
import CamaleonMeasures
import CamaleonPipeline
import Foundation

/// Measures how well faces are told apart: `camaleon evaluate faces --images I --pairs P.csv`.
struct EvaluateFaces: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faces",
        abstract: "Measure how well faces are told apart.",
        discussion: """
            Of pictures, the face nearest to the middle counts; a pair in which one is not found never \
            matches. Of clips, PERSON-anything.mkv, each is compared with each other one. Exits with 65 \
            when a file is not what it should be, 66 when one is missing, and 69 when FFmpeg is.
            """
    )

    @Option(help: "The folder of the face networks.", completion: .directory)
    var networks = ".build/networks"

    @Option(help: "The folder of pictures.", completion: .directory)
    var images: String?

    @Option(help: "A CSV with columns first, second and same: two pictures, and 1 or 0.")
    var pairs: String?

    @Option(help: "Scale pictures or clips down to so many pixels a side.")
    var size: Int?

    @Flag(help: "Compare every two pictures; one person's names differ in _NUMBER alone.")
    var everyPair = false

    @Option(help: "The folder of clips, each named PERSON-anything.", completion: .directory)
    var clips: String?

    @Option(help: "Measure at this distance.")
    var threshold: Double?

    @Flag(help: "Print the measures as JSON.")
    var json = false

    func validate() throws {
        guard (images != nil) == (pairs != nil), (images != nil) != (clips != nil) else {
            throw ValidationError("Give --images and --pairs, or --clips.")
        }
        if everyPair && images == nil { throw ValidationError("--every-pair needs --images.") }
        if let threshold, !(threshold > 0) { throw ValidationError("--threshold is above 0.") }
        if let size, size < 16 { throw ValidationError("--size is 16 or more.") }
    }

    func run() throws {
        try Failure.told(by: "evaluate faces") {
            if let images, let pairs {
                let report = try measure(FacePairs(images: images, pairs: pairs))
                print(try json ? report.json() : report.text)
            } else if let clips {
                let clips = try ClipFolder(clips)
                let reader = FaceReader(try FaceNetworks(in: networks))
                let faces = try ClipFaces(of: clips, with: reader, within: size)
                let report = try faces.report(threshold ?? Double(FaceGate.threshold))
                print(try json ? report.json() : report.text)
            }
        }
    }

    private func measure(_ pairs: FacePairs) throws(Failure) -> FaceReport {
        let reader = FaceReader(try FaceNetworks(in: networks))
        var embeddings: [String: Embedding] = [:]
        let bar = ProgressBar(total: pairs.names.count)
        for (number, name) in pairs.names.enumerated() {
            let limit = size.map { (width: $0, height: $0) }
            let picture = try Picture(of: pairs.path(of: name), as: .rgba, within: limit)
            embeddings[name] = reader.faceInTheMiddle(of: picture)?.embedding
            bar.show(number + 1)
        }
        bar.end()
        let listed = everyPair ? pairs.everyPair : pairs.pairs
        let distances = listed.map { pair in
            guard let first = embeddings[pair.first], let second = embeddings[pair.second] else {
                return (pair.isSame, Double.infinity)
            }
            return (pair.isSame, Double(first.distance(to: second)))
        }
        return FaceReport(
            VerificationMeasures(
                same: distances.filter { $0.0 }.map { $0.1 },
                different: distances.filter { !$0.0 }.map { $0.1 }
            ),
            count: pairs.names.count,
            detected: embeddings.count,
            threshold: threshold,
            engineThreshold: Double(FaceGate.threshold)
        )
    }
}
