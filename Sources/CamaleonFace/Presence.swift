public import CamaleonImage

/// Whether someone is there to be shown: a face, large enough, inside the zone that the user drew.
///
/// All limits have two values, so that a face at a limit does not flicker: one to come in, a laxer one to
/// stay.
public struct Presence: Sendable {
    public struct Settings: Sendable, Equatable {
        /// Where the face's centre may be, in parts of the frame, 0…1.
        public var zone: Box
        /// The face's least height in parts of the frame's.
        public var leastFace: Float

        /// The whole frame, and a face of a twentieth of its height: 36 pixels of 720.
        public init(
            zone: Box = Box(left: 0, top: 0, right: 1, bottom: 1),
            leastFace: Float = 0.05
        ) {
            self.zone = zone
            self.leastFace = leastFace
        }
    }

    /// Why nobody is shown, or that someone is.
    public enum State: Sendable, Equatable {
        case present
        /// No face.
        case absent
        /// A face, but none large enough.
        case tooSmall
        /// A face that is large enough, but none inside.
        case outside
    }

    public var settings: Settings
    public private(set) var state: State = .absent
    public var isPresent: Bool { state == .present }

    /// How long no face may be seen before nobody is there: a head turned away, a hand before it.
    static let absentAfter: Microseconds = 1_000_000
    /// How long a face may be outside or too small.
    static let outsideAfter: Microseconds = 300_000
    /// How long a face must be there before it is shown: three frames of 30 a second, well under the
    /// promised 300 ms.
    static let presentAfter: Microseconds = 90_000
    /// A face that is in stays in, to this part of the least size.
    static let laxSize: Float = 0.8
    /// And to this part of the frame beyond the zone.
    static let laxZone: Float = 0.05

    private let width: Float
    private let height: Float
    /// When a face was last as it should be, and since when it has been without a longer gap.
    private var lastGood: Microseconds?
    private var goodSince: Microseconds?

    public init(width: Int, height: Int, settings: Settings = Settings()) {
        self.width = Float(width)
        self.height = Float(height)
        self.settings = settings
    }

    /// Takes the faces of the frame at `time`.
    public mutating func update(_ tracks: [Track], at time: Microseconds) {
        let seen = judge(tracks)
        if seen == .present {
            let since = goodSince ?? time
            goodSince = since
            lastGood = time
            if time - since >= Self.presentAfter { state = .present }
            return
        }
        guard isPresent else {
            // One missed detection does not begin the wait anew.
            if time - (lastGood ?? .min / 2) > Self.presentAfter { goodSince = nil }
            state = seen
            return
        }
        let patience = seen == .absent ? Self.absentAfter : Self.outsideAfter
        if time - (lastGood ?? .min / 2) > patience {
            state = seen
            goodSince = nil
        }
    }

    /// Whether one of these faces alone is as it should be: who is shown must be it.
    public func admits(_ track: Track) -> Bool { judge([track]) == .present }

    /// The best that can be said of the visible faces.
    private func judge(_ tracks: [Track]) -> State {
        let least = settings.leastFace * height * (isPresent ? Self.laxSize : 1)
        let zone = settings.zone.expanded(by: isPresent ? Self.laxZone : 0)
        var best = State.absent
        for track in tracks where track.isSeen {
            guard track.box.height >= least else {
                if best == .absent { best = .tooSmall }
                continue
            }
            let center = track.box.center
            if zone.contains(Point(center.x / width, center.y / height)) { return .present }
            best = .outside
        }
        return best
    }
}
