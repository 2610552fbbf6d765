/// Learns whose face is to be let through: a few seconds, several good frames, their mean.
///
/// Each frame: ``judge(_:at:)``, and tell its ``Hint``. On ``Hint/hold`` recognise this frame, and give
/// the answer to ``take(_:of:)``. It never takes a frame with two faces. A track that was lost, since a
/// hand was before the face, goes on where the next one's first embedding agrees; another face begins anew.
public struct Enrolment: Sendable {
    /// What one frame offers.
    public struct Offer: Sendable, Equatable {
        /// The largest face, and how many are seen.
        public let track: Track?
        public let faceCount: Int
        public let quality: FaceQuality
        /// The shorter side of the frame, in pixels.
        public let frameSide: Float

        public init(track: Track?, faceCount: Int, quality: FaceQuality, frameSide: Float) {
            self.track = track
            self.faceCount = faceCount
            self.quality = quality
            self.frameSide = frameSide
        }
    }

    /// What the user should do.
    public enum Hint: Sendable {
        case findFace
        /// Only one person may be in view.
        case beAlone
        case comeCloser
        /// The frame has not the whole head.
        case moveBack
        case lookStraight
        /// The frame is blurred, or the face is covered: hold still, or more light.
        case holdStill
        /// A good frame: it is taken.
        case hold
        /// A good frame, too soon after the last.
        case wait
        case done
    }

    /// The mean of the embeddings, once there are enough that agree.
    public private(set) var result: Embedding?
    private var embeddings: [Embedding] = []
    private var track: Int?
    /// Whether an embedding of the track agreed with those before.
    private var isTrackKnown = true
    private var lastTaken: Microseconds?

    /// Embeddings that the mean is of.
    public static let wantedCount = 8
    /// Between two frames that are taken: neighbours would all have the same errors.
    static let interval: Microseconds = 250_000
    /// Of the face's box, in pixels.
    ///
    /// Faces of 62 pixels are told apart as well as the same ones of 104:
    /// docs/identity-measurements.md.
    static let leastFace: Float = 50
    /// Of the face's box, in parts of the frame's shorter side: a head is half as high again.
    static let greatestShare: Float = 0.65
    /// 2…20 was measured of webcam clips at 640 × 480, whose faces were recognised well, and 300 of a
    /// sharp photograph (the golden picture).
    static let leastSharpness: Float = 1.5
    /// An embedding that is farther than this from the mean of all is an outlier.
    static let outlierDistance: Float = 0.3

    public init() {
        embeddings.reserveCapacity(Self.wantedCount)
    }

    /// 0…1.
    public var progress: Float {
        result != nil ? 1 : Float(embeddings.count) / Float(Self.wantedCount)
    }

    public mutating func judge(_ offer: Offer, at time: Microseconds) -> Hint {
        if result != nil { return .done }
        guard let face = offer.track, face.isSeen, offer.faceCount > 0 else { return .findFace }
        guard offer.faceCount == 1 else { return .beAlone }
        if track != face.id { (track, isTrackKnown) = (face.id, false) }
        if offer.quality.side < Self.leastFace { return .comeCloser }
        if offer.quality.side > Self.greatestShare * offer.frameSide { return .moveBack }
        if !offer.quality.pose.isFrontal { return .lookStraight }
        if offer.quality.sharpness < Self.leastSharpness || !offer.quality.isGood {
            return .holdStill
        }
        if let last = lastTaken, time - last < Self.interval { return .wait }
        lastTaken = time
        return .hold
    }

    /// Takes the embedding of a frame that was good, and of the track of that frame.
    public mutating func take(_ embedding: Embedding, of track: Int) {
        guard result == nil, track == self.track else { return }
        if !isTrackKnown, let mean = Embedding.mean(of: embeddings),
            mean.distance(to: embedding) > Self.outlierDistance
        {
            embeddings.removeAll(keepingCapacity: true)
        }
        isTrackKnown = true
        embeddings.append(embedding)
        guard embeddings.count >= Self.wantedCount else { return }
        dropOutliers()
        if embeddings.count >= Self.wantedCount { result = Embedding.mean(of: embeddings) }
    }

    /// Drops the farthest from the mean while it is too far; others must come in its place.
    private mutating func dropOutliers() {
        while let mean = Embedding.mean(of: embeddings) {
            var farthest = 0, greatest: Float = 0
            for index in embeddings.indices {
                let distance = embeddings[index].distance(to: mean)
                if distance > greatest { (farthest, greatest) = (index, distance) }
            }
            guard greatest > Self.outlierDistance else { return }
            embeddings.remove(at: farthest)
        }
    }
}
