import CamaleonImage
import Testing

@testable import CamaleonFace

@Suite("Presence")
struct PresenceTests {
    /// P where someone is present, a for absent, s for too small, o for outside.
    func states(
        _ presence: inout Presence,
        _ drawing: String,
        from first: Int = 0,
        side: Float = 80
    ) -> String {
        var tracker = FaceTracker()
        return Scene.groups(drawing).enumerated().map { index, people in
            let time = Scene.time(first + index)
            tracker.update(
                people.map { who in
                    let box = Box(center: Scene.face(who).box.center, width: side, height: side)
                    return Detection(score: 1, box: box, points: FacePoints(typicalFor: box))
                },
                at: time
            )
            presence.update(tracker.tracks, at: time)
            switch presence.state {
            case .present: return "P"
            case .absent: return "a"
            case .tooSmall: return "s"
            case .outside: return "o"
            }
        }.joined(separator: " ")
    }

    @Test("begins 100 ms after a face came, within the promised 300 ms")
    func comes() {
        var presence = Presence(width: 640, height: 360)
        #expect(states(&presence, ". A A A A A A") == "a a a a P P P")
    }

    @Test("survives a head turned away, and ends after a second")
    func leaves() {
        var presence = Presence(width: 640, height: 360)
        _ = states(&presence, times(10, "A"))
        let away = states(&presence, times(40, "."), from: 10)
        #expect(away.hasPrefix(times(29, "P")) && away.hasSuffix(times(9, "a")))
        #expect(states(&presence, "A A A A A", from: 50).hasSuffix("P"))
    }

    @Test("needs a face of a least size, and keeps one that is a little smaller")
    func size() {
        var presence = Presence(width: 640, height: 360, settings: .init(leastFace: 0.2))
        #expect(states(&presence, times(10, "A"), side: 65).hasSuffix("s"))
        #expect(states(&presence, times(10, "A"), from: 10, side: 75).hasSuffix("P"))
        #expect(states(&presence, times(30, "A"), from: 20, side: 65).hasSuffix("P"))
        #expect(states(&presence, times(30, "A"), from: 50, side: 50).hasSuffix("s"))
    }

    @Test("is inside of the zone that the user drew")
    func zone() {
        let left = Box(left: 0, top: 0, right: 0.5, bottom: 1)
        var presence = Presence(width: 640, height: 360, settings: .init(zone: left))
        #expect(states(&presence, times(10, "B")).hasSuffix("o"))
        #expect(states(&presence, times(10, "A"), from: 10).hasSuffix("P"))
        let outside = states(&presence, times(15, "B"), from: 20)
        #expect(outside.hasPrefix(times(8, "P")) && outside.hasSuffix("o o o"))
    }

    @Test("does not flicker with detections that come and go")
    func flicker() {
        var presence = Presence(width: 640, height: 360)
        let shown = states(&presence, times(20, "A . A A ."))
        #expect(!shown.dropFirst(12).contains("a"))
    }
}
