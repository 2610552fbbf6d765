public import CamaleonImage
public import CamaleonNetwork

/// What a network made of a frame, or of a part of it, at the network's size: views of ``Matting``'s memory, valid
/// until its next frame.
public struct CoarseMatte {
    /// Y, U and V, 0…255.
    public let picture: [FloatPlane]
    /// How much of each pixel is a person, 0…1.
    public let alpha: FloatPlane
    /// The part of the frame that this is of.
    public let crop: Crop

    public init(picture: [FloatPlane], alpha: FloatPlane, crop: Crop) {
        (self.picture, self.alpha, self.crop) = (picture, alpha, crop)
    }
}

/// From a frame to its matte, for one network and one size: segment → smooth → refine.
///
/// Between smoothing and refining, a gate may take people out of the coarse matte.
public final class Matting {
    private let segmenter: Segmenter
    private let people: ConnectedPeople
    private let smoother: TemporalSmoother
    private let trimap: Trimap
    private let motion: MotionCompensation
    private let filter: GuidedFilter

    /// A picture with a smaller standard deviation of luma, of 255, shows nothing: a closed lid, one flat grey.
    private static let minimumDeviation: Float = 4

    /// Makes ready for frames of a size; `share` is how many of the network's own number of pixels it gets, 0…1.
    ///
    /// - Precondition: ``Segmenter/canRun(_:)`` is true of the model.
    public init(
        _ model: Model,
        frameWidth: Int,
        frameHeight: Int,
        colorSpace: ColorSpace,
        share: Float = 1
    ) {
        segmenter = Segmenter(
            model,
            frameWidth: frameWidth,
            frameHeight: frameHeight,
            colorSpace: colorSpace,
            share: share
        )
        let (width, height) = (segmenter.width, segmenter.height)
        people = ConnectedPeople(width: width, height: height)
        smoother = TemporalSmoother(width: width, height: height)
        trimap = Trimap(width: width, height: height)
        motion = MotionCompensation(width: width, height: height)
        filter = GuidedFilter(
            smallWidth: width,
            smallHeight: height,
            width: frameWidth,
            height: frameHeight
        )
        reset()
    }

    /// The network's size.
    public var width: Int { segmenter.width }
    public var height: Int { segmenter.height }
    /// The part of the frames that is segmented.
    public var crop: Crop { segmenter.crop }
    /// The coarse matte as it is now.
    public var coarse: CoarseMatte {
        CoarseMatte(picture: segmenter.picture, alpha: segmenter.coarseMatte, crop: crop)
    }

    /// One more segmenter of the same network, frames and size.
    public func anotherSegmenter() -> Segmenter { segmenter.another() }

    /// Segments another part of the frames from now on.
    ///
    /// - Precondition: its sides are whole numbers, and even where they are not the frame's.
    public func setCrop(_ crop: Crop) {
        guard crop != segmenter.crop else { return }
        segmenter.setCrop(crop)
        filter.setCrop(crop)
        reset()
    }

    /// The next frame is the first.
    public func reset() {
        people.reset()
        smoother.reset()
        trimap.reset()
        motion.reset()
    }

    /// All that the network takes for a person in a frame.
    ///
    /// A frame that shows nothing has nobody in it, whatever the network says.
    public func segment(_ frame: Frame) -> CoarseMatte {
        segmenter.segment(frame)
        if segmenter.picture[0].variance < Self.minimumDeviation * Self.minimumDeviation {
            segmenter.coarseMatte.fill(0)
        }
        motion.remember(segmenter.picture[0])
        return coarse
    }

    /// Carries the matte of the frame before along, without the network, for a machine that has no time for it in
    /// every frame.
    ///
    /// - Returns: false, and nothing is done, if there is no frame before; then ``segment(_:)``.
    public func carry(_ frame: Frame) -> Bool {
        segmenter.readPicture(frame)
        return motion.carry(segmenter.coarseMatte, to: segmenter.picture[0])
    }

    /// Leaves connected people in the coarse matte, smooth over time, whole inside and empty outside.
    public func smooth() {
        let (alpha, crop) = (segmenter.coarseMatte, segmenter.crop)
        let reachesLowerEdge = crop.y + crop.height >= Float(crop.sourceHeight)
        people.keepOnly(in: alpha, reachesLowerEdge: reachesLowerEdge)
        smoother.smooth(alpha, luma: segmenter.picture[0])
        trimap.settle(alpha)
    }

    /// Refines the coarse matte to the frame's edges.
    ///
    /// `matte` receives alpha, 0…255, at the frame's size; none outside of the ``crop``.
    public func refine(_ frame: Frame, into matte: Plane) {
        filter.refine(
            segmenter.coarseMatte,
            smallLuma: segmenter.picture[0],
            luma: frame.luma,
            into: matte
        )
    }
}

extension ValuePlane<Float> {
    /// The square of the standard deviation; summed row by row, so that single precision is enough.
    fileprivate var variance: Float {
        var sum: Float = 0, squares: Float = 0
        for y in 0..<height {
            let values = row(y)
            var rowSum: Float = 0, rowSquares: Float = 0
            for x in 0..<width {
                rowSum += values[x]
                rowSquares += values[x] * values[x]
            }
            (sum, squares) = (sum + rowSum, squares + rowSquares)
        }
        let count = Float(width * height), mean = sum / count
        return max(0, squares / count - mean * mean)
    }
}
