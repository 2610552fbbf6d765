import CamaleonImage
import Foundation

/// What somebody does with a photograph in front of a camera, for a film of it.
enum PhotographAttack: String, CaseIterable {
    /// Held as still as a hand can.
    case still
    /// Moved from side to side and up and down.
    case panned
    /// Moved to the camera and back.
    case zoomed
    /// Turned about its vertical axis, and about its horizontal one.
    case turned
    case tilted
    /// All of these at once.
    case combined
    /// Bent about its vertical axis, to and fro, as a face is round.
    case bent
    /// Something dark passes over its eyes every two seconds.
    case wiped

    /// Where it is held at a time, in seconds.
    ///
    /// A hand trembles by a millimetre and half a degree, and wanders by some millimetres: chosen.
    func pose(at time: Double, _ film: AttackFilm) -> Pose {
        func wave(_ period: Double, _ index: Int) -> Double {
            sin(2 * Double.pi * (time / period + film.phases[index]))
        }
        var pose = Pose(
            x: 0.004 * wave(2.7, 0) + 0.001 * wave(0.113, 1),
            y: 0.004 * wave(3.1, 2) + 0.001 * wave(0.127, 3),
            distance: 1 + 0.003 * wave(3.7, 4),
            turn: 0.02 * wave(2.3, 5) + 0.004 * wave(0.109, 6),
            tilt: 0.02 * wave(2.9, 7) + 0.004 * wave(0.121, 8),
            roll: 0.01 * wave(3.3, 9)
        )
        let share = (self == .combined ? 0.6 : 1) * film.strength
        if self == .panned || self == .combined {
            pose.x += share * 0.12 * wave(film.period, 10)
            pose.y += share * 0.05 * wave(film.period * 1.3, 11)
        }
        if self == .zoomed || self == .combined {
            pose.distance *= 1 - share * 0.35 * wave(film.period, 12)
        }
        if self == .turned || self == .combined { pose.turn += share * 0.7 * wave(film.period, 13) }
        if self == .tilted || self == .combined {
            pose.tilt += share * 0.6 * wave(film.period * 1.1, 14)
        }
        if self == .bent { pose.curvature = share * 4 * wave(film.period, 15) }
        return pose
    }

    /// What covers the face, in parts of its height.
    func lid(at time: Double) -> ClosedRange<Double>? {
        guard self == .wiped else { return nil }
        // Downwards over the face in 0.4 s.
        let place = time.truncatingRemainder(dividingBy: 2) / 0.4
        return place < 1 ? place * 1.4 - 0.4...place * 1.4 - 0.1 : nil
    }
}

/// A film of one attack: the same for the same seed.
struct AttackFilm {
    /// Of the waves of movement, 0…1.
    fileprivate let phases: [Double]
    /// Of the great movement, in seconds.
    fileprivate let period: Double
    /// How great it is: up to 56° of turning, and half as much at the least.
    fileprivate let strength: Double
    private let noise: [Int8]

    /// Of a webcam indoors, in levels: chosen.
    private static let noiseLevel = 2.0

    init(seed: UInt64) {
        var random = SplitMix(state: seed)
        phases = (0..<16).map { _ in random.unit() }
        period = 2.5 + 2 * random.unit()
        strength = 0.7 + 0.7 * random.unit()
        noise = (0..<65_536).map { _ in
            // The sum of four is nearly normal, of variance 1/3.
            let sum = (0..<4).reduce(0.0) { total, _ in total + random.unit() } - 2
            return Int8((Self.noiseLevel * sum * 3.0.squareRoot()).rounded())
        }
    }

    /// Draws the frame of a number, of 30 a second.
    func draw(
        _ number: Int,
        of attack: PhotographAttack,
        with photograph: HeldPhotograph,
        into frame: Frame
    ) {
        let time = Double(number) / 30
        photograph.draw(attack.pose(at: time, self), lid: attack.lid(at: time), into: frame)
        var random = SplitMix(state: UInt64(number))
        for y in 0..<frame.height {
            let row = frame.luma.row(y), start = Int(random.next() & 0x7fff)
            for x in 0..<frame.width {
                row[x] = UInt8(clamping: Int(row[x]) + Int(noise[start + x]))
            }
        }
    }
}

/// Numbers without pattern, the same for the same seed.
///
/// Source: Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators", §2.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// 0…1.
    mutating func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }
}
