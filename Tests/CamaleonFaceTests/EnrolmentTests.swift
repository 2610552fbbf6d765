import CamaleonTestSupport
import Testing

@testable import CamaleonFace

@Suite("An enrolment")
struct EnrolmentTests {
    func track(_ who: Character = "A", id: Int = 1, side: Float = 120) -> Track {
        let box = Box(center: Scene.face(who).box.center, width: side, height: side)
        return Track(
            id: id,
            box: box,
            detection: Detection(score: 1, box: box, points: FacePoints(typicalFor: box)),
            firstSeen: 0,
            lastSeen: 0,
            isVisible: true
        )
    }

    func offer(
        _ track: Track?,
        faceCount: Int = 1,
        yaw: Float = 0,
        pitch: Float = 0,
        sharpness: Float = 300,
        faceScore: Float = 1
    ) -> Enrolment.Offer {
        let quality = FaceQuality(
            side: track?.box.longerSide ?? 0,
            faceScore: faceScore,
            pose: HeadPose(yaw: yaw, pitch: pitch),
            sharpness: sharpness
        )
        return Enrolment.Offer(
            track: track,
            faceCount: faceCount,
            quality: quality,
            frameSide: Float(Scene.height)
        )
    }

    /// An embedding near the origin, or one of another face.
    func embedding(_ seed: UInt64, spread: Float = 0.01) -> Embedding {
        Embedding(randomFloats(128, seed: seed).map { spread * $0 })
            ?? Scene.embedding(distance: 0)
    }

    @Test("says what is wrong, the most important first")
    func hints() {
        var enrolment = Enrolment()
        let small = track(side: 45)
        #expect(enrolment.judge(offer(nil, faceCount: 0), at: 0) == .findFace)
        #expect(enrolment.judge(offer(small, faceCount: 2), at: 0) == .beAlone)
        #expect(enrolment.judge(offer(small, yaw: 1, sharpness: 1), at: 0) == .comeCloser)
        #expect(enrolment.judge(offer(track(side: 240), yaw: 1), at: 0) == .moveBack)
        #expect(enrolment.judge(offer(track(), yaw: -0.5, sharpness: 1), at: 0) == .lookStraight)
        #expect(enrolment.judge(offer(track(), pitch: 0.6), at: 0) == .lookStraight)
        #expect(enrolment.judge(offer(track(), yaw: .nan), at: 0) == .lookStraight)
        #expect(enrolment.judge(offer(track(), sharpness: 1), at: 0) == .holdStill)
        #expect(enrolment.judge(offer(track(), faceScore: 0.9), at: 0) == .holdStill)
        #expect(enrolment.judge(offer(track()), at: 0) == .hold)
    }

    @Test("takes eight good frames, a quarter of a second apart, and their mean")
    func mean() throws {
        var enrolment = Enrolment()
        var taken: [Embedding] = []
        var hints: [Enrolment.Hint] = []
        for frame in 0..<90 {
            let hint = enrolment.judge(offer(track()), at: Scene.time(frame))
            hints.append(hint)
            guard hint == .hold else { continue }
            taken.append(embedding(UInt64(frame)))
            enrolment.take(embedding(UInt64(frame)), of: 1)
        }

        let mean = try #require(Embedding.mean(of: taken))
        #expect(taken.count == 8 && hints.last == .done && enrolment.progress == 1)
        #expect(try #require(enrolment.result).distance(to: mean) < 1e-6)
        #expect(hints[1] == .wait && hints[8] == .hold)
    }

    @Test("drops what does not agree, and takes others in its place")
    func outliers() throws {
        var enrolment = Enrolment()
        _ = enrolment.judge(offer(track()), at: 0)
        for seed in UInt64(0)..<7 { enrolment.take(embedding(seed), of: 1) }

        enrolment.take(Scene.embedding(distance: 0.9), of: 1)
        #expect(enrolment.result == nil)
        enrolment.take(embedding(8), of: 1)

        let result = try #require(enrolment.result)
        #expect(result.distance(to: Scene.embedding(distance: 0)) < 0.1)
    }

    @Test("begins anew with another face, and takes no answer about the one before")
    func anotherFace() {
        var enrolment = Enrolment()
        _ = enrolment.judge(offer(track()), at: 0)
        for seed in UInt64(0)..<4 { enrolment.take(embedding(seed), of: 1) }
        #expect(enrolment.progress == 0.5)

        _ = enrolment.judge(offer(track(id: 2)), at: 1_000_000)
        enrolment.take(embedding(9), of: 1)
        #expect(enrolment.progress == 0.5)
        enrolment.take(Scene.embedding(distance: 0.9), of: 2)

        #expect(enrolment.progress == 0.125)
    }

    @Test("goes on with the same face, which was lost for a moment")
    func sameFaceAgain() {
        var enrolment = Enrolment()
        _ = enrolment.judge(offer(track()), at: 0)
        for seed in UInt64(0)..<4 { enrolment.take(embedding(seed), of: 1) }

        #expect(enrolment.judge(offer(nil, faceCount: 0), at: 900_000) == .findFace)
        _ = enrolment.judge(offer(track(id: 2)), at: 1_000_000)
        enrolment.take(embedding(9), of: 2)

        #expect(enrolment.progress == 0.625)
    }
}

@Suite("A measure of life")
struct LivenessTests {
    @Test("counts a blink, and neither a glance down nor trembling")
    func blinks() {
        var liveness = Liveness()
        var frame = 0
        func watch(_ opening: Float, _ count: Int) {
            for _ in 0..<count {
                liveness.watchEyes(opening, at: Scene.time(frame))
                frame += 1
            }
        }
        watch(0.3, 10)
        watch(0.27, 1)
        watch(0.3, 10)
        watch(0.1, 30)
        watch(0.3, 10)
        #expect(liveness.blinkCount == 0 && !liveness.isAlive(at: Scene.time(frame)))
        watch(0.1, 5)
        watch(0.3, 1)
        #expect(liveness.blinkCount == 1 && liveness.isAlive(at: Scene.time(frame)))
        #expect(!liveness.isAlive(at: Scene.time(frame + 31 * 30)))
    }

    /// 468 points of which the rigid ones lie on a face with depth, seen turned by a slope.
    func points(turn: Float, depth: Float, shift: Float = 0) -> [Point] {
        var points = [Point](repeating: Point(0, 0), count: 468)
        let places: [(Int, Float, Float, Float)] = [
            (33, -45, -20, 10), (263, 45, -20, 10), (133, -18, -20, 5), (362, 18, -20, 5),
            (1, 0, 20, -30), (10, 0, -80, 0), (234, -70, 0, 60), (454, 70, 0, 60),
            (168, 0, -25, -5),
        ]
        let cosine = (1 - turn * turn).squareRoot()
        for (index, x, y, z) in places {
            points[index] = Point(200 + shift + cosine * x + turn * depth * z, 200 + y)
        }
        return points
    }

    @Test("tells a head that turns from a photograph that is turned and moved")
    func depth() {
        var head = Liveness(), photograph = Liveness()
        for frame in 0..<20 {
            let turn = Float(frame) * 0.02, shift = Float(frame) * 3
            head.watchMotion(points(turn: turn, depth: 1, shift: shift), at: Scene.time(frame))
            photograph.watchMotion(
                points(turn: turn, depth: 0, shift: shift),
                at: Scene.time(frame)
            )
        }
        #expect(head.isAlive(at: Scene.time(20)) && !photograph.isAlive(at: Scene.time(20)))
        #expect(photograph.depthMotion < 0.001)
    }
}
