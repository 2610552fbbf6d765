internal import CamaleonImage
internal import CamaleonMatte
internal import CamaleonNetwork

/// The whole frame at one instant: what a plate or a blur of the room is made from.
struct BackgroundSnapshot {
    let frame: Frame
    /// Y, U and V at the network's size, 0…255.
    let picture: [FloatPlane]
    /// All that the network takes for a person, 0…1, at that size: what a plate must never learn,
    /// whoever of them is shown.
    let everyone: FloatPlane
}

/// Sees the whole frame while a part of it is segmented, one slice of an inference a frame, so that nobody
/// outside of the crop gets into a plate, or into a blur of the room.
///
/// Frame and matte of a snapshot are of the same instant, however late the answer is.
final class BackgroundScan {
    private let format: FrameFormat
    /// All that the network took for a person in the last frame that it saw whole.
    private let everyone: FloatPlane
    private let makeSegmenter: () -> Segmenter
    /// Made when a frame is cropped and the room is asked for: it holds a network of its own.
    private var slow: SlowScan?

    init(_ matting: Matting, _ format: FrameFormat) {
        self.format = format
        everyone = FloatPlane(width: matting.width, height: matting.height)
        makeSegmenter = matting.anotherSegmenter
    }

    /// Takes what the network found in a whole frame, before anything is taken out of it.
    func take(_ whole: CoarseMatte) {
        everyone.copy(from: whole.alpha)
    }

    /// The whole frame and everyone in it: `frame` if all of it was segmented, else the last one that the
    /// scan is done with, if there is one.
    func snapshot(_ frame: Frame, _ coarse: CoarseMatte) -> BackgroundSnapshot? {
        coarse.crop.isWhole
            ? BackgroundSnapshot(frame: frame, picture: coarse.picture, everyone: everyone)
            : slow?.snapshot
    }

    /// Goes on where the next frame is to be cropped; `coarse` is this frame's.
    ///
    /// - Returns: false if the next frame must be segmented whole, to begin with.
    func advance(_ frame: Frame, _ coarse: CoarseMatte, isUsed: Bool) -> Bool {
        guard isUsed else {
            slow?.reset()
            return true
        }
        let slow = slow ?? SlowScan(makeSegmenter(), format)
        self.slow = slow
        if coarse.crop.isWhole {
            slow.take(
                BackgroundSnapshot(frame: frame, picture: coarse.picture, everyone: everyone)
            )
        } else if slow.snapshot != nil {
            slow.advance(frame)
        } else {
            // The room is asked for, and nobody looked at it for a while.
            return false
        }
        return true
    }
}

/// A scan that takes several frames.
private final class SlowScan {
    private let segmenter: Segmenter
    private var done: BackgroundSnapshot
    private var next: BackgroundSnapshot
    private var isDone = false
    private var inference: SlicedInference?

    /// Slices of an inference: a scan every quarter of a second, for an eighth of its time.
    private static let sliceCount = 8

    init(_ segmenter: Segmenter, _ format: FrameFormat) {
        func plane() -> FloatPlane {
            FloatPlane(width: segmenter.width, height: segmenter.height)
        }
        func empty() -> BackgroundSnapshot {
            BackgroundSnapshot(
                frame: Frame(width: format.width, height: format.height),
                picture: (0..<3).map { _ in plane() },
                everyone: plane()
            )
        }
        self.segmenter = segmenter
        (done, next) = (empty(), empty())
    }

    /// The last one that is complete.
    var snapshot: BackgroundSnapshot? { isDone ? done : nil }

    func reset() {
        (isDone, inference) = (false, nil)
    }

    /// Begins with a frame that was segmented whole.
    func take(_ snapshot: BackgroundSnapshot) {
        done.copy(from: snapshot)
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

extension BackgroundSnapshot {
    fileprivate func copy(from other: BackgroundSnapshot) {
        frame.copy(from: other.frame)
        copySmall(other.picture, other.everyone)
    }

    fileprivate func copySmall(_ picture: [FloatPlane], _ everyone: FloatPlane) {
        for index in 0..<3 { self.picture[index].copy(from: picture[index]) }
        self.everyone.copy(from: everyone)
    }
}
