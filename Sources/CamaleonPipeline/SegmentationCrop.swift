internal import CamaleonFace
internal import CamaleonImage
internal import CamaleonMatte

/// Which part of a frame is segmented: all, unless the people who are shown are small.
struct SegmentationCrop {
    private var rule: CropRule
    private let format: FrameFormat

    /// Of a coarse matte: surely body.
    private static let body: Float = 0.5

    init(_ format: FrameFormat) {
        self.format = format
        rule = CropRule(width: format.width, height: format.height)
    }

    /// In pixels of the frame.
    var box: Box { rule.crop }
    var isWhole: Bool { rule.isWhole }

    var crop: Crop { Crop(sourceWidth: format.width, sourceHeight: format.height, rule.crop) }

    mutating func reset() {
        rule = CropRule(width: format.width, height: format.height)
    }

    /// Chooses the crop of the next frame by the faces of whoever is shown in this one, in its pixels, and by
    /// its matte.
    mutating func choose(around faces: [Box], _ coarse: CoarseMatte, at time: Microseconds) {
        rule.update(faces, person: faces.isEmpty ? nil : bounds(of: coarse.alpha), at: time)
    }

    /// What the person takes up, in pixels of the frame; nil for nobody.
    private func bounds(of matte: FloatPlane) -> Box? {
        var (left, top, right, bottom) = (matte.width, matte.height, 0, 0)
        for y in 0..<matte.height {
            let row = matte.row(y)
            for x in 0..<matte.width where row[x] >= Self.body {
                (left, right) = (min(left, x), max(right, x + 1))
                (top, bottom) = (min(top, y), max(bottom, y + 1))
            }
        }
        guard left < right else { return nil }
        let bounds = Box(
            left: Float(left),
            top: Float(top),
            right: Float(right),
            bottom: Float(bottom)
        )
        return bounds.inFrame(ofCrop: rule.crop, width: matte.width, height: matte.height)
    }
}
