/// An inference that is done in slices, over several frames, since it takes longer than a frame may wait.
///
/// The network's input is written before it begins, and left alone until it is done; the outputs are read
/// after the last slice.
public struct SlicedInference {
    /// About equal in steps.
    public let sliceCount: Int
    private let network: Network
    private var doneCount = 0

    /// Begins with what is in the network's input.
    public init(of network: Network, slices sliceCount: Int) {
        precondition(sliceCount > 0, "an inference has a slice at least")
        self.network = network
        self.sliceCount = sliceCount
    }

    public var isDone: Bool { doneCount == sliceCount }

    /// Runs the next slices, as many as are left; whether the inference is done.
    ///
    /// - Complexity: `slices` / ``sliceCount`` of an inference; no allocation.
    public mutating func advance(by slices: Int = 1) -> Bool {
        let end = min(doneCount + slices, sliceCount)
        while doneCount < end {
            network.run(part: doneCount, of: sliceCount)
            doneCount += 1
        }
        return isDone
    }
}
