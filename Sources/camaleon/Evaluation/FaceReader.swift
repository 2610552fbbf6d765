import CamaleonFace
import CamaleonImage
import CamaleonNetwork
import CamaleonPipeline
import Foundation

/// The three face networks, which `Scripts/networks` makes.
struct FaceNetworks {
    private let models: [NetworkKind: Model]

    /// - Throws: a failure when one is missing, or is another network.
    init(in folder: String) throws(Failure) {
        var models: [NetworkKind: Model] = [:]
        for kind in NetworkKind.faces {
            let path = "\(folder)/\(kind).cml"
            guard let data = FileManager.default.contents(atPath: path) else {
                throw Failure(
                    .noInput,
                    "cannot read the network \(path): run Scripts/networks, or give --networks"
                )
            }
            do {
                let model = try Model([UInt8](data))
                guard kind.canRun(model) else {
                    throw Failure(.badData, "\(path) is not the network that its name says")
                }
                models[kind] = model
            } catch let failure as Failure {
                throw failure
            } catch {
                throw Failure(.badData, "\(path): \(error)")
            }
        }
        self.models = models
    }

    subscript(kind: NetworkKind) -> Model {
        guard let model = models[kind] else { preconditionFailure("all kinds are read") }
        return model
    }
}

/// From a frame to its faces' embeddings, by the engine's own networks and rules.
///
/// A class because it owns networks and tracks.
final class FaceReader {
    /// What was read of one face: its embeddings as it is, and mirrored.
    struct Reading {
        let track: Int
        let box: Box
        let isGood: Bool
        let plain: Embedding
        let mirrored: Embedding

        /// The mean of both.
        var embedding: Embedding { Embedding.mean(of: [plain, mirrored]) ?? plain }
    }

    private let detector: FaceDetector
    private let mesh: FaceMesh
    private let recogniser: FaceRecogniser
    private var faces: FaceFollower?

    init(_ networks: FaceNetworks) {
        detector = FaceDetector(networks[.detector])
        mesh = FaceMesh(networks[.landmarks])
        recogniser = FaceRecogniser(networks[.recognition])
    }

    /// The face that is nearest to a picture's middle; nil where none is found.
    func faceInTheMiddle(of picture: Picture) -> Reading? {
        let pyramid = picture.pyramid
        let middle = Point(Float(picture.width) / 2, Float(picture.height) / 2)
        detector.detect(in: pyramid, [Region(letterboxing: picture.width, picture.height)])
        let found = detector.detections.min {
            ($0.box.center - middle).magnitude < ($1.box.center - middle).magnitude
        }
        guard let found else { return nil }
        // Again from near by, as the engine sees a face that it knows of.
        let side = FaceSearch.surroundings * found.box.longerSide
        detector.detect(in: pyramid, [Region(center: found.box.center, side: side)])
        let closer = detector.detections.max {
            $0.box.overlap(with: found.box) < $1.box.overlap(with: found.box)
        }
        return read(closer ?? found, of: 0, in: pyramid)
    }

    /// The next frames have nothing to do with the last.
    func begin(width: Int, height: Int) {
        faces = FaceFollower(width: width, height: height)
    }

    /// Follows the faces of a clip's next frame; reads them if `reads`.
    ///
    /// - Precondition: ``begin(width:height:)`` was called for the clip.
    func follow(_ pyramid: FramePyramid, at time: Microseconds, reads: Bool) -> [Reading] {
        guard var faces else { preconditionFailure("begin the clip first") }
        let shown = faces.tracks.first { $0.isSeen }?.id
        faces.follow(pyramid, with: detector, shown: shown, at: time)
        for track in faces.tracks where track.isVisible {
            mesh.find(in: pyramid, of: track.detection.region)
            faces.take(faceScore: mesh.faceScore, of: track.id, at: time)
        }
        self.faces = faces
        guard reads else { return [] }
        return faces.tracks.filter { $0.isSeen }.compactMap {
            read($0.detection, of: $0.id, in: pyramid)
        }
    }

    /// Reads one face; nil where the mesh finds none.
    private func read(_ face: Detection, of track: Int, in pyramid: FramePyramid) -> Reading? {
        mesh.find(in: pyramid, of: face.region)
        guard mesh.faceScore >= FaceMesh.leastScore else { return nil }
        recogniser.start(in: pyramid, mesh.fivePoints)
        let quality = FaceQuality(of: face, mesh, recogniser)
        let plain = recogniser.advance(by: FaceRecogniser.sliceCount)
        recogniser.start(in: pyramid, mesh.fivePoints, mirrored: true)
        let mirrored = recogniser.advance(by: FaceRecogniser.sliceCount)
        guard let plain, let mirrored else { return nil }
        return Reading(
            track: track,
            box: face.box,
            isGood: quality.isGood,
            plain: plain,
            mirrored: mirrored
        )
    }
}

extension Picture {
    /// The picture as the detector and the mesh read it.
    fileprivate var pyramid: FramePyramid {
        let space = ColorSpace(matrix: .bt601, isFullRange: true)
        let pyramid = FramePyramid(width: width, height: height, colorSpace: space)
        pyramid.show(frame(space))
        return pyramid
    }
}
