public import CamaleonImage

/// The time of a frame, in microseconds of its source; only differences count.
public typealias Microseconds = Int64

/// A face that was followed from frame to frame: one id is one face, as far as positions, sizes and
/// looks can tell.
public struct Track: Sendable, Equatable {
    /// Never used again for another face.
    public let id: Int
    /// Steadied, in pixels of the frame.
    public internal(set) var box: Box
    /// The last detection.
    public internal(set) var detection: Detection
    /// When it was first and last detected.
    public let firstSeen: Microseconds
    public internal(set) var lastSeen: Microseconds
    /// Whether it was detected in the latest frame.
    public internal(set) var isVisible: Bool
    /// Whether its looks changed so much in the latest frame, or that frame came so late, that it should be
    /// verified anew.
    public internal(set) var isShaken = false
    /// How often the mesh looked whether it is a face, when it did so last, and its greatest
    /// ``FaceMesh/faceScore``.
    var checkCount = 0
    var lastChecked: Microseconds = .min
    var greatestFaceScore: Float = 0

    /// Whether the detector is alone in taking it for a face: a print on a shirt, a pattern.
    ///
    /// The mesh gives less than 0.004 to a skull on a shirt, and 0.015 at the worst to a face half hidden
    /// by hands in a badly placed box (measured on webcam clips). One better look makes it a face.
    public var isDismissed: Bool {
        checkCount >= 1 && greatestFaceScore < Self.leastFaceScore
            || checkCount >= Self.lookCount && greatestFaceScore < Self.leastFaceScoreOfMany
    }

    /// Whether a face is seen in the latest frame.
    public var isSeen: Bool { isVisible && !isDismissed }

    /// Whether the mesh has looked here so often that one more look will hardly change what is known.
    public var isWellKnown: Bool { checkCount >= Self.lookCount }

    /// Whether the mesh has found a face here: half as sure as can be, as MediaPipe asks of it.
    var isConfirmed: Bool { greatestFaceScore >= FaceMesh.leastScore }

    /// The limit for one look, and that for the best of several.
    static let leastFaceScore: Float = 0.01
    static let leastFaceScoreOfMany: Float = 0.2
    static let lookCount = 5
}

/// Follows faces between detections.
///
/// A track ends rather than go to another face: where it is not certain that a detection is the face of
/// the frame before, it begins a new track, with a new id, which nobody has verified yet. That happens
/// after ``lostAfter`` or two frames without a detection, on a jump, where two tracks and detections could
/// be swapped (faces that cross), and where the face suddenly looks different (another picture).
public struct FaceTracker: Sendable {
    /// How long a track goes on without a detection: three frames of 30 a second.
    public static let lostAfter: Microseconds = 100_000
    /// And where frames are far apart, twice their distance, up to so long: a slow machine must not lose
    /// every face from one frame to the next.
    static let slowLostAfter: Microseconds = 300_000
    /// The same for what is no face: the detector finds it now and then, and it shall not be a stranger
    /// each time.
    static let dismissedLostAfter: Microseconds = 1_000_000
    /// Overlap with the last box below which a detection is another face.
    ///
    /// A head that moves its own width in 0.3 s, faster than people do on a call, still overlaps by 0.8
    /// at 30 frames a second, and by 0.5 at 10.
    static let leastOverlap: Float = 0.3
    /// Sides of a face in two frames differ by no more than this factor.
    static let greatestGrowth: Float = 1.6
    /// Correlation of the looks in two frames below which another face took the place.
    ///
    /// Both were measured on webcam clips: docs/identity-measurements.md.
    static let leastSimilarity: Float = 0.4
    /// And below which it may have: the face is verified anew at once.
    static let steadySimilarity: Float = 0.75
    /// A face that stays where it is overlaps with itself by this much; whoever overlaps less must look
    /// the more like it.
    ///
    /// Of 993 frames of 15 webcam clips, all but the first ones after a face was found overlap with the
    /// frame before by 0.76 or more; of 444 cuts from one person to another in the same light, the
    /// greatest overlap was 0.64, and at those the greatest correlation was 0.88.
    static let steadyOverlap: Float = 0.65
    static let movedSimilarity: Float = 0.9
    /// Movement below this part of the box's side is the detector's trembling, and damped.
    static let trembling: Float = 0.08

    /// Tracks at a time; not the array's capacity, which a copy of it may shrink.
    static let most = 2 * FaceDetector.most

    /// In order of their ids.
    public private(set) var tracks: [Track] = []
    private var nextID = 1
    private var lastUpdate: Microseconds?
    private var isTaken: [Bool] = []
    private var isContinued: [Bool] = []

    public init() {
        tracks.reserveCapacity(Self.most)
        isTaken.reserveCapacity(FaceDetector.most)
        isContinued.reserveCapacity(Self.most)
    }

