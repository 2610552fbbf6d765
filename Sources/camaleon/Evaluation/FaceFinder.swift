import CamaleonFace
import CamaleonImage

/// Finds the face in single frames, by the engine's own detector.
///
/// A class because it owns a network.
final class FaceFinder {
    private let detector: FaceDetector

    init(_ networks: FaceNetworks) {
        detector = FaceDetector(networks[.detector])
    }

    /// The largest face in a frame, as the engine sees it from near by.
    func face(in frame: Frame, _ colorSpace: ColorSpace) -> Box? {
        let pyramid = FramePyramid(width: frame.width, height: frame.height, colorSpace: colorSpace)
        pyramid.show(frame)
        detector.detect(in: pyramid, [Region(letterboxing: frame.width, frame.height)])
        guard let found = detector.detections.max(by: { $0.box.area < $1.box.area }) else {
            return nil
        }
        let side = FaceSearch.surroundings * found.box.longerSide
        detector.detect(in: pyramid, [Region(center: found.box.center, side: side)])
        let closer = detector.detections.max {
            $0.box.overlap(with: found.box) < $1.box.overlap(with: found.box)
        }
        return closer?.box ?? found.box
    }
}
