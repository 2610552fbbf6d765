public import CamaleonImage
internal import CamaleonKernels
public import CamaleonNetwork

/// Finds 468 points of a face: MediaPipe's face mesh without attention, as docs/face-networks.md
/// describes it.
public final class FaceMesh {
    /// The points of the last ``find(in:of:)``, in pixels of the frame.
    public private(set) var points = [Point](repeating: Point(0, 0), count: count)
    /// How much farther than the head's centre each point is from the camera, in pixels of the frame.
    public private(set) var depths = [Float](repeating: 0, count: count)
    /// Whether there is a face at all, 0…1; MediaPipe wants 0.5.
    public private(set) var faceScore: Float = 0

    public static let count = 468
    /// Of the network's input, in pixels.
    static let side = 192
    /// MediaPipe's `min_score_thresh` of presence: `face_landmark_cpu.pbtxt`.
    public static let leastScore: Float = 0.5

    package let network: Network
    private let sampler: RegionSampler
    private let landmarks: FeatureMap
    private let face: FeatureMap

    /// Whether a model has the mesh's input and outputs.
    public static func canRun(_ model: Model) -> Bool {
        guard model.inputChannels == 3, let sizes = model.sizes(height: side, width: side) else {
            return false
        }
        return [3 * count, 1].allSatisfy { channels in
            model.outputs.contains {
                model.channels(ofValue: $0) == channels && sizes[$0] == MapSize(height: 1, width: 1)
            }
        }
    }

    /// - Precondition: ``canRun(_:)`` is true of the model.
    public init(_ model: Model, halves: Bool = true) {
        precondition(Self.canRun(model), "a model that makes a mesh")
        network = Network(model, width: Self.side, height: Self.side)
        sampler = RegionSampler(for: model, side: Self.side, border: .replicated, halves: halves)
        guard let landmarks = network.outputs.first(where: { $0.channels == 3 * Self.count }),
            let face = network.outputs.first(where: { $0.channels == 1 })
        else { preconditionFailure("the mesh has two outputs") }
        self.landmarks = landmarks
        self.face = face
    }

    /// Finds the points of the face in `region`: ``Detection/region`` or ``nextRegion``.
    ///
    /// - Complexity: an inference; no allocation.
    public func find(in pyramid: FramePyramid, of region: Region) {
        sampler.sample(region, of: pyramid, into: network.input)
        network.run()
        decode(region)
    }

    /// What the network's outputs say about a region.
    package func decode(_ region: Region) {
        let scale = 1 / Float(Self.side)
        for index in 0..<Self.count {
            let (x, y) = (landmarks[0, 0, 3 * index], landmarks[0, 0, 3 * index + 1])
            points[index] = region.inFrame(Point(x, y) * scale)
            depths[index] = landmarks[0, 0, 3 * index + 2] * scale * region.side
        }
        faceScore = face[0, 0, 0]
    }

    /// Outer and inner corner of the eye at the picture's right, of that at its left, and where the nose
    /// meets the lip: the points 263, 362, 33, 133 and 2.
    public var fivePoints: [5 of Point] {
        [points[263], points[362], points[33], points[133], points[2]]
    }

    /// The box of all points.
    public var box: Box {
        points.reduce(
            into: Box(
                left: points[0].x,
                top: points[0].y,
                right: points[0].x,
                bottom: points[0].y
            )
        ) { box, point in
            box.left = min(box.left, point.x)
            box.top = min(box.top, point.y)
            box.right = max(box.right, point.x)
            box.bottom = max(box.bottom, point.y)
        }
    }

    /// Where to look in the next frame, without the detector: half as much again as the points' box.
    ///
    /// Source: MediaPipe 0.10.21, `face_landmark_landmarks_to_roi.pbtxt`.
    public var nextRegion: Region {
        let box = box
        return Region(
            center: box.center,
            side: 1.5 * box.longerSide,
            direction: (points[263] - points[33]).direction
        )
    }
}
