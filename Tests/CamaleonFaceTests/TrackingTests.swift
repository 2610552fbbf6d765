import CamaleonImage
import Testing

@testable import CamaleonFace

@Suite("A face tracker")
struct FaceTrackerTests {
    /// The ids of the visible tracks in each frame of a drawing; the machine takes every `step`th frame.
    func ids(_ drawing: String, step: Int = 1) -> [[Int]] {
        var tracker = FaceTracker()
        return Scene.groups(drawing).enumerated().map { frame, people in
            tracker.update(people.map { Scene.face($0) }, at: Scene.time(step * frame))
            return tracker.tracks.filter { $0.isVisible }.map { $0.id }
        }
    }

    @Test("follows faces through gaps of less than 100 ms")
    func gap() {
        #expect(ids("A A . . A") == [[1], [1], [], [], [1]])
    }

    @Test("begins a new track after a longer gap")
    func lost() {
        #expect(ids("A . . . . A") == [[1], [], [], [], [], [2]])
    }

    @Test("follows faces through a missing frame where frames are few, not through a standstill")
    func slow() {
        #expect(ids("A A . A . . A", step: 4) == [[1], [1], [], [1], [], [], [2]])
        #expect(ids("A A", step: 10) == [[1], [2]])
    }

    @Test("keeps two faces apart, in whatever order they are detected")
    func order() {
        #expect(ids("AB BA AB") == [[1, 2], [1, 2], [1, 2]])
    }

    @Test("begins a new track where another face took the place")
    func replaced() {
        #expect(ids("A A b b") == [[1], [1], [2], [2]])
    }

    @Test("takes a face that jumped for another's, unless it looks the same")
    func jumped() {
        var tracker = FaceTracker()
        var before = Scene.face("A"), after = Scene.face("A", shift: 30)
        tracker.update([before], at: 0)
        after.appearance = Scene.looks[3]
        tracker.update([after], at: Scene.time(1))
        #expect(tracker.tracks.map { $0.id }.last == 2)
        before = after
        after = Scene.face("A", shift: 60)
        after.appearance = before.appearance
        tracker.update([after], at: Scene.time(2))
        #expect(tracker.tracks.filter { $0.isVisible }.map { $0.id } == [2])
    }

    @Test("gives new ids after two faces crossed: nobody knows who is who")
    func crossing() {
        var tracker = FaceTracker()
        var seen: [Set<Int>] = []
        for frame in 0..<40 {
            // They walk through each other, 10 pixels a frame; where one hides the other, one is found.
            var left = Scene.face("A", shift: Float(10 * frame)),
                right = Scene.face("B", shift: Float(-10 * frame))
            left.appearance = nil
            right.appearance = nil
            let hidden = left.box.overlap(with: right.box) > 0.3
            tracker.update(hidden ? [left] : [left, right], at: Scene.time(frame))
            seen.append(Set(tracker.tracks.filter { $0.isVisible }.map { $0.id }))
        }
        #expect(seen[0] == [1, 2])
        #expect(seen[39].isDisjoint(with: [1, 2]))
    }

    @Test("damps trembling and follows movement")
    func steadied() throws {
        var tracker = FaceTracker()
        var range: ClosedRange<Float> = 1000...1000
        for frame in 0..<60 {
            let shift: Float = frame.isMultiple(of: 2) ? 1 : -1
            tracker.update([Scene.face("A", shift: shift)], at: Scene.time(frame))
            let x = try #require(tracker.tracks.first).box.center.x
            if frame == 10 { range = x...x }
            if frame > 10 { range = min(range.lowerBound, x)...max(range.upperBound, x) }
        }
        #expect(range.upperBound - range.lowerBound < 1.2)
        tracker.update([Scene.face("A", shift: 20)], at: Scene.time(60))
        #expect(try #require(tracker.tracks.first).box.center.x == 200)
    }

    @Test("dismisses what the mesh takes for no face, until one look finds one")
    func prints() {
        var tracker = FaceTracker()
        func look(_ score: Float, _ frames: Range<Int>) {
            for frame in frames {
                tracker.update([Scene.face("A"), Scene.face("B")], at: Scene.time(frame))
                if let track = tracker.wantedByMesh {
                    let faceScore = track == 1 ? 1 : score
                    tracker.take(faceScore: faceScore, of: track, at: Scene.time(frame))
                }
            }
        }
        look(0.003, 0..<1)
        #expect(tracker.tracks.allSatisfy { $0.isSeen })
        look(0.003, 1..<5)
        #expect(tracker.tracks.map { $0.isSeen } == [true, false])
        look(0.6, 5..<7)
        #expect(tracker.tracks.map { $0.isSeen } == [true, true])
    }

    @Test("has a face verified anew that comes later than a frame of ten a second")
    func lateFrame() {
        var tracker = FaceTracker()
        for time: Microseconds in [0, 100_000, 210_000, 250_000] {
            tracker.update([Scene.face("A")], at: time)
            #expect(tracker.tracks.map(\.id) == [1])
            #expect(tracker.tracks[0].isShaken == (time == 210_000))
        }
    }

