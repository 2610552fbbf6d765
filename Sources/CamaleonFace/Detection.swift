public import CamaleonImage

/// Six points of a face, in pixels of the frame; left and right are the picture's.
public struct FacePoints: Sendable, Equatable {
    public var leftEye: Point
    public var rightEye: Point
    public var nose: Point
    public var mouth: Point
    public var leftEar: Point
    public var rightEar: Point

    public init(
        leftEye: Point,
        rightEye: Point,
        nose: Point,
        mouth: Point,
        leftEar: Point,
        rightEar: Point
    ) {
        self.leftEye = leftEye
        self.rightEye = rightEye
        self.nose = nose
        self.mouth = mouth
        self.leftEar = leftEar
        self.rightEar = rightEar
    }

    /// The points where most faces that look into the camera have them: for a box alone.
    ///
    /// The places are rounded from the detector's answer for a frontal face.
    public init(typicalFor box: Box) {
        func place(_ x: Float, _ y: Float) -> Point {
            Point(box.left + x * box.width, box.top + y * box.height)
        }
        self.init(
            leftEye: place(0.3, 0.3),
            rightEye: place(0.7, 0.3),
            nose: place(0.5, 0.5),
            mouth: place(0.5, 0.75),
            leftEar: place(0.05, 0.38),
            rightEar: place(0.95, 0.38)
        )
    }
}

/// A face that the detector found.
public struct Detection: Sendable, Equatable {
    /// 0.5…1.
    public let score: Float
    /// From the brows to the chin, from cheek to cheek.
    public let box: Box
    public let points: FacePoints
    /// What the face looks like, roughly; nil if nobody looked.
    public var appearance: Appearance?

    public init(score: Float, box: Box, points: FacePoints, appearance: Appearance? = nil) {
        self.score = score
        self.box = box
        self.points = points
        self.appearance = appearance
    }

    /// What the mesh wants to see: the box's longer side and half as much again, eyes level.
    ///
    /// Source: MediaPipe 0.10.21, `face_detection_front_detection_to_roi.pbtxt`.
    public var region: Region { region(enlargement: 1.5) }

    /// The same face in the next frame, if its place looks as it did.
    package func unchanged(in pyramid: FramePyramid) -> Detection? {
        guard let appearance else { return nil }
        var next = self
        let now = Appearance(of: self, in: pyramid)
        next.appearance = now
        return now.similarity(to: appearance) >= Appearance.unchangedSimilarity ? next : nil
    }

    func region(enlargement: Float) -> Region {
        Region(
            center: box.center,
            side: box.longerSide * enlargement,
            direction: (points.rightEye - points.leftEye).direction
        )
    }
}
