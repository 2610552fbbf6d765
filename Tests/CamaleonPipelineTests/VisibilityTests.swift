import CamaleonImage
import Testing

@testable import CamaleonFace
@testable import CamaleonPipeline

@Suite("The visibility")
struct VisibilityTests {
    private let user = Point(200, 150), other = Point(460, 150)

    private func visibility(_ mode: GateMode) throws -> Visibility {
        var visibility = Visibility()
        visibility.configure(width: 640, height: 360)
        visibility.mode = mode
        _ = visibility.enrol(try FaceScene.embedding(distance: 0))
        return visibility
    }

    /// Sees the frame's faces; the recogniser says of track 1 that it is so far from the enrolled one.
    private func see(
        _ scene: inout FaceScene,
        _ visibility: inout Visibility,
        _ centers: [Point],
        distance: Float? = nil
    ) throws {
        if centers.count == 1 { scene.see(centers[0]) } else { scene.see(centers[0], centers[1]) }
        visibility.update(scene.tracks, at: scene.time)
        if let distance {
            visibility.take(
                try FaceScene.embedding(distance: distance),
                of: RecognitionJob(
                    track: 1,
                    frame: scene.time,
                    quality: FaceScene.goodQuality
                ),
                at: scene.time,
                scene.tracks
            )
        }
        visibility.finish(scene.tracks)
    }

    @Test("is everybody's without a gate")
    func off() throws {
        let visibility = try visibility(.off)
        #expect(!visibility.isOn && visibility.showsAnyone && visibility.state == .off)
    }

    @Test("is whoever's is present, with all their faces")
    func presence() throws {
        var visibility = try visibility(.presence), scene = FaceScene()
        #expect(!visibility.showsAnyone)
        for _ in 0..<4 { try see(&scene, &visibility, [user, other]) }
        #expect(visibility.showsAnyone && visibility.state == .present)
        #expect(visibility.shownFaces.map(\.center.x) == [200, 460] && visibility.isCertain)
    }

    @Test("is the enrolled person's alone, as soon as they are recognised")
    func identity() throws {
        var visibility = try visibility(.identity), scene = FaceScene()
        for _ in 0..<4 { try see(&scene, &visibility, [user, other]) }
        #expect(!visibility.showsAnyone && visibility.state == .severalWhileVerifying)
        #expect(visibility.shownFaces.isEmpty && !visibility.isCertain)

        try see(&scene, &visibility, [user, other], distance: 0.1)

        #expect(visibility.showsAnyone && visibility.state == .verified)
        #expect(visibility.shownFaces.map(\.center.x) == [200] && visibility.shownTrack == 1)
    }

    @Test("is nobody's while a face is enrolled, nor after it without a new look")
    func enrolling() throws {
        var visibility = try visibility(.identity), scene = FaceScene()
        for _ in 0..<4 { try see(&scene, &visibility, [user], distance: 0.1) }
        #expect(visibility.showsAnyone)
        visibility.isEnrolling = true
        #expect(!visibility.showsAnyone && !visibility.isShowing)
        visibility.isEnrolling = false
        visibility.reset()
        #expect(!visibility.showsAnyone && visibility.shownFaces.isEmpty)
    }

    @Test("waits for a sign of life, if one is asked for")
    func life() throws {
        var visibility = try visibility(.identity), scene = FaceScene()
        visibility.asksForLife = true
        for _ in 0..<4 { try see(&scene, &visibility, [user], distance: 0.1) }
        #expect(visibility.state == .waitingForLife && !visibility.showsAnyone)
        let watched = visibility.faceWatchedForLife(scene.tracks, at: scene.time)
        #expect(watched?.id == 1)
        visibility.asksForLife = false
        #expect(visibility.state == .verified && visibility.showsAnyone)
    }

    @Test("stays with the enrolled person when the same embedding is given again")
    func enrolledAgain() throws {
        var visibility = try visibility(.identity), scene = FaceScene()
        for _ in 0..<4 { try see(&scene, &visibility, [user], distance: 0.1) }
        let isNew = visibility.enrol(try FaceScene.embedding(distance: 0))
        #expect(!isNew && visibility.showsAnyone)
    }
}
