import CamaleonKernels

/// Times work on one core.
enum Stopwatch {
    private static let clock = ContinuousClock()

    /// Milliseconds of each run of some work, after runs that are not counted.
    static func times(runs: Int, _ work: () -> Void) -> [Double] {
        for _ in 0..<min(runs, 10) { work() }
        return (0..<runs).map { _ in milliseconds(work) }
    }

    /// The most multiplications and additions a second that the core is seen to do with vectors of
    /// four floats, which is what the engine uses, in GFLOP/s.
    static func peak() -> Double {
        let iterations = 4_000_000
        var sum: Float = 0
        let best =
            times(runs: 10) { sum += multiplyAddPeak(iterations: iterations) }.min()
            ?? .infinity
        // Looking at the sum keeps the optimiser from dropping the work.
        precondition(sum.isFinite, "the sums stay finite")
        return Double(iterations * 12 * 4 * 2) / (best * 1e6)
    }

    private static func milliseconds(_ work: () -> Void) -> Double {
        clock.measure(work) / .milliseconds(1)
    }
}
