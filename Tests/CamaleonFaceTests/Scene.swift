import CamaleonImage
import CamaleonTestSupport

@testable import CamaleonFace

/// People before a camera of 640 × 360 at 30 frames a second, drawn as "A A AB", one group a frame.
///
/// A is the enrolled person, at the left. B is a stranger at the right, b the same stranger where A
/// sits, C another stranger in the middle, p something like a face on A's clothes. `.` is nobody in view.
enum Scene {
    static let width = 640, height = 360
    static let frameTime: Microseconds = 33_333

    static func groups(_ drawing: String) -> [String] {
        drawing.split(separator: " ").map { $0 == "." ? "" : String($0) }
    }

    static func time(_ frame: Int) -> Microseconds { Microseconds(frame) * frameTime }

    static func face(_ who: Character, shift: Float = 0) -> Detection {
        let x: Float =
            switch who {
            case "A", "b": 180
            case "C": 320
            case "p": 200
            default: 460
            }
        let (y, side): (Float, Float) = who == "p" ? (270, 50) : (150, 80)
        let box = Box(center: Point(x + shift, y), width: side, height: side)
        return Detection(
            score: 0.9,
            box: box,
            points: FacePoints(typicalFor: box),
            appearance: looks[who == "A" ? 0 : 1]
        )
    }

    /// What A and the strangers look like, A half as a stranger, and a third.
    static let looks = [look(0), look(1), look(0.5), look(0.35)]

    private static func look(_ blend: Float) -> Appearance {
        let own = randomFloats(256, seed: 1), other = randomFloats(256, seed: 2)
        var luma = [256 of Float](repeating: 0)
        for index in luma.indices { luma[index] = own[index] * (1 - blend) + other[index] * blend }
        return Appearance(luma)
    }

    /// An embedding at a distance from the enrolled one, which is all zeros.
    static func embedding(distance: Float) -> Embedding {
        var values = [Float](repeating: 0, count: Embedding.count)
        values[0] = distance
        guard let embedding = Embedding(values) else { preconditionFailure("128 numbers") }
        return embedding
    }
}

/// The gate with a tracker before it and a recogniser of a given speed beside it.
struct GateRun {
    var tracker = FaceTracker()
    var gate = IdentityGate(enrolled: Scene.embedding(distance: 0), threshold: 0.5)
    var distances: [Character: Float] = ["A": 0.2, "B": 0.8, "b": 0.8, "C": 0.9]
    /// 0 where a frame computes a whole embedding.
    var framesPerEmbedding = 2
    /// Whether frames show faces well: ``FaceQuality/isGood``.
    var isGood = true
    /// Whether faces have looks: without them a cut is invisible to the tracker.
    var hasLooks = true
    /// Whether A looks half like a stranger: another light, a hand before the face.
    var isShaken = false
    /// At which track the mesh looks in each frame, if it is there, and what it makes of it.
    var look: (track: Int, faceScore: Float)?
    private var frame = 0
    private var job: (track: Int, distance: Float, started: Microseconds, due: Int)?

    /// Who is shown in each frame: - for nobody.
    mutating func callAsFunction(_ drawing: String) -> String {
        Scene.groups(drawing).map { step($0) }.joined(separator: " ")
    }

    private mutating func step(_ people: String) -> String {
        let time = Scene.time(frame)
        let faces = people.map { who in
            var face = Scene.face(who)
            if !hasLooks { face.appearance = nil }
            if hasLooks && isShaken && who == "A" { face.appearance = Scene.looks[2] }
            return face
        }
        tracker.update(faces, at: time)
        if let look { tracker.take(faceScore: look.faceScore, of: look.track, at: time) }
        gate.update(tracker.tracks, at: time)
        answer(at: time)
        if job == nil, let track = gate.wanted(tracker.tracks, at: time),
            let who = who(is: track, in: people)
        {
            job = (track, distances[who] ?? 1, time, frame + framesPerEmbedding)
            answer(at: time)
        }
        gate.decide(tracker.tracks, at: time)
        frame += 1
        guard case .show(let track) = gate.decision else { return "-" }
        return who(is: track, in: people).map { String($0) } ?? "~"
    }

    /// Gives the gate the embedding that is due in this frame, if any.
    private mutating func answer(at time: Microseconds) {
        guard let done = job, done.due <= frame else { return }
        gate.take(
            Scene.embedding(distance: done.distance),
            of: done.track,
            isGood: isGood,
            from: done.started,
            at: time
        )
        job = nil
    }

    private func who(is track: Int, in people: String) -> Character? {
        guard let face = tracker.tracks.first(where: { $0.id == track && $0.isVisible }) else {
            return nil
        }
        return people.first { Scene.face($0).box == face.detection.box }
    }
}

/// `group` as many times, to be joined to a drawing.
func times(_ count: Int, _ group: String) -> String {
    [String](repeating: group, count: count).joined(separator: " ")
}