    /// Takes the faces of the frame at `time`; none where the detector ran and found none.
    ///
    /// - Complexity: tracks × detections, twice; no allocation.
    public mutating func update(_ detections: [Detection], at time: Microseconds) {
        let twoFrames = min(Self.slowLostAfter, 2 * (time - (lastUpdate ?? time)))
        lastUpdate = time
        tracks.removeAll { track in
            let patience =
                track.isDismissed ? Self.dismissedLostAfter : max(Self.lostAfter, twoFrames)
            return time - track.lastSeen > patience || time < track.lastSeen
        }
        isTaken.removeAll(keepingCapacity: true)
        isContinued.removeAll(keepingCapacity: true)
        for _ in detections { isTaken.append(false) }
        for index in tracks.indices {
            tracks[index].isVisible = false
            tracks[index].isShaken = false
            isContinued.append(false)
        }
        endAmbiguous(detections)
        while let (track, detection) = bestPair(detections) {
            isTaken[detection] = true
            isContinued[track] = true
            tracks[track].follow(detections[detection], at: time)
        }
        for index in detections.indices where !isTaken[index] && tracks.count < Self.most {
            tracks.append(begin(detections[index], at: time))
        }
    }

    /// The visible track at which the mesh should look next: the one that it looked at least, up to
    /// five looks, then the one that waits longest.
    public var wantedByMesh: Int? {
        var best: Track?
        for track in tracks where track.isVisible {
            guard let found = best else {
                best = track
                continue
            }
            let counts = (
                min(track.checkCount, Track.lookCount),
                min(found.checkCount, Track.lookCount)
            )
            if counts.0 < counts.1 || counts.0 == counts.1 && track.lastChecked < found.lastChecked
            {
                best = track
            }
        }
        return best?.id
    }

    /// Takes ``FaceMesh/faceScore`` of a track's face in the frame at `time`.
    public mutating func take(faceScore: Float, of track: Int, at time: Microseconds) {
        guard let index = tracks.firstIndex(where: { $0.id == track }) else { return }
        tracks[index].checkCount += 1
        tracks[index].lastChecked = time
        tracks[index].greatestFaceScore = max(tracks[index].greatestFaceScore, faceScore)
    }

    /// Forgets all faces: the next frame has nothing to do with the last.
    public mutating func reset() {
        tracks.removeAll(keepingCapacity: true)
        lastUpdate = nil
    }

    private mutating func begin(_ detection: Detection, at time: Microseconds) -> Track {
        defer { nextID += 1 }
        return Track(
            id: nextID,
            box: detection.box,
            detection: detection,
            firstSeen: time,
            lastSeen: time,
            isVisible: true
        )
    }

    /// Ends the tracks that one detection could continue: who of them it is, nobody knows.
    ///
    /// That is so while faces cross, where one hides the other.
    private mutating func endAmbiguous(_ detections: [Detection]) {
        for detection in detections {
            let count = tracks.reduce(0) { $0 + ($1.mayContinue(as: detection) ? 1 : 0) }
            guard count > 1 else { continue }
            for index in tracks.indices.reversed()
            where tracks[index].mayContinue(as: detection) {
                tracks.remove(at: index)
                isContinued.remove(at: index)
            }
        }
    }

    /// The track and the detection, both free, that overlap most.
    private func bestPair(_ detections: [Detection]) -> (track: Int, detection: Int)? {
        var best: (track: Int, detection: Int)?
        var greatest: Float = 0
        for track in tracks.indices where !isContinued[track] {
            for index in detections.indices where !isTaken[index] {
                let overlap = tracks[track].detection.box.overlap(with: detections[index].box)
                if overlap > greatest && tracks[track].mayContinue(as: detections[index]) {
                    (best, greatest) = ((track, index), overlap)
                }
            }
        }
        return best
    }
}

extension Track {
    /// Whether a detection in the next frame may be this face.
    func mayContinue(as next: Detection) -> Bool {
        let growth = next.box.longerSide / detection.box.longerSide
        let overlap = detection.box.overlap(with: next.box)
        guard overlap >= FaceTracker.leastOverlap,
            growth <= FaceTracker.greatestGrowth, growth >= 1 / FaceTracker.greatestGrowth
        else { return false }
        guard let before = detection.appearance, let now = next.appearance else { return true }
        let hasMoved = overlap < FaceTracker.steadyOverlap
        return before.similarity(to: now)
            >= (hasMoved ? FaceTracker.movedSimilarity : FaceTracker.leastSimilarity)
    }

    /// Goes to a detection: at once where it moved, a third of the way where it trembles.
    mutating func follow(_ next: Detection, at time: Microseconds) {
        let side = box.longerSide
        let shift = max(
            max(abs(next.box.left - box.left), abs(next.box.right - box.right)),
            max(abs(next.box.top - box.top), abs(next.box.bottom - box.bottom))
        )
        // Where frames are far apart, anything can happen between two of them.
        isShaken = time - lastSeen > FaceTracker.lostAfter
        if let before = detection.appearance, let now = next.appearance {
            isShaken = isShaken || before.similarity(to: now) < FaceTracker.steadySimilarity
        }
        let part = min(1, 0.3 + 0.7 * shift / (FaceTracker.trembling * side))
        box = box.moved(part, towards: next.box)
        detection = next
        lastSeen = time
        isVisible = true
    }
}
