internal import CamaleonImage

/// Looks for signs of life in one face: the one that is shown, or may be next.
///
/// A sign of life belongs to a track, as a verdict does: a face that may be another's has given none.
public struct LifeWatch: Sendable {
    /// Whose face is watched.
    public private(set) var track: Int?
    /// What that face has shown.
    public private(set) var liveness = Liveness()
    private let rest: Microseconds
    private var time: Microseconds = 0

    /// A sign of life counts for 30 s; for the first half of it the mesh need not look.
    public static let usualRest: Microseconds = 15_000_000

    public init(restingFor rest: Microseconds = usualRest) {
        self.rest = rest
    }

    /// Whether a track's face has shown a sign of life lately, as of the last frame.
    public func isAlive(_ track: Int) -> Bool {
        track == self.track && liveness.isAlive(at: time)
    }

    /// The track at which the mesh should look in the frame at `time`, for ``take(_:)``; nil if it need not.
    ///
    /// That is the one that would be shown; where there is none, the largest face of which the mesh is sure.
    public mutating func wanted(
        _ tracks: [Track],
        shown: Int?,
        at time: Microseconds
    ) -> Track? {
        self.time = time
        choose(from: tracks, shown: shown)
        if let sign = liveness.lastSign, time - sign.time < rest { return nil }
        return tracks.first { $0.id == track && $0.isSeen }
    }

    /// Takes what the mesh found at the wanted track, in the same frame.
    public mutating func take(_ mesh: FaceMesh) {
        liveness.update(mesh, at: time)
    }

    /// Stays with a face for as long as it is there; what another one has shown counts for nothing.
    mutating func choose(from tracks: [Track], shown: Int?) {
        var best: Track?
        for track in tracks where track.isSeen && track.isConfirmed {
            if track.box.area > best?.box.area ?? 0 { best = track }
        }
        let isThere = tracks.contains { $0.id == track }
        guard let next = shown ?? (isThere ? track : best?.id), next != track else { return }
        track = next
        liveness = Liveness()
    }
}
