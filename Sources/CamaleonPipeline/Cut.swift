internal import CamaleonFace
internal import CamaleonImage
internal import CamaleonMatte
internal import CamaleonNetwork

/// What cuts the person out, for one model and one size.
///
/// Each frame: ``segment(_:)``, steady and gate the coarse matte, ``refine(_:into:)``, and last
/// ``chooseCrop(around:_:at:seesRoom:)`` for the next one. Coarse mattes are of the ``crop``.
final class Cut {
    let segmenter: Segmenter
    let steadier: MatteSteadier
    let separation: PersonSeparation
    private let people: ConnectedPeople
    private let filter: GuidedFilter
    private let roomBlur: RoomBlur
    /// All that the network took for a person in the last frame that it saw whole.
    private let everyone: FloatPlane
    private var rule: CropRule
    /// Made when a frame is cropped and the room is asked for: it holds a network of its own.
    private var survey: Survey?
    private let format: FrameFormat

    init(_ model: Model, _ format: FrameFormat) {
        self.format = format
        segmenter = Segmenter(
            model,
            frameWidth: format.width,
            frameHeight: format.height,
            colorSpace: format.colorSpace
        )
        everyone = FloatPlane(width: segmenter.width, height: segmenter.height)
        separation = PersonSeparation(width: segmenter.width, height: segmenter.height)
        people = ConnectedPeople(width: segmenter.width, height: segmenter.height)
        steadier = MatteSteadier(width: segmenter.width, height: segmenter.height)
        filter = GuidedFilter(
            smallWidth: segmenter.width,
            smallHeight: segmenter.height,
            width: format.width,
            height: format.height
        )
        roomBlur = RoomBlur(frameWidth: format.width, frameHeight: format.height)
        rule = CropRule(width: format.width, height: format.height)
    }

    /// What of the frame the segmenter sees, in its pixels.
    var crop: Box { rule.crop }

    /// Makes the coarse matte of a frame: people, as the network sees them now.
    func segment(_ frame: Frame) {
        segmenter.segment(frame)
        if rule.isWhole { everyone.copy(from: segmenter.coarseMatte) }
        people.keepOnly(
            in: segmenter.coarseMatte,
            reachesLowerEdge: rule.crop.bottom >= Float(format.height)
        )
    }

    func refine(_ frame: Frame, into matte: Plane) {
        filter.refine(
            segmenter.coarseMatte,
            smallLuma: segmenter.picture[0],
            luma: frame.luma,
            into: matte
        )
    }

    /// The whole frame and everyone in it: this one's if the segmenter saw all of it, else the last
    /// survey's, if there is one.
    func room(_ frame: Frame) -> RoomLook? {
        rule.isWhole
            ? RoomLook(frame: frame, picture: segmenter.picture, everyone: everyone) : survey?.look
    }

    /// The room behind the person, blurred; if `isGated`, without anyone whom a gate hides either, of whom
    /// even a blur would tell that somebody is there.
    func blur(_ frame: Frame, into background: Frame, isGated: Bool) {
        guard let room = room(frame) else { return background.fillWithSlate() }
        let people = isGated ? room.everyone : segmenter.coarseMatte
        roomBlur.blur(room.picture, matte: people, into: background)
    }

    /// The coarse matte on the grid of the placement, which covers the frame: nearest pixels.
    func shrinkMatte(into grid: FloatPlane) {
        let matte = segmenter.coarseMatte, crop = rule.crop
        let frame = Point(Float(format.width), Float(format.height))
        for y in 0..<grid.height {
            let to = grid.row(y)
            let inFrameY = (Float(y) + 0.5) * frame.y / Float(grid.height)
            for x in 0..<grid.width {
                let place = Point((Float(x) + 0.5) * frame.x / Float(grid.width), inFrameY)
                guard crop.contains(place) else {
                    to[x] = 0
                    continue
                }
                let column = (place.x - crop.left) * Float(matte.width) / crop.width
                let row = (place.y - crop.top) * Float(matte.height) / crop.height
                to[x] = matte[min(matte.width - 1, Int(column)), min(matte.height - 1, Int(row))]
            }
        }
    }

    func forgetPast() {
        steadier.forgetPast()
        rule = CropRule(width: format.width, height: format.height)
        look(at: rule.crop)
    }
}

extension Cut {
    /// Chooses what of the next frame the segmenter sees, by the faces of whoever is shown in this one, in
    /// its pixels.
    ///
    /// `seesRoom` is whether ``room(_:)`` is used: then the rest of the frame is surveyed, too.
    func chooseCrop(around faces: [Box], _ frame: Frame, at time: Microseconds, seesRoom: Bool) {
        let before = rule.crop, wasWhole = rule.isWhole
        rule.update(faces, person: faces.isEmpty ? nil : personBounds, at: time)
        if !rule.isWhole { keepSurvey(of: frame, wasWhole: wasWhole, isUsed: seesRoom) }
        if rule.crop != before { look(at: rule.crop) }
    }

    private func keepSurvey(of frame: Frame, wasWhole: Bool, isUsed: Bool) {
        guard isUsed else {
            survey?.reset()
            return
        }
        let survey = survey ?? Survey(segmenter.another(), format)
        self.survey = survey
        if wasWhole {
            survey.take(RoomLook(frame: frame, picture: segmenter.picture, everyone: everyone))
        } else if survey.look != nil {
            survey.advance(frame)
        } else {
            // The room is asked for, and nobody looked at it for a while: one whole frame begins it.
            rule = CropRule(width: format.width, height: format.height)
        }
    }

    private func look(at crop: Box) {
        let part = Crop(
            sourceWidth: format.width,
            sourceHeight: format.height,
            crop
        )
        guard part != segmenter.crop else { return }
        segmenter.look(at: part)
        filter.look(at: part)
        steadier.forgetPast()
    }

    /// What the person takes up, in pixels of the frame; nil for nobody.
    private var personBounds: Box? {
        let matte = segmenter.coarseMatte
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

    /// Of a coarse matte: surely body.
    private static let body: Float = 0.5
}
