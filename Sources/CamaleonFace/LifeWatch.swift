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

    /// Looks at the frame at `time`, in which `shown` is the track that would be shown.
    ///
    /// Where there is none, the largest face of which the mesh is sure is watched. `looked` is the track at
    /// which the mesh has just looked.
    ///
    /// - Complexity: an inference of the mesh, unless it has been done, or the last sign is recent.
    public mutating func look(
        at tracks: [Track],
        shown: Int?,
        looked: Int?,
        in pyramid: FramePyramid,
        with mesh: FaceMesh,
        at time: Microseconds
    ) {
        self.time = time
        choose(from: tracks, shown: shown)
        let isResting = liveness.lastSign.map { time - $0.time < rest } ?? false
        guard !isResting, let seen = tracks.first(where: { $0.id == track && $0.isSeen }) else {
            return
        }
        if looked != track { mesh.find(in: pyramid, of: seen.detection.region) }
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
