import CamaleonFace
import CamaleonImage
import CamaleonMeasures
import CamaleonPipeline

/// The engine's mattes of one frame after the other, beside those of what it is compared with.
struct ComparedMattes {
    /// Who makes them; under its raw value in reports.
    enum Maker: Hashable {
        case engine
        /// From mattes of the same network and refinement, each frame alone.
        case baseline(TemporalBaseline)

        static let all = [.engine] + TemporalBaseline.allCases.map(Self.baseline)

        var name: String {
            switch self {
            case .engine: "engine"
            case .baseline(let baseline): baseline.rawValue
            }
        }
    }

    private let engine: Pipeline
    /// Forgets before each frame what was before it.
    private let forgetful: Pipeline
    private var shown: [TemporalBaseline: Grid<Float>] = [:]
    private var time: Microseconds = 0

    /// Thirty frames a second.
    private static let frameTime: Microseconds = 33_333

    init(_ network: NetworkOptions) throws(Failure) {
        engine = try network.pipeline()
        forgetful = try network.pipeline()
    }

    /// Where the next frame's bytes go.
    var input: ByteBuffer { engine.input }

    /// Makes ready for a film that has nothing to do with the one before.
    mutating func begin(_ format: FrameFormat) {
        engine.configure(format)
        forgetful.configure(format)
        shown = [:]
        time = 0
    }

    /// Puts the next frame's bytes there.
    func show(_ frame: [UInt8]) {
        UnsafeMutableRawBufferPointer(start: input.address, count: input.count).copyBytes(
            from: frame
        )
    }

    /// Mattes of the frame in ``input``.
    mutating func next() -> [Maker: Grid<Float>] {
        forgetful.input.address.copyMemory(from: input.address, byteCount: input.count)
        forgetful.forgetPast()
        forgetful.process(at: time)
        engine.process(at: time)
        time += Self.frameTime
        let alone = forgetful.matte.grid.alpha
        for baseline in TemporalBaseline.allCases {
            shown[baseline] = baseline.matte(alone, after: shown[baseline])
        }
        var mattes: [Maker: Grid<Float>] = [.engine: engine.matte.grid.alpha]
        for (baseline, matte) in shown { mattes[.baseline(baseline)] = matte }
        return mattes
    }
}
