/// Times work on one core.
enum Stopwatch {
    private static let clock = ContinuousClock()

    /// Milliseconds of each run of some work, after runs that are not counted.
    static func times(runs: Int, warmUp: Int = 10, _ work: () -> Void) -> [Double] {
        for _ in 0..<warmUp { work() }
        return (0..<runs).map { _ in milliseconds(work) }
    }

    /// The most multiplications and additions a second that the core is seen to do with vectors of
    /// four floats, which is what the engine uses, in GFLOP/s.
    static func peak() -> Double {
        let iterations = 4_000_000
        var sum: Float = 0
        let best = times(runs: 10, warmUp: 2) { sum += multiplyAdds(iterations) }.min() ?? .infinity
        // Looking at the sum keeps the optimiser from dropping the work.
        precondition(sum.isFinite, "the sums stay finite")
        return Double(iterations * 12 * 4 * 2) / (best * 1e6)
    }

    /// Twelve independent chains of multiply–adds, in three vectors of four registers each: enough
    /// to hide the latency of one.
    @inline(never)
    private static func multiplyAdds(_ iterations: Int) -> Float {
        let factor = SIMD16<Float>(repeating: 0.999), addend = SIMD16<Float>(repeating: 0.001)
        var (first, second, third) = (addend, factor, addend + factor)
        for _ in 0..<iterations {
            first = first * factor + addend
            second = second * factor + addend
            third = third * factor + addend
        }
        return (first + second + third).sum()
    }

    private static func milliseconds(_ work: () -> Void) -> Double {
        clock.measure(work) / .milliseconds(1)
    }
}
