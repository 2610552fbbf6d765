import CamaleonFace
import CamaleonImage
import CamaleonPipeline

/// One person's film: enrolment, then clips of the user and of strangers in turn, cut hard.
struct GateFilm {
    private let person: String
    private let own: [ClipFolder.Clip]
    private let others: [ClipFolder.Clip]
    private let gate = FaceGate()
    private let width: Int
    private let height: Int
    /// One frame in so many is played, of a clip that has 30 a second.
    private let step: Int
    /// Whether each stranger's face takes the very place of the user's.
    private let isAligned: Bool
    private let finder: FaceFinder
    private let colorSpace: ColorSpace

    /// Who is not enrolled by then never will be.
    private static let longestEnrolment: Microseconds = 20_000_000
    /// Without anybody: longer than the gate waits for who turned away.
    private static let empty: Microseconds = 1_500_000
    /// Before each stranger's picture the user is seen for so long, and the stranger then for so long.
    private static let turns: (own: Microseconds, theirs: Microseconds) = (500_000, 1_000_000)

    private var frameTime: Microseconds { 33_333 * Microseconds(step) }

    init(
        of person: String,
        _ folder: ClipFolder,
        _ networks: FaceNetworks,
        every step: Int,
        isAligned: Bool
    ) throws(Failure) {
        self.step = step
        self.isAligned = isAligned
        finder = FaceFinder(networks)
        self.person = person
        own = folder.clips.filter { $0.person == person }
        others = folder.clips.filter { $0.person != person }
        let probe = try MediaProbe(of: own[0].path)
        let decoder = try ClipDecoder(of: own[0].path, probe, within: (1920, 1080))
        (width, height, colorSpace) = (decoder.width, decoder.height, decoder.colorSpace)
        for kind in NetworkKind.faces {
            do {
                try gate.load(kind, networks[kind])
            } catch {
                throw Failure(.badData, "\(kind): \(error)")
            }
        }
        gate.configure(width: width, height: height, colorSpace: decoder.colorSpace)
    }

    /// Plays the clips of all, and then pictures of strangers.
    func play(besides pictures: [String]) throws(Failure) -> GateReport {
        var time: Microseconds = 0
        let first = try enrol(at: &time)
        gate.set(.identity)
        var scenes: [GateReport.Scene] = []
        for (number, stranger) in others.enumerated() {
            // The clip of the enrolment comes last, so that each is another one.
            let clip = own[(first.index + number + 1) % own.count]
            let own = try frames(of: clip), theirs = try frames(of: stranger)
            let taking = isAligned ? aligned(theirs, to: own) : theirs
            scenes.append(show(own, clip.name, as: .user, at: &time))
            scenes.append(show(taking, stranger.name, as: .stranger, at: &time))
        }
        scenes += try playPictures(pictures, withoutClip: first.index, at: &time)
        scenes.append(playEmptyRoom(at: &time))
        let last = own[(first.index + 1) % own.count]
        scenes.append(show(try frames(of: last), last.name, as: .user, at: &time))
        return GateReport(
            person,
            enrolledOn: own[first.index].name,
            enrolmentMilliseconds: first.milliseconds,
            scenes
        )
    }

    /// Enrols with the first clip that serves: not one in which two faces are seen.
    private func enrol(
        at time: inout Microseconds
    ) throws(Failure) -> (index: Int, milliseconds: Double) {
        for index in own.indices {
            let frames = try frames(of: own[index]), start = time
            guard let embedding = embedding(of: frames, at: &time) else { continue }
            gate.enrol(embedding)
            return (index, Double(time - start) / 1000)
        }
        throw Failure(.badData, "no clip of \(person) shows one face well enough to enrol it")
    }

    /// Plays a clip to and fro until the enrolment is done; nil if it never is.
    private func embedding(
        of frames: [ByteBuffer],
        at time: inout Microseconds
    ) -> Embedding? {
        guard frames.count > 1 else { return nil }
        gate.beginEnrolment()
        defer { gate.endEnrolment() }
        let start = time
        var place = 0, step = 1
        while time - start < Self.longestEnrolment {
            gate.look(at: frame(frames[place]), time)
            time += frameTime
            if let result = gate.enrolment?.result { return result }
            if !frames.indices.contains(place + step) { step = -step }
            place += step
        }
        return nil
    }

