package import CamaleonImage
internal import CamaleonKernels
public import CamaleonNetwork

/// Finds faces: BlazeFace, as docs/face-networks.md describes it.
///
/// It finds what is at least a ninth of its square wide (measured on one face: at a twelfth it is lost). For smaller faces show it smaller regions.
public final class FaceDetector {
    /// The faces of the last ``detect(in:_:)``, best first, ``most`` at most.
    public private(set) var detections: [Detection] = []

    /// More faces than this are not told apart: the best stay.
    public static let most = 20
    /// Of the network's input, in pixels.
    static let side = 128

    package let network: Network
    private let sampler: RegionSampler
    private let grids: [DetectorGrid]
    private var candidates: [Candidate] = []

    /// Whether a model has the detector's input and outputs.
    public static func canRun(_ model: Model) -> Bool {
        guard model.inputChannels == 3, let sizes = model.sizes(height: side, width: side) else {
            return false
        }
        return DetectorGrid.kinds.allSatisfy { kind in
            [kind.perCell, 16 * kind.perCell].allSatisfy { channels in
                model.outputs.contains {
                    model.channels(ofValue: $0) == channels
                        && sizes[$0] == MapSize(height: kind.side, width: kind.side)
                }
            }
        }
    }

    /// - Precondition: ``canRun(_:)`` is true of the model.
    public init(_ model: Model, halves: Bool = true) {
        precondition(Self.canRun(model), "a model that detects faces")
        let network = Network(model, width: Self.side, height: Self.side)
        self.network = network
        sampler = RegionSampler(for: model, side: Self.side, border: .black, halves: halves)
        grids = DetectorGrid.kinds.map { DetectorGrid($0, network.outputs) }
        candidates.reserveCapacity(2 * 896)
        detections.reserveCapacity(Self.most)
    }

    /// Finds the faces in each of these regions of a frame; one that is in several is found once.
    ///
    /// - Complexity: an inference a region; no allocation once the number of candidates was reached.
    public func detect(in pyramid: FramePyramid, _ regions: [Region]) {
        candidates.removeAll(keepingCapacity: true)
        for index in regions.indices {
            sampler.sample(regions[index], of: pyramid, into: network.input)
            network.run()
            collect(in: regions[index], index)
        }
        suppress()
    }

    /// What the network's outputs say about a region: for comparisons with its makers' answers.
    package func decode(_ region: Region) {
        candidates.removeAll(keepingCapacity: true)
        collect(in: region, 0)
        suppress()
    }

    private func collect(in region: Region, _ index: Int) {
        for grid in grids { grid.collect(in: region, index, into: &candidates) }
    }

    /// Of the candidates left, the best takes all that overlap it by more than 0.3; the mean of those of
    /// its own region, weighted by scores, is a face.
    ///
    /// Another region shows the same face at another scale, often too large: it only adds to what is taken.
    ///
    /// Source: MediaPipe 0.10.21, `face_detection.pbtxt` and NonMaxSuppressionCalculator, WEIGHTED.
    private func suppress() {
        sortCandidates()
        detections.removeAll(keepingCapacity: true)
        for index in candidates.indices where candidates[index].score > 0 {
            if detections.count == Self.most { return }
            let best = candidates[index]
            var mean = WeightedMean()
            for other in index..<candidates.count where candidates[other].score > 0 {
                guard other == index || best.isSameFace(as: candidates[other]) else { continue }
                if candidates[other].region == best.region { mean.add(candidates[other]) }
                candidates[other].score = 0
            }
            detections.append(mean.detection(score: best.score))
        }
    }

    /// By insertion, which needs no memory: they are few, and of one grid they come in no order.
    private func sortCandidates() {
        for index in candidates.indices.dropFirst() {
            let candidate = candidates[index]
            var place = index
            while place > 0 && candidates[place - 1].score < candidate.score {
                candidates[place] = candidates[place - 1]
                place -= 1
            }
            candidates[place] = candidate
        }
    }
}

/// One anchor's answer, in pixels of the frame.
struct Candidate {
    /// 0.5…1; 0 once a detection has taken it.
    var score: Float
    let box: Box
    let points: FacePoints
    /// Which of the regions it was found in.
    let region: Int

