import CamaleonFace
import CamaleonImage
import CamaleonPipeline

/// Watches a film for signs of life, by the engine's own networks and rules.
///
/// A class because it owns networks.
final class LifeReader {
    /// What one film showed, and when, in milliseconds from its beginning.
    struct Presentation {
        var milliseconds = 0.0
        var firstBlink: Double?
        var firstTurn: Double?
        var firstNod: Double?
        /// The greatest change of slope within some seconds.
        var greatestTurn = 0.0
        var greatestNod = 0.0

        var firstSign: Double? { [firstBlink, firstTurn, firstNod].compactMap(\.self).min() }
    }

    private let detector: FaceDetector
    private let mesh: FaceMesh

    /// Of 30 frames a second.
    static let frameTime: Microseconds = 33_333

    init(_ networks: FaceNetworks) {
        detector = FaceDetector(networks[.detector])
        mesh = FaceMesh(networks[.landmarks])
    }

    /// Watches the frames that `next` gives, until it gives none.
    ///
    /// Each frame is looked at, also after a sign, so that signs of all kinds are seen.
    func watch(
        width: Int,
        height: Int,
        _ colorSpace: ColorSpace,
        _ next: (Int) throws(Failure) -> Frame?
    ) throws(Failure) -> Presentation {
        let pyramid = FramePyramid(width: width, height: height, colorSpace: colorSpace)
        var faces = FaceFollower(width: width, height: height)
        var life = LifeWatch(restingFor: 0), presentation = Presentation(), number = 0
        while let frame = try next(number) {
            let time = Microseconds(number) * Self.frameTime
            pyramid.show(frame)
            faces.follow(pyramid, with: detector, shown: life.track, at: time)
            let checked = checkFace(&faces, pyramid, time)
            if let track = life.wanted(faces.tracks, shown: nil, at: time) {
                if track.id != checked { mesh.find(in: pyramid, of: track.detection.region) }
                life.take(mesh)
            }
            presentation.add(life, at: time)
            number += 1
            presentation.milliseconds = Double(Microseconds(number) * Self.frameTime) / 1000
        }
        return presentation
    }

    /// Asks the mesh, in each frame, whether a detection is a face, as the gate does until somebody is shown.
    ///
    /// - Returns: the track at which it looked.
    private func checkFace(
        _ faces: inout FaceFollower,
        _ pyramid: FramePyramid,
        _ time: Microseconds
    ) -> Int? {
        guard let track = faces.wantedByMesh else { return nil }
        mesh.find(in: pyramid, of: track.detection.region)
        faces.take(faceScore: mesh.faceScore, of: track.id, at: time)
        return track.id
    }
}

extension LifeReader.Presentation {
    fileprivate mutating func add(_ life: LifeWatch, at time: Microseconds) {
        let milliseconds = Double(time) / 1000, extents = life.liveness.extents
        greatestTurn = max(greatestTurn, Double(extents.turn))
        greatestNod = max(greatestNod, Double(extents.nod))
        guard let sign = life.liveness.lastSign, sign.time == time else { return }
        switch sign.kind {
        case .blink: firstBlink = firstBlink ?? milliseconds
        case .turn: firstTurn = firstTurn ?? milliseconds
        case .nod: firstNod = firstNod ?? milliseconds
        }
    }
}
