/// How well a matte follows a figure that moves from side to side, and whose true matte is known.
package struct MotionMeasures: Sendable {
    /// Where the figure goes.
    package enum Direction: Int, Sendable {
        case left = -1
        case rest = 0
        case right = 1
    }

    package struct Summary: Sendable, Equatable, Encodable {
        /// Pixels by which the matte's outline is behind the true one, the mean over moving frames.
        ///
        /// The front and the back weigh the same, each as the median over rows, so that a matte which is too
        /// wide or too narrow is not late. Nil where the matte has no outline near the true one's.
        package let lag: Double?
        /// The share, with an alpha over 0.2, of the pixels that the figure has left within ten frames.
        ///
        /// Over all moving frames. Nil where it has left none.
        package let ghostShare: Double?
        /// The root of the mean square, over pixels, of how differently both mattes change from one frame to
        /// the next, 0…1; the mean over frames.
        ///
        /// Source: Erofeev et al., "Perceptually Motivated Benchmark for Video Matting", BMVC 2015, dtSSD,
        /// over the number of pixels.
        package let dtSSD: Double
        /// Moving frames in which an outline was found.
        package let frames: Int
    }

    /// Frames in which what the figure left counts as a ghost.
    private static let memory = 10
    private static let ghost: Float = 0.2

    private var previous: (matte: Grid<Float>, truth: Grid<Float>)?
    private var framesSincePerson: [Int] = []
    private var lags: [Double] = []
    private var changes: [Double] = []
    private var left = 0
    private var ghosts = 0

    package init() {}

    /// A new film begins.
    package mutating func beginFilm() {
        previous = nil
        framesSincePerson = []
    }

    /// Takes a film's next frame: a matte and the true one, 0…1, and where the figure went since the last.
    package mutating func add(
        _ matte: Grid<Float>,
        truth: Grid<Float>,
        _ direction: Direction
    ) {
        precondition(matte.hasSize(of: truth), "a matte of its truth's size")
        if let previous { changes.append(Self.change(matte, truth, since: previous)) }
        previous = (matte, truth)
        countGhosts(matte, truth, isMoving: direction != .rest)
        guard direction != .rest, let shift = Outline.shift(of: matte, from: truth) else { return }
        lags.append(-Double(direction.rawValue) * shift)
    }

    /// Nil if there were not two frames.
    package var summary: Summary? {
        guard let change = changes.meanIfAny else { return nil }
        return Summary(
            lag: lags.meanIfAny,
            ghostShare: left == 0 ? nil : Double(ghosts) / Double(left),
            dtSSD: change,
            frames: lags.count
        )
    }

    private static func change(
        _ matte: Grid<Float>,
        _ truth: Grid<Float>,
        since before: (matte: Grid<Float>, truth: Grid<Float>)
    ) -> Double {
        var sum = 0.0
        for index in matte.values.indices {
            let found = matte.values[index] - before.matte.values[index]
            let wanted = truth.values[index] - before.truth.values[index]
            sum += Double((found - wanted) * (found - wanted))
        }
        return (sum / Double(matte.values.count)).squareRoot()
    }

    private mutating func countGhosts(
        _ matte: Grid<Float>,
        _ truth: Grid<Float>,
        isMoving: Bool
    ) {
        if framesSincePerson.isEmpty {
            framesSincePerson = truth.values.map { _ in Self.memory }
        }
        for index in truth.values.indices {
            let isPerson = truth.values[index] >= 0.5
            framesSincePerson[index] = isPerson ? 0 : framesSincePerson[index] + 1
            guard isMoving, truth.values[index] == 0, framesSincePerson[index] <= Self.memory else {
                continue
            }
            left += 1
            if matte.values[index] > Self.ghost { ghosts += 1 }
        }
    }
}