    /// The beginning of each clip of the user in turn, and after it a picture of a stranger, held still.
    private func playPictures(
        _ pictures: [String],
        withoutClip enrolled: Int,
        at time: inout Microseconds
    ) throws(Failure) -> [GateReport.Scene] {
        guard !pictures.isEmpty else { return [] }
        let turns = try turns(withoutClip: enrolled), bar = ProgressBar(total: pictures.count)
        var scenes: [GateReport.Scene] = []
        for (number, path) in pictures.enumerated() {
            let turn = turns[number % turns.count]
            let picture = try Picture(of: path, as: .rgba).frame(colorSpace)
            guard let face = finder.face(in: picture, colorSpace) else {
                throw Failure(.badData, "no face was found in \(path)")
            }
            let seated = ByteBuffer(count: Frame.byteCount(width: width, height: height))
            let seat = isAligned ? turn.face : beside(turn.face)
            FaceAlignment(from: face, to: seat).draw(picture, into: frame(seated))
            let still = [ByteBuffer](
                repeating: seated,
                count: Int(Self.turns.theirs / frameTime)
            )
            scenes.append(show(turn.frames, turn.name, as: .user, at: &time))
            scenes.append(show(still, path, as: .stranger, at: &time))
            bar.show(number + 1)
        }
        bar.end()
        return scenes
    }

    /// What is seen of the user before a stranger's picture, and where their face is at last.
    private struct Turn {
        let name: String
        let frames: [ByteBuffer]
        let face: Box
    }

    /// The beginnings of the user's clips, of those that then show a face.
    private func turns(withoutClip enrolled: Int) throws(Failure) -> [Turn] {
        var turns: [Turn] = []
        for (index, clip) in own.enumerated() where index != enrolled || own.count == 1 {
            let frames = Array(try frames(of: clip).prefix(Int(Self.turns.own / frameTime)))
            if let last = frames.last, let face = finder.face(in: frame(last), colorSpace) {
                turns.append(Turn(name: clip.name, frames: frames, face: face))
            }
        }
        guard !turns.isEmpty else {
            throw Failure(.badData, "no clip of \(person) begins with a face")
        }
        return turns
    }

    /// A head's width beside a face, towards the middle, so that it stays in the frame.
    private func beside(_ face: Box) -> Box {
        let shift = face.center.x < Float(width) / 2 ? face.width : -face.width
        return Box(
            center: Point(face.center.x + shift, face.center.y),
            width: face.width,
            height: face.height
        )
    }

    /// A stranger's frames so that in the first their face is where the user's is in the last before; as
    /// they are where one of them is not found.
    private func aligned(_ theirs: [ByteBuffer], to own: [ByteBuffer]) -> [ByteBuffer] {
        guard let last = own.last, let first = theirs.first,
            let from = finder.face(in: frame(first), colorSpace),
            let to = finder.face(in: frame(last), colorSpace)
        else { return theirs }
        let alignment = FaceAlignment(from: from, to: to)
        return theirs.map { buffer in
            let moved = ByteBuffer(count: buffer.count)
            alignment.draw(frame(buffer), into: frame(moved))
            return moved
        }
    }

    private func frame(_ buffer: ByteBuffer) -> Frame {
        Frame(buffer, width: width, height: height)
    }

    private func playEmptyRoom(at time: inout Microseconds) -> GateReport.Scene {
        let grey = ByteBuffer(
            count: Frame.byteCount(width: width, height: height),
            repeating: 128
        )
        let frames = [ByteBuffer](repeating: grey, count: Int(Self.empty / frameTime))
        return show(frames, "nobody", as: .nobody, at: &time)
    }

    private func show(
        _ frames: [ByteBuffer],
        _ name: String,
        as who: GateReport.Who,
        at time: inout Microseconds
    ) -> GateReport.Scene {
        var scene = GateReport.Scene(name: name, who: who)
        let start = time
        for buffer in frames {
            gate.look(at: frame(buffer), time)
            scene.add(
                isShown: gate.showsAnyone,
                at: Double(time - start) / 1000,
                lasting: Double(frameTime) / 1000
            )
            time += frameTime
        }
        return scene
    }

    private func frames(of clip: ClipFolder.Clip) throws(Failure) -> [ByteBuffer] {
        let probe = try MediaProbe(of: clip.path)
        let decoder = try ClipDecoder(of: clip.path, probe, within: (width, height))
        guard (decoder.width, decoder.height) == (width, height) else {
            throw Failure(
                .badData,
                "\(clip.path) has another size than \(own[0].path): \(width)×\(height)"
            )
        }
        var frames: [ByteBuffer] = [], number = 0
        while true {
            let buffer = ByteBuffer(count: Frame.byteCount(width: width, height: height))
            guard try decoder.read(into: buffer) else { return frames }
            if number.isMultiple(of: step) { frames.append(buffer) }
            number += 1
        }
    }
}
