public import CamaleonKernels

/// A model made ready to run at one size: every map allocated, every kernel chosen.
///
/// A class because it owns what its steps share; use one from one thread.
public final class Network {
    /// How operations are computed.
    ///
    /// `automatic` takes Winograd's convolutions where they are faster, and carries out operations together
    /// with the one that reads what they make; `direct` does each operation by itself.
    public enum Strategy: Sendable {
        case automatic, direct
    }

    public let model: Model
    public let width: Int
    public let height: Int
    /// Where to write the input: H × W × C, already normalised.
    public let input: FeatureMap
    /// What ``run()`` made, in the order of the model's ``Model/outputs``.
    public let outputs: [FeatureMap]

    private let values: [ChannelSlice]
    /// The values that were never in memory.
    private let unwritten: Set<Int>
    private let steps: [Step]
    private let scratch: FloatBuffer

    /// - Precondition: ``Model/sizes(height:width:)`` knows the size.
    public init(_ model: Model, width: Int, height: Int, strategy: Strategy = .automatic) {
        guard let sizes = model.sizes(height: height, width: width) else {
            preconditionFailure("the model does not run at \(width) × \(height)")
        }
        self.model = model
        self.width = width
        self.height = height
        var planner = Planner(model, sizes: sizes, strategy: strategy)
        for index in model.operations.indices { planner.plan(operation: index) }
        input = planner.input
        values = planner.values
        unwritten = Set(planner.fusions.keys)
        outputs = model.outputs.map { planner.whole(planner.values[$0]) }
        steps = planner.steps
        scratch = FloatBuffer(count: planner.scratchCount)
    }

    /// How many steps a ``run()`` has.
    public var stepCount: Int { steps.count }

    /// What a step of ``run()`` does.
    public func work(ofStep index: Int) -> StepWork { steps[index].work }

    /// Runs the network from ``input`` to ``output``.
    ///
    /// - Complexity: ``Model/multiplyAdds(width:height:)`` at most, and what has none; no allocation.
    public func run() {
        for step in steps { step.run(scratch) }
    }

    /// Runs one of `count` parts of the network, which are about equal in steps: all of them in order are
    /// one ``run()``.
    ///
    /// For networks that take longer than a frame may wait. ``outputs`` are the last answer until the last
    /// part is done, unless a step before it writes them.
    ///
    /// - Precondition: 0 ≤ `index` < `count`.
    public func run(part index: Int, of count: Int) {
        precondition(0..<count ~= index, "a part of the network")
        for step in steps.count * index / count..<steps.count * (index + 1) / count {
            steps[step].run(scratch)
        }
    }

    /// What operation `index` made in the last ``run()``: H × W × C, NHWC without padding; nil if that was
    /// never in memory.
    package func activations(
        ofOperation index: Int
    ) -> (height: Int, width: Int, channels: Int, values: [Float])? {
        if unwritten.contains(index + 1) { return nil }
        let slice = values[index + 1], map = slice.map
        var result: [Float] = []
        result.reserveCapacity(map.height * map.width * slice.count)
        for y in 0..<map.height {
            for x in 0..<map.width {
                for c in 0..<slice.count { result.append(map[y, x, slice.first + c]) }
            }
        }
        return (map.height, map.width, slice.count, result)
    }
}
