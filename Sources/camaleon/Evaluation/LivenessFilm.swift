import CamaleonFace
import CamaleonImage

/// Clips of people, and films of photographs that are held in front of a webcam.
struct LivenessFilm {
    private let reader: LifeReader
    private let finder: FaceFinder
    private let attackFrames: Int
    private let screen = Frame(width: HeldPhotograph.width, height: HeldPhotograph.height)
    private var people: [LifeReader.Presentation] = []
    private var attacks: [PhotographAttack: [LifeReader.Presentation]] = [:]
    private var withoutFace = 0
    private var photographCount: UInt64 = 0

    /// Of a clip, this frame is the photograph.
    private static let photographedFrame = 15

    init(_ networks: FaceNetworks, seconds: Double) {
        reader = LifeReader(networks)
        finder = FaceFinder(networks)
        attackFrames = max(1, Int(seconds * 30))
    }

    var report: LivenessReport {
        LivenessReport(people: people, attacks: attacks, withoutFace: withoutFace)
    }

    /// Plays a clip once, and then holds up a frame of it.
    mutating func play(_ path: String) throws(Failure) {
        let probe = try MediaProbe(of: path)
        let decoder = try ClipDecoder(of: path, probe, within: (1920, 1080))
        let (width, height, space) = (decoder.width, decoder.height, decoder.colorSpace)
        let camera = CameraInput(.i420, width: width, height: height, colorSpace: space)
        let photograph = Frame(width: width, height: height)
        let presentation = try reader.watch(width: width, height: height, space) {
            number throws(Failure) in
            guard try decoder.read(into: camera.buffer) else { return nil }
            camera.update()
            if number <= Self.photographedFrame { photograph.copy(from: camera.frame) }
            return camera.frame
        }
        people.append(presentation)
        try holdUp(photograph, space)
    }

    /// Holds up a picture.
    mutating func holdUp(pictureAt path: String) throws(Failure) {
        let space = ColorSpace(matrix: .bt601, isFullRange: true)
        try holdUp(Picture(of: path, as: .rgba).frame(space), space)
    }

    private mutating func holdUp(_ photograph: Frame, _ space: ColorSpace) throws(Failure) {
        photographCount += 1
        guard let face = finder.face(in: photograph, space) else {
            withoutFace += 1
            return
        }
        let held = HeldPhotograph(photograph, face: face), film = AttackFilm(seed: photographCount)
        for attack in PhotographAttack.allCases {
            let presentation = try reader.watch(
                width: screen.width,
                height: screen.height,
                space
            ) { number throws(Failure) in
                guard number < attackFrames else { return nil }
                film.draw(number, of: attack, with: held, into: screen)
                return screen
            }
            attacks[attack, default: []].append(presentation)
        }
    }
}
