internal import CamaleonFace
internal import CamaleonMatte
package import CamaleonNetwork

/// What a network is for.
///
/// The raw values cross the wasm boundary.
public enum NetworkKind: UInt8, Sendable, CaseIterable {
    /// Makes mattes: without it, only backgrounds are shown.
    case segmenter = 0
    /// Finds faces, their points, and whose they are: docs/face-networks.md.
    case detector = 1
    case landmarks = 2
    case recognition = 3

    /// What a gate may need.
    public static let faces: [NetworkKind] = [.detector, .landmarks, .recognition]

    /// Whether a model has the inputs and outputs of this kind.
    package func canRun(_ model: Model) -> Bool {
        switch self {
        case .segmenter: Segmenter.canRun(model)
        case .detector: FaceDetector.canRun(model)
        case .landmarks: FaceMesh.canRun(model)
        case .recognition: FaceRecogniser.canRun(model)
        }
    }
}
