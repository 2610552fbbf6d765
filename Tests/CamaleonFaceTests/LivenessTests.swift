import CamaleonImage
import Testing

@testable import CamaleonFace

/// A head in space, as a pinhole sees it: enough of the mesh to tell how it is turned.
///
/// The mesh's depths come from what the picture looks like, so that those of a photograph are the
/// photographed head's, however it is held.
private struct Head {
    /// Corners of the eyes, forehead and chin, in parts of half the face: right, down, away.
    private static let places: [(index: Int, x: Float, y: Float, z: Float)] = [
        (33, -0.6, -0.3, 0.1), (263, 0.6, -0.3, 0.1), (10, 0, -1, 0.1), (152, 0, 1, 0.1),
    ]

    /// The pose that the engine reads from a head turned and tilted by angles, given as sines.
    static func pose(turn: Float = 0, tilt: Float = 0) -> HeadPose {
        var points = [Point](repeating: Point(0, 0), count: FaceMesh.count)
        var depths = [Float](repeating: 0, count: FaceMesh.count)
        let cosine = (1 - turn * turn).squareRoot(), upright = (1 - tilt * tilt).squareRoot()
        for (index, x, y, z) in places {
            let (across, away) = (cosine * x + turn * z, cosine * z - turn * x)
            points[index] = Point(300 + 80 * across, 200 + 80 * (upright * y - tilt * away))
            depths[index] = 80 * (upright * away + tilt * y)
        }
        return HeadPose(points, depths)
    }
}

@Suite("A measure of life")
struct LivenessTests {
    private let open = EyeOpening(left: 0.3, right: 0.28)
    private let still = HeadPose(yaw: 0.05, pitch: 0.1)

    /// The signs in a film of openings and poses, 30 a second; one sign that lasts counts once.
    private func signs(
        _ frames: [(EyeOpening?, HeadPose)],
        every frameTime: Microseconds = Scene.frameTime
    ) -> [Liveness.Kind] {
        var liveness = Liveness(), signs: [Liveness.Kind] = []
        for (number, (opening, pose)) in frames.enumerated() {
            let time = Microseconds(number) * frameTime
            liveness.update(opening, pose, at: time)
            guard let sign = liveness.lastSign, sign.time == time else { continue }
            if sign.kind != signs.last { signs.append(sign.kind) }
        }
        return signs
    }

    private func eyes(_ openings: [Float]) -> [(EyeOpening?, HeadPose)] {
        openings.map { (EyeOpening(left: 0.3 * $0, right: 0.28 * $0), still) }
    }

    private func film(_ count: Int, _ pose: (Float) -> HeadPose) -> [(EyeOpening?, HeadPose)] {
        (0..<count).map { (open, pose(Float($0) / Float(count))) }
    }

    private func times(_ value: Float, _ count: Int) -> [Float] {
        [Float](repeating: value, count: count)
    }

    @Test("sees a blink", arguments: [3, 6, 12])
    func blink(length: Int) {
        #expect(signs(eyes(times(1, 20) + times(0.4, length) + times(1, 10))) == [.blink])
    }

    @Test("sees a blink at 15 frames a second")
    func slowBlink() {
        let frames = eyes(times(1, 20) + times(0.4, 3) + times(1, 10))
        #expect(signs(frames, every: 66_667) == [.blink])
    }

    @Test("takes no blink from eyes that came near in the middle of it")
    func farBlink() {
        let blink = eyes(times(1, 20) + times(0.4, 6) + times(1, 10))
        #expect(signs(blink.map { (nil, $0.1) }) == [])
        #expect(signs(blink.enumerated().map { ($0 < 22 ? nil : $1.0, $1.1) }) == [])
    }

    @Test("takes a glance down for no blink")
    func glance() {
        let down: [Float] = (0..<10).map { 1 - 0.05 * Float($0) }
        #expect(signs(eyes(times(1, 20) + down + times(0.5, 30) + times(1, 20))) == [])
        #expect(signs(eyes(times(1, 20) + times(0.4, 30) + times(1, 20))) == [])
    }