    @Test("dismisses after five looks what the mesh is never sure of")
    func unsure() {
        var tracker = FaceTracker()
        tracker.update([Scene.face("A")], at: 0)
        for look in 1...5 {
            #expect(tracker.tracks.allSatisfy { $0.isSeen && !$0.isWellKnown })
            tracker.take(faceScore: 0.1, of: 1, at: Microseconds(look))
        }
        #expect(tracker.tracks[0].isWellKnown)
        #expect(!tracker.tracks.contains { $0.isSeen })
    }

    @Test("forgets what it is told to, and what is from the future")
    func backwards() {
        var tracker = FaceTracker()
        tracker.update([Scene.face("A")], at: Scene.time(100))
        tracker.update([Scene.face("A")], at: Scene.time(3))
        #expect(tracker.tracks.map { $0.id } == [2])
        tracker.reset()
        #expect(tracker.tracks.isEmpty)
    }
}

@Suite("A face in the frame after")
struct UnchangedFaceTests {
    /// Something with light and dark, (128, 128), moved by some pixels.
    func pyramid(shift: Float = 0, brightness: Float = 1) -> FramePyramid {
        grey(width: 128, height: 128) { x, y in
            let (u, v) = (Float(x) - 64 - shift, Float(y) - 64)
            return brightness * (u * u + 2 * v * v < 900 ? 60 + u + v : 160 - v)
        }
    }

    var face: Detection {
        let box = Box(center: Point(64, 64), width: 60, height: 60)
        var face = Detection(score: 1, box: box, points: FacePoints(typicalFor: box))
        face.appearance = Appearance(of: face, in: pyramid())
        return face
    }

    @Test("is where it was while it looks the same there, in whatever light")
    func same() throws {
        #expect(face.unchanged(in: pyramid()) == face)
        let darker = try #require(face.unchanged(in: pyramid(brightness: 0.7)))
        #expect(darker.box == face.box)
        #expect(face.unchanged(in: pyramid(shift: 1)) != nil)
    }

    @Test("has to be found anew once it moved, changed, or was never looked at")
    func changed() {
        #expect(face.unchanged(in: pyramid(shift: 12)) == nil)
        #expect(face.unchanged(in: grey(width: 128, height: 128) { x, _ in Float(x) }) == nil)
        var unseen = face
        unseen.appearance = nil
        #expect(unseen.unchanged(in: pyramid()) == nil)
    }
}

@Suite("A search for faces")
struct FaceSearchTests {
    let whole = Box(left: 0, top: 0, right: 1280, bottom: 720)

    func sees(_ box: Box, in region: Region) -> Bool {
        region.side <= 9 * box.width
            && Box(center: region.center, width: region.side, height: region.side).contains(box)
    }

    @Test("shows every face of 40 pixels, anywhere, at a ninth of a region or more")
    func coversAll() {
        var search = FaceSearch(width: 1280, height: 720)
        var regions: [Region] = []
        for _ in 0..<search.roundLength {
            search.next([], shown: nil, crop: whole)
            regions += search.regions
        }
        for y in stride(from: Float(20), through: 700, by: 20) {
            for x in stride(from: Float(20), through: 1260, by: 20) {
                let box = Box(center: Point(x, y), width: 40, height: 40)
                #expect(regions.contains { sees(box, in: $0) })
            }
        }
    }

    @Test("looks at a face rather than at larger prints")
    func faceBeforePrints() {
        var tracker = FaceTracker()
        let prints = [Float(200), 700].map { x in
            let box = Box(center: Point(x, 400), width: 200, height: 200)
            return Detection(score: 1, box: box, points: FacePoints(typicalFor: box))
        }
        let far = Box(center: Point(1100, 100), width: 60, height: 60)
        let face = Detection(score: 1, box: far, points: FacePoints(typicalFor: far))
        tracker.update(prints + [face], at: 0)
        for id in 1...2 { tracker.take(faceScore: 0, of: id, at: 0) }

        var search = FaceSearch(width: 1280, height: 720)
        for _ in 0..<6 {
            search.next(tracker.tracks, shown: nil, crop: whole)
            #expect(search.regions.contains { $0.center == far.center })
        }
    }

