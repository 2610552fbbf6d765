public import CamaleonImage
internal import CamaleonKernels
public import CamaleonNetwork

/// Turns an aligned face into an embedding: dlib's residual network, as docs/face-networks.md
/// describes it.
///
/// It takes longer than a frame may wait, so that it runs in slices: ``start(in:_:)`` copies what it
/// needs, and ``advance(by:)`` goes on whatever the frames show meanwhile.
public final class FaceRecogniser {
    /// How many slices one embedding takes, about 23 million multiply–adds each.
    public static let sliceCount = 12
    /// Of the chip, in pixels.
    public static let side = 150
    /// Whether an embedding is in the making.
    public var isBusy: Bool { inference != nil }

    package let network: Network
    private let sampler: RegionSampler
    private var inference: SlicedInference?

    /// Whether a model has the recogniser's input and output.
    public static func canRun(_ model: Model) -> Bool {
        guard model.inputChannels == 3, model.outputs.count == 1,
            let sizes = model.sizes(height: side, width: side)
        else { return false }
        return model.channels(ofValue: model.outputs[0]) == Embedding.count
            && sizes[model.outputs[0]] == MapSize(height: 1, width: 1)
    }

    /// - Precondition: ``canRun(_:)`` is true of the model.
    public init(_ model: Model, halves: Bool = true) {
        precondition(Self.canRun(model), "a model that recognises faces")
        network = Network(model, width: Self.side, height: Self.side)
        sampler = RegionSampler(for: model, side: Self.side, border: .black, halves: halves)
    }

    /// Begins with the face of a frame whose ``FaceMesh/fivePoints`` are `five`; what was in the making is
    /// dropped.
    ///
    /// A mean of embeddings is better where half of them are of the face `mirrored`: the network's errors
    /// on both differ.
    public func start(in pyramid: FramePyramid, _ five: [5 of Point], mirrored: Bool = false) {
        sampler.sample(.chip(five), of: pyramid, into: network.input)
        if mirrored { mirror(network.input) }
        inference = SlicedInference(of: network, slices: Self.sliceCount)
    }

    private func mirror(_ map: FeatureMap) {
        for y in 0..<Self.side {
            for x in 0..<Self.side / 2 {
                for channel in 0..<3 {
                    let value = map[y, x, channel]
                    map[y, x, channel] = map[y, Self.side - 1 - x, channel]
                    map[y, Self.side - 1 - x, channel] = value
                }
            }
        }
    }

    /// Drops what was in the making.
    public func stop() {
        inference = nil
    }

    /// Runs some slices; the embedding with the last one.
    ///
    /// Nil too if the network's answer is no numbers.
    ///
    /// - Complexity: `slices` / ``sliceCount`` of an inference; allocates the embedding alone.
    public func advance(by slices: Int) -> Embedding? {
        guard inference?.advance(by: slices) == true else { return nil }
        inference = nil
        let output = network.outputs[0]
        return Embedding((0..<Embedding.count).map { output[0, 0, $0] })
    }

    /// How sharp the chip of the last ``start(in:_:)`` is: the variance of its Laplacian.
    ///
    ///     Laplacian[y, x] = 4 g[y, x] − g[y − 1, x] − g[y + 1, x] − g[y, x − 1] − g[y, x + 1]
    ///
    /// over the middle half of the chip's width and height, which is face, in squared levels of
    /// green, 0…255.
    ///
    /// Source: Pech-Pacheco et al. 2000, "Diatom autofocusing in brightfield microscopy".
    public var sharpness: Float {
        let map = network.input, scale = 255 / network.model.scale[1]
        let middle = Self.side / 4..<Self.side - Self.side / 4
        var sum: Float = 0, squares: Float = 0
        for y in middle {
            for x in middle {
                let neighbours =
                    map[y - 1, x, 1] + map[y + 1, x, 1] + map[y, x - 1, 1] + map[y, x + 1, 1]
                let value = (4 * map[y, x, 1] - neighbours) * scale
                sum += value
                squares += value * value
            }
        }
        let count = Float(middle.count * middle.count)
        return squares / count - (sum / count) * (sum / count)
    }
}
