/// How a head is turned, as slopes, which need no angles: 0 is straight into the camera, 0.36 is 20°.
public struct HeadPose: Sendable, Equatable {
    /// Of the line through the eyes' outer corners into depth; left or right.
    public let yaw: Float
    /// Of the line from forehead to chin into depth; up or down.
    public let pitch: Float

    public init(yaw: Float, pitch: Float) {
        self.yaw = yaw
        self.pitch = pitch
    }

    /// Of the mesh's points 33 and 263, and 10 and 152.
    public init(_ mesh: FaceMesh) {
        yaw = Self.slope(mesh, 33, 263)
        pitch = Self.slope(mesh, 10, 152)
    }

    /// Whether both are within 20°.
    public var isFrontal: Bool { abs(yaw) <= Self.frontal && abs(pitch) <= Self.frontal }
    /// The tangent of 20°: dlib's own pictures of a face differ little up to there.
    static let frontal: Float = 0.36

    private static func slope(_ mesh: FaceMesh, _ from: Int, _ to: Int) -> Float {
        let length = (mesh.points[to] - mesh.points[from]).magnitude
        return length > 0 ? (mesh.depths[to] - mesh.depths[from]) / length : .infinity
    }
}