    @Test("sees the crop in every second frame, and the shown face in every one")
    func everyFrame() {
        var tracker = FaceTracker()
        tracker.update([Scene.face("A"), Scene.face("B")], at: 0)
        var search = FaceSearch(width: 1280, height: 720)
        let crop = Box(left: 0, top: 0, right: 1000, bottom: 562)
        for frame in 0..<10 {
            search.next(tracker.tracks, shown: 1, crop: crop)
            #expect(search.regions.count <= FaceSearch.most)
            #expect(search.regions.contains { sees(Scene.face("A").box, in: $0) })
            if frame.isMultiple(of: 2) { #expect(search.regions[0].side == 1000) }
        }
    }

    /// What each frame of a calm picture looks at: the crop, a part of the frame, the face.
    func looks(keepingFace keepsFace: Bool) -> [String] {
        var tracker = FaceTracker()
        tracker.update([Scene.face("A")], at: 0)
        var search = FaceSearch(width: 1280, height: 720)
        return (0..<8).map { _ in
            let seesCrop = search.seesCropNext
            search.next(
                tracker.tracks,
                shown: 1,
                crop: whole,
                isCalm: true,
                keepsFaces: keepsFace && seesCrop
            )
            let hasFace = search.regions.contains { $0.center == Scene.face("A").box.center }
            let hasSearch = search.regions.count > (hasFace ? 1 : 0)
            return (hasSearch ? seesCrop ? "c" : "p" : "") + (hasFace ? "F" : "")
        }
    }

    @Test("looks mostly once a frame where all is calm: at the crop, or at the face")
    func calm() {
        // The first square of the frame shows the face as well.
        #expect(looks(keepingFace: true) == ["c", "pF", "c", "F", "c", "p", "c", "F"])
        #expect(looks(keepingFace: false) == ["cF", "pF", "cF", "F", "cF", "p", "cF", "F"])
    }
}

@Suite("A crop rule")
struct CropRuleTests {
    func box(_ x: Float, _ y: Float, _ side: Float) -> Box {
        Box(center: Point(x, y), width: side, height: side)
    }

    @Test("sees the whole frame when nobody is found, and when someone is near")
    func whole() {
        var rule = CropRule(width: 1280, height: 720)
        rule.update([], person: nil, at: 0)
        #expect(rule.isWhole)
        rule.update([box(640, 300, 250)], person: nil, at: 1)
        #expect(rule.isWhole)
    }

    @Test("keeps shoulders, arms and hands of someone far away, in the frame's aspect")
    func far() {
        var rule = CropRule(width: 1280, height: 720)
        for frame in 0..<40 { rule.update([box(900, 300, 40)], person: nil, at: Scene.time(frame)) }

        let crop = rule.crop
        #expect(crop.contains(Box(left: 760, top: 200, right: 1040, bottom: 500)))
        #expect(crop.width < 900 && abs(crop.width / crop.height - 16 / 9) < 0.03)
        #expect(Int(crop.left).isMultiple(of: 2) && Int(crop.width).isMultiple(of: 2))
        #expect(rule.crop.clipped(to: box(640, 360, 1280)) == crop)
    }

    @Test("stays inside of the frame for a face at its edge", arguments: [Float(0), 20, 1279])
    func edge(x: Float) {
        var rule = CropRule(width: 1280, height: 720)
        for frame in 0..<40 { rule.update([box(x, 710, 60)], person: nil, at: Scene.time(frame)) }
        let crop = rule.crop
        #expect(crop.left >= 0 && crop.top >= 0 && crop.right <= 1280 && crop.bottom <= 720)
    }

    @Test("does not pump: small movements change nothing")
    func still() {
        var rule = CropRule(width: 1280, height: 720)
        for frame in 0..<40 { rule.update([box(640, 300, 40)], person: nil, at: Scene.time(frame)) }
        let crop = rule.crop
        for frame in 40..<200 {
            let sway = Float(frame % 11) - 5
            rule.update(
                [box(640 + sway, 300 - sway, 40 + sway / 4)],
                person: nil,
                at: Scene.time(frame)
            )
            #expect(rule.crop == crop)
        }
    }

    @Test("grows until the matte ends inside of it: who stands shows legs")
    func growsWithTheMatte() {
        var rule = CropRule(width: 1280, height: 720)
        let face = box(640, 100, 30)
        rule.update([face], person: nil, at: 0)
        let small = rule.crop
        // The person goes down to 400; the matte shows of them what the crop shows.
        for frame in 1..<100 {
            let seen = Box(left: 600, top: 80, right: 680, bottom: min(400, rule.crop.bottom))
            rule.update([face], person: seen, at: Scene.time(frame))
        }
        let grown = rule.crop
        #expect(small.bottom < 400 && grown.bottom > 400 && !rule.isWhole)
        let person = Box(left: 600, top: 80, right: 680, bottom: 400)
        for frame in 100..<200 { rule.update([face], person: person, at: Scene.time(frame)) }
        #expect(rule.crop == grown)
    }

    @Test("grows at once, and shrinks after a second")
    func hysteresis() {
        var rule = CropRule(width: 1280, height: 720)
        for frame in 0..<40 { rule.update([box(640, 300, 30)], person: nil, at: Scene.time(frame)) }
        let small = rule.crop.area
        rule.update([box(640, 300, 60)], person: nil, at: Scene.time(40))
        #expect(rule.crop.area > 2 * small)
        for frame in 41..<60 {
            rule.update([box(640, 300, 30)], person: nil, at: Scene.time(frame))
            #expect(rule.crop.area > 2 * small)
        }
        for frame in 60..<80 {
            rule.update([box(640, 300, 30)], person: nil, at: Scene.time(frame))
        }
        #expect(abs(rule.crop.area - small) < 0.1 * small)
    }
}
