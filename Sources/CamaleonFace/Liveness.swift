internal import CamaleonImage

/// A first measure of whether a face is a head and not a photograph of one; off unless chosen.
///
/// A photograph does not blink, and however it is held, the head in it looks the same way. A blink, a turn
/// of the head or a deep nod is a sign of life, which counts for half a minute. A film of a face, on a
/// screen, shows them too, and so does a mask: this is no protection against them.
/// docs/identity-measurements.md has the error rates.
public struct Liveness: Sendable {
    public enum Kind: Sendable, Equatable {
        case blink, turn, nod
    }

    /// The last sign of life, and the time of its frame.
    public private(set) var lastSign: (kind: Kind, time: Microseconds)?
    private var eyes = BlinkWatch()
    private var yaw = TurnWatch(least: leastTurn)
    private var pitch = TurnWatch(least: leastNod)
    private var lastFrame: Microseconds?

    /// A sign of life counts for so long.
    static let validFor: Microseconds = 30_000_000
    /// After so long without a good look at the face, what was seen before is not compared with it.
    static let gap: Microseconds = 300_000
    /// Slopes of ``HeadPose``, 9° and 17°, measured on films of photographs:
    /// docs/identity-measurements.md.
    ///
    /// A picture that is made lower or narrower by holding it aslant looks like a head that nods, a little.
    static let leastTurn: Float = 0.15
    static let leastNod: Float = 0.3
    /// Blinks of eyes whose outer corners are nearer to each other, in pixels, are not told from trembling.
    static let leastEyes: Float = 50

    public init() {}

    /// Whether a sign of life was seen lately.
    public func isAlive(at time: Microseconds) -> Bool {
        lastSign.map { time - $0.time <= Self.validFor } ?? false
    }

    /// How far the head has turned and nodded in the last seconds, as slopes.
    public var extents: (turn: Float, nod: Float) { (yaw.extent, pitch.extent) }

    /// Takes the face in the frame at `time`.
    ///
    /// Where the mesh is less than sure, something is before the face, or its box has slipped: both look
    /// like movement.
    ///
    /// - Complexity: no allocation.
    public mutating func update(_ mesh: FaceMesh, at time: Microseconds) {
        guard mesh.faceScore >= FaceQuality.leastScore else { return }
        let isNear = (mesh.points[263] - mesh.points[33]).magnitude >= Self.leastEyes
        update(isNear ? EyeOpening(mesh.points) : nil, HeadPose(mesh), at: time)
    }

    /// Takes how far the eyes are open, if that can be told, and how the head is turned.
    mutating func update(_ opening: EyeOpening?, _ pose: HeadPose, at time: Microseconds) {
        if let last = lastFrame, time - last > Self.gap || time < last {
            eyes = BlinkWatch()
            yaw.reset()
            pitch.reset()
        }
        lastFrame = time
        if let opening {
            if eyes.sees(opening, at: time) { lastSign = (.blink, time) }
        } else {
            eyes = BlinkWatch()
        }
        if pitch.sees(pose.pitch, at: time) { lastSign = (.nod, time) }
        if yaw.sees(pose.yaw, at: time) { lastSign = (.turn, time) }
    }
}