    /// Whether two candidates overlap by more than 0.3, or one of another region lies in this one's box or
    /// around it by seven tenths: boxes of one face at two scales were seen to differ by a factor of two.
    func isSameFace(as other: Candidate) -> Bool {
        if region != other.region { return box.isSameFace(as: other.box) }
        return box.overlap(with: other.box) > 0.3
    }
}

extension Box {
    /// Whether boxes that were found in two regions are of one face.
    package func isSameFace(as other: Box) -> Bool {
        if overlap(with: other) > 0.3 { return true }
        let both = clipped(to: other)
        return both.width > 0 && both.area > 0.7 * min(area, other.area)
    }
}

/// One of the detector's two grids of anchors.
private struct DetectorGrid {
    struct Kind {
        let side: Int
        let perCell: Int
    }

    static let kinds = [Kind(side: 16, perCell: 2), Kind(side: 8, perCell: 6)]

    private let kind: Kind
    private let scores: FeatureMap
    private let boxes: FeatureMap

    init(_ kind: Kind, _ outputs: [FeatureMap]) {
        func output(_ channels: Int) -> FeatureMap {
            guard let map = outputs.first(where: { $0.channels == channels }) else {
                preconditionFailure("the detector has an output of \(channels) channels")
            }
            return map
        }
        self.kind = kind
        scores = output(kind.perCell)
        boxes = output(16 * kind.perCell)
    }

    /// Appends the anchors whose score is 0.5 or more.
    ///
    /// Source: MediaPipe 0.10.21, `face_detection_short_range.pbtxt`: `min_score_thresh`.
    func collect(in region: Region, _ index: Int, into candidates: inout [Candidate]) {
        for y in 0..<kind.side {
            for x in 0..<kind.side {
                for anchor in 0..<kind.perCell where scores[y, x, anchor] >= 0 {
                    let candidate = candidate(y, x, anchor, region, index)
                    if candidate.box.isProper { candidates.append(candidate) }
                }
            }
        }
    }

    private func candidate(
        _ y: Int,
        _ x: Int,
        _ anchor: Int,
        _ region: Region,
        _ index: Int
    ) -> Candidate {
        let side = Float(kind.side), scale = 1 / Float(FaceDetector.side)
        let center = Point((Float(x) + 0.5) / side, (Float(y) + 0.5) / side)
        func pair(_ index: Int) -> Point {
            let channel = 16 * anchor + 2 * index
            return Point(boxes[y, x, channel], boxes[y, x, channel + 1]) * scale
        }
        func point(_ index: Int) -> Point { region.inFrame(center + pair(2 + index)) }
        let size = pair(1) * region.side
        return Candidate(
            score: sigmoid(min(100, scores[y, x, anchor])),
            box: Box(center: region.inFrame(center + pair(0)), width: size.x, height: size.y),
            points: FacePoints(
                leftEye: point(0),
                rightEye: point(1),
                nose: point(2),
                mouth: point(3),
                leftEar: point(4),
                rightEar: point(5)
            ),
            region: index
        )
    }
}

/// The mean of candidates, weighted by their scores.
private struct WeightedMean {
    private var weight: Float = 0
    private var corners = [2 of Point](repeating: Point(0, 0))
    private var points = [6 of Point](repeating: Point(0, 0))

    mutating func add(_ candidate: Candidate) {
        let (score, box, six) = (candidate.score, candidate.box, candidate.points)
        weight += score
        corners[0] = corners[0] + Point(box.left, box.top) * score
        corners[1] = corners[1] + Point(box.right, box.bottom) * score
        let all =
            [six.leftEye, six.rightEye, six.nose, six.mouth, six.leftEar, six.rightEar]
            as [6 of Point]
        for index in all.indices { points[index] = points[index] + all[index] * score }
    }

    func detection(score: Float) -> Detection {
        let scale = 1 / weight
        let (first, last) = (corners[0] * scale, corners[1] * scale)
        return Detection(
            score: score,
            box: Box(left: first.x, top: first.y, right: last.x, bottom: last.y),
            points: FacePoints(
                leftEye: points[0] * scale,
                rightEye: points[1] * scale,
                nose: points[2] * scale,
                mouth: points[3] * scale,
                leftEar: points[4] * scale,
                rightEar: points[5] * scale
            )
        )
    }
}
