public import CamaleonImage

/// From frames to the faces in them, each followed from frame to frame: where to look, what is found
/// there, and which face of the frame before it is.
///
/// A value beside the detector, which it is given. Whether a track is a face at all the mesh says:
/// ``wantedByMesh`` and ``take(faceScore:of:at:)``.
public struct FaceFollower: Sendable {
    private let frame: Box
    private var search: FaceSearch
    private var tracker = FaceTracker()
    private var faces: [Detection] = []

    /// Of frames of a size, in pixels.
    public init(width: Int, height: Int) {
        frame = Box(left: 0, top: 0, right: Float(width), bottom: Float(height))
        search = FaceSearch(width: width, height: height)
        faces.reserveCapacity(FaceDetector.most)
    }

    /// The faces of the last frame, in order of their ids.
    public var tracks: [Track] { tracker.tracks }

    /// The track of an id, if it goes on.
    public func track(_ id: Int) -> Track? { tracker.tracks.first { $0.id == id } }

    /// Follows the faces of the frame at `time`, which `pyramid` shows.
    ///
    /// The track that is `shown` is looked at first. `crop` is the part of the frame that is segmented, in its
    /// pixels, all if nil. Where the picture `isCalm`, since nothing is in doubt, a face that is alone is
    /// looked for less often.
    ///
    /// - Complexity: one to three inferences of the detector; no allocation.
    public mutating func follow(
        _ pyramid: FramePyramid,
        with detector: FaceDetector,
        shown: Int?,
        crop: Box? = nil,
        isCalm: Bool = false,
        at time: Microseconds
    ) {
        let calm = isCalm ? onlyFace : nil
        // While the crop is searched for newcomers, the face of the frame before may stay.
        let kept = search.seesCropNext ? calm?.unchanged(in: pyramid) : nil
        search.next(
            tracker.tracks,
            shown: shown,
            crop: crop ?? frame,
            isCalm: calm != nil,
            keepsFaces: kept != nil
        )
        detector.detect(in: pyramid, search.regions)
        collect(detector.detections, in: pyramid, besides: kept)
        tracker.update(faces, at: time)
    }

    /// The one face that was followed into the last frame, and seen there.
    private var onlyFace: Detection? {
        guard tracker.tracks.count == 1, let face = tracker.tracks.first, face.isSeen else {
            return nil
        }
        return face.detection
    }

    private mutating func collect(
        _ detections: [Detection],
        in pyramid: FramePyramid,
        besides kept: Detection?
    ) {
        faces.removeAll(keepingCapacity: true)
        if let kept { faces.append(kept) }
        for var face in detections {
            if let kept, kept.box.isSameFace(as: face.box) { continue }
            face.appearance = Appearance(of: face, in: pyramid)
            faces.append(face)
        }
    }

    /// The visible track at which the mesh should look next: ``FaceTracker/wantedByMesh``.
    public var wantedByMesh: Track? { tracker.wantedByMesh.flatMap { track($0) } }

    /// Takes ``FaceMesh/faceScore`` of a track's face in the frame at `time`.
    public mutating func take(faceScore: Float, of track: Int, at time: Microseconds) {
        tracker.take(faceScore: faceScore, of: track, at: time)
    }

    /// Forgets all faces: the next frame has nothing to do with the last.
    public mutating func reset() {
        tracker.reset()
    }
}