    @Test("takes trembling of the mesh, and one eye alone, for no blink")
    func trembling() {
        #expect(signs(eyes(times(1, 20) + [0.5] + times(1, 20))) == [])
        let wink = times(1, 20) + times(0.4, 5) + times(1, 20)
        #expect(signs(wink.map { (EyeOpening(left: 0.3 * $0, right: 0.28), still) }) == [])
    }

    @Test("sees a head turn, and one that nods")
    func turn() {
        #expect(signs(film(60) { Head.pose(turn: 0.25 * $0) }) == [.turn])
        #expect(signs(film(60) { Head.pose(tilt: 0.45 * $0) }) == [.nod])
    }

    @Test("sees no life in a photograph that is still, moved, or brought near")
    func movedPhotograph() {
        var shake: Float = 0
        let frames = (0..<300).map { number -> (EyeOpening?, HeadPose) in
            // The mesh trembles by some hundredths.
            shake = 0.03 * (Float((number * 7919) % 13) / 6 - 1)
            return (open, HeadPose(yaw: 0.05 + shake, pitch: 0.1 - shake))
        }
        #expect(signs(frames) == [])
    }

    @Test("sees no life in a photograph that is turned: its head is not", arguments: [0, 0.9])
    func turnedPhotograph(tilt: Float) {
        let head = Head.pose(turn: 0.1)
        let frames = film(300) { part in
            // All is narrower, or lower, and the depths go with it.
            let narrow = 1 - 0.3 * part, low = 1 - 0.3 * tilt * part
            return HeadPose(yaw: head.yaw * low / narrow, pitch: head.pitch * narrow / low)
        }
        #expect(signs(frames) == [])
    }

    @Test("does not add up what changes slowly")
    func drift() {
        #expect(signs(film(600) { HeadPose(yaw: 0.6 * $0, pitch: 0) }) == [])
    }

    @Test("does not compare what was seen before a hand with what is seen after it")
    func interruption() {
        var liveness = Liveness()
        for number in 0..<60 {
            // The face is gone for half a second, and then looks elsewhere.
            let time = Scene.time(number < 30 ? number : number + 15)
            liveness.update(open, Head.pose(turn: number < 30 ? 0 : 0.3), at: time)
        }
        #expect(liveness.lastSign == nil)
    }

    @Test("counts a sign for half a minute")
    func expiry() {
        var liveness = Liveness()
        #expect(!liveness.isAlive(at: 0))
        for (number, (opening, pose)) in film(60, { Head.pose(turn: 0.25 * $0) }).enumerated() {
            liveness.update(opening, pose, at: Scene.time(number))
        }
        let sign = liveness.lastSign?.time ?? 0
        #expect(liveness.isAlive(at: sign) && liveness.isAlive(at: sign + 30_000_000))
        #expect(!liveness.isAlive(at: sign + 30_000_001))
    }
}

@Suite("A watch for life")
struct LifeWatchTests {
    private func tracks(_ groups: [String]) -> [Track] {
        var tracker = FaceTracker()
        for (number, group) in groups.enumerated() {
            tracker.update(group.map { Scene.face($0) }, at: Scene.time(number))
            for track in tracker.tracks {
                tracker.take(faceScore: 1, of: track.id, at: Scene.time(number))
            }
        }
        return tracker.tracks
    }

    @Test("watches whoever would be shown, and else stays with the face it has")
    func choice() {
        let both = tracks(["A", "AB"])
        var life = LifeWatch()
        life.choose(from: both, shown: nil)
        let first = life.track
        life.choose(from: both, shown: both[1].id)
        #expect(first == both[0].id && life.track == both[1].id)
        life.choose(from: both, shown: nil)
        #expect(life.track == both[1].id)
    }

    @Test("watches no face that the mesh has not found")
    func print() {
        var tracker = FaceTracker(), life = LifeWatch()
        tracker.update([Scene.face("A")], at: 0)
        life.choose(from: tracker.tracks, shown: nil)
        #expect(life.track == nil)
    }

    @Test("takes nobody's sign of life for another's")
    func isOwn() {
        let both = tracks(["A", "AB"])
        var life = LifeWatch()
        life.choose(from: both, shown: both[0].id)
        #expect(!life.isAlive(both[0].id) && !life.isAlive(both[1].id))
    }
}
