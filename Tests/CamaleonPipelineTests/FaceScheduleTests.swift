import CamaleonImage
import Testing

@testable import CamaleonFace
@testable import CamaleonPipeline

/// Frames of 30 a second, in which faces of 80 pixels are seen at a place each.
struct FaceScene {
    var tracker = FaceTracker()
    private(set) var frame = 0

    var time: Microseconds { Microseconds(frame) * 33_333 }
    var tracks: [Track] { tracker.tracks }

    /// The next frame.
    mutating func see(_ centers: Point...) {
        frame += 1
        let faces = centers.map { center in
            let box = Box(center: center, width: 80, height: 80)
            return Detection(score: 1, box: box, points: FacePoints(typicalFor: box))
        }
        tracker.update(faces, at: time)
    }

    static func embedding(distance: Float) throws -> Embedding {
        var values = [Float](repeating: 0, count: Embedding.count)
        values[0] = distance
        return try #require(Embedding(values))
    }

    static let goodQuality = FaceQuality(
        side: 80,
        faceScore: 1,
        pose: HeadPose(yaw: 0, pitch: 0),
        sharpness: 10
    )
}

@Suite("The schedule of the face networks")
struct FaceScheduleTests {
    private let user = Point(200, 150)

    /// A gate that is verified since the scene's last frame.
    private func verified(_ scene: FaceScene) throws -> IdentityGate {
        var identity = IdentityGate(enrolled: try FaceScene.embedding(distance: 0), threshold: 0.44)
        identity.update(scene.tracks, at: scene.time)
        identity.take(
            try FaceScene.embedding(distance: 0.1),
            of: 1,
            from: scene.time,
            at: scene.time
        )
        identity.decide(scene.tracks, at: scene.time)
        return identity
    }

    private func job(in scene: FaceScene) -> RecognitionJob {
        RecognitionJob(track: 1, frame: scene.time, quality: FaceScene.goodQuality)
    }

    @Test("checks a new face in each frame, a known one in every eighth while the user is shown")
    func checks() {
        var schedule = FaceSchedule(), scene = FaceScene()
        var checked: [Int] = []
        for frame in 1...21 {
            scene.see(user)
            guard schedule.checksFace(scene.tracks.first, isShowing: true) else { continue }
            scene.tracker.take(faceScore: 1, of: 1, at: scene.time)
            checked.append(frame)
        }
        #expect(checked == [1, 2, 3, 4, 5, 13, 21])
    }

    @Test("checks known faces in each frame while nobody is shown, and nothing without a face")
    func checksAll() {
        var schedule = FaceSchedule(), scene = FaceScene()
        for _ in 1...10 {
            scene.see(user)
            let checks = schedule.checksFace(scene.tracks.first, isShowing: false)
            #expect(checks)
            scene.tracker.take(faceScore: 1, of: 1, at: scene.time)
        }
        let checksNothing = schedule.checksFace(nil, isShowing: false)
        #expect(!checksNothing)
    }

    @Test("computes half an embedding a frame until somebody is verified, then a twelfth")
    func slices() throws {
        var schedule = FaceSchedule(), scene = FaceScene()
        scene.see(user)
        schedule.begin(frameAt: scene.time)
        var identity = IdentityGate(enrolled: try FaceScene.embedding(distance: 0), threshold: 0.44)
        identity.update(scene.tracks, at: scene.time)

        let first = schedule.recognition(
            after: nil,
            of: scene.tracks,
            for: identity,
            at: scene.time
        )
        #expect(first == .init(dropsJob: false, start: 1, slices: 6))

        identity = try verified(scene)
        let job = job(in: scene)
        let later = schedule.recognition(
            after: job,
            of: scene.tracks,
            for: identity,
            at: scene.time
        )
        #expect(later == .init(dropsJob: false, start: nil, slices: 1))
    }

    @Test("lets a frame have the mesh or the recogniser, not both, while somebody is shown")
    func rests() throws {
        var scene = FaceScene()
        scene.see(user)
        let next = FaceSchedule().recognition(
            after: nil,
            of: scene.tracks,
            for: try verified(scene),
            at: scene.time
        )
        #expect(next == .init(dropsJob: false, start: 1, slices: 0))
    }

    @Test("drops an embedding of a face that is gone")
    func gone() throws {
        var scene = FaceScene()
        scene.see(user)
        let identity = try verified(scene), job = job(in: scene)
        let next = FaceSchedule().recognition(after: job, of: [], for: identity, at: scene.time)
        #expect(next.dropsJob && next.start == nil)
    }

    @Test("drops an embedding from before a doubt, and begins anew in that frame")
    func doubted() throws {
        var scene = FaceScene()
        scene.see(user)
        var identity = try verified(scene)
        let job = job(in: scene)
        for _ in 0..<2 { scene.see(user) }
        identity.take(
            try FaceScene.embedding(distance: 0.9),
            of: 1,
            from: scene.time,
            at: scene.time
        )
        identity.decide(scene.tracks, at: scene.time)

        let next = FaceSchedule().recognition(
            after: job,
            of: scene.tracks,
            for: identity,
            at: scene.time
        )
        #expect(next == .init(dropsJob: true, start: 1, slices: 6))
    }
}
