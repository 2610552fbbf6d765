internal import CamaleonImage

/// How well a frame shows a face: whether its embedding can be relied upon.
///
/// A hand before the face, a turned head and a box that slipped spoil an embedding. They hide who it is:
/// they do not make one person look like another, so that a poor frame may confirm, and never refutes.
public struct FaceQuality: Sendable, Equatable {
    /// The longer side of the face's box, in pixels.
    public let side: Float
    /// ``FaceMesh/faceScore``, 0…1.
    public let faceScore: Float
    public let pose: HeadPose
    /// ``FaceRecogniser/sharpness``.
    public let sharpness: Float

    /// What the mesh is this sure of is not covered.
    ///
    /// Measured, as is the pose's limit, on webcam clips: docs/identity-measurements.md.
    static let leastScore: Float = 0.99

    public init(side: Float, faceScore: Float, pose: HeadPose, sharpness: Float) {
        self.side = side
        self.faceScore = faceScore
        self.pose = pose
        self.sharpness = sharpness
    }

    /// Of a detection at which the mesh looked, and whose chip the recogniser has.
    public init(of detection: Detection, _ mesh: FaceMesh, _ recogniser: FaceRecogniser) {
        self.init(
            side: detection.box.longerSide,
            faceScore: mesh.faceScore,
            pose: HeadPose(mesh),
            sharpness: recogniser.sharpness
        )
    }

    /// Whether an embedding of this frame that does not match says that it is another person.
    public var isGood: Bool { faceScore >= Self.leastScore && pose.isFrontal }
}
