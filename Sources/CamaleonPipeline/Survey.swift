internal import CamaleonImage
internal import CamaleonMatte
internal import CamaleonNetwork

/// The whole frame at one instant: what a plate or a blur of the room is made from.
struct RoomLook {
    let frame: Frame
    /// Y, U and V at the network's size, 0…255.
    let picture: [FloatPlane]
    /// All that the network takes for a person, 0…1, at that size: what a plate must never learn,
    /// whoever of them is shown.
    let everyone: FloatPlane
}

/// Goes on looking at the whole frame while the segmenter sees a part of it, one slice of an inference
/// a frame, so that nobody outside of the crop gets into a plate, or into a blur of the room.
///
/// Frame and matte of a look are of the same instant, however late the answer is.
final class Survey {
    private let segmenter: Segmenter
    private var done: RoomLook
    private var next: RoomLook
    private var isDone = false
    private var inference: SlicedInference?

    /// Slices of an inference: a look at the room every quarter of a second, for an eighth of its time.
    private static let sliceCount = 8

    init(_ segmenter: Segmenter, _ format: FrameFormat) {
        func look() -> RoomLook {
            RoomLook(
                frame: Frame(width: format.width, height: format.height),
                picture: (0..<3).map { _ in
                    FloatPlane(width: segmenter.width, height: segmenter.height)
                },
                everyone: FloatPlane(width: segmenter.width, height: segmenter.height)
            )
        }
        self.segmenter = segmenter
        (done, next) = (look(), look())
    }

    /// The last look that is complete.
    var look: RoomLook? { isDone ? done : nil }

    func reset() {
        (isDone, inference) = (false, nil)
    }

    /// Begins with a frame that the crop's segmenter saw whole.
    func take(_ look: RoomLook) {
        done.copy(from: look)
        (isDone, inference) = (true, nil)
    }

    /// Does the next slice; the first takes a frame.
    func advance(_ frame: Frame) {
        if inference == nil {
            next.frame.copy(from: frame)
            inference = segmenter.begin(next.frame, slices: Self.sliceCount)
        }
        guard inference?.advance() == true else { return }
        inference = nil
        segmenter.finish()
        next.copySmall(segmenter.picture, segmenter.coarseMatte)
        swap(&done, &next)
    }
}

extension RoomLook {
    fileprivate func copy(from other: RoomLook) {
        frame.copy(from: other.frame)
        copySmall(other.picture, other.everyone)
    }

    fileprivate func copySmall(_ picture: [FloatPlane], _ everyone: FloatPlane) {
        for index in 0..<3 { self.picture[index].copy(from: picture[index]) }
        self.everyone.copy(from: everyone)
    }
}
