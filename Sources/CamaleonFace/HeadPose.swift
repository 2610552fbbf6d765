internal import CamaleonImage

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
        self.init(mesh.points, mesh.depths)
    }

    init(_ points: [Point], _ depths: [Float]) {
        func slope(_ from: Int, _ to: Int) -> Float {
            let length = (points[to] - points[from]).magnitude
            return length > 0 ? (depths[to] - depths[from]) / length : .infinity
        }
        yaw = slope(33, 263)
        pitch = slope(10, 152)
    }

    /// Whether the head is turned by no more than 20°, and tilted by no more than 27°.
    public var isFrontal: Bool { abs(yaw) <= Self.mostTurned && abs(pitch) <= Self.mostTilted }
    /// The tangents of 20° and 27°: beyond them embeddings of one person go apart
    /// (docs/identity-measurements.md).
    ///
    /// A camera above or below the eyes tilts every face: of one person's clips the median is 0.39.
    static let mostTurned: Float = 0.36
    static let mostTilted: Float = 0.5
}
