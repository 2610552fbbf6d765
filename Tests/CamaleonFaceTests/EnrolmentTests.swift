import CamaleonImage
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
