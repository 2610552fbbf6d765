internal import CamaleonFace
internal import CamaleonNetwork

/// The face networks that are there: each is loaded by itself, and a mode asks for some of them.
struct LoadedFaceNetworks {
    private(set) var detector: FaceDetector?
    private(set) var mesh: FaceMesh?
    private(set) var recogniser: FaceRecogniser?

    /// Takes a network; the one before stays if this one is another kind.
    mutating func load(_ kind: NetworkKind, _ model: Model) throws(ModelError) {
        guard kind.canRun(model) else { throw ModelError(.badGraph, at: 16) }
        switch kind {
        case .segmenter: preconditionFailure("a segmenter knows no faces")
        case .detector: detector = FaceDetector(model)
        case .landmarks: mesh = FaceMesh(model)
        case .recognition: recogniser = FaceRecogniser(model)
        }
    }

    /// Whether the networks that a mode needs are there.
    func canRun(_ mode: GateMode) -> Bool {
        switch mode {
        case .off: true
        case .presence: detector != nil
        case .identity: detector != nil && mesh != nil && recogniser != nil
        }
    }
}
