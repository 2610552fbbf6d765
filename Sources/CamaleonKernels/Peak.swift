/// Multiply–adds of one iteration of ``multiplyAddPeak(iterations:)``.
public let peakMultiplyAddsPerIteration = 12 * 4

/// Multiplies and adds in registers alone: the most that one core can do, against which a kernel's
/// speed is measured.
///
/// Twelve independent sums hide the instruction's latency.
///
/// - Returns: a number that depends on all of them, so that none is optimised away.
@inline(never)
public func multiplyAddPeak(iterations: Int) -> Float {
    // Factors that the optimiser cannot know, near 1 so that no sum overflows.
    let seeds = FloatBuffer([0.999, 0.998, 0.997, 0.996, 0.001, 0.002, 0.003, 0.004])
    let x = seeds.start.opaque.lanes(at: 0), y = seeds.start.opaque.lanes(at: 4)
    var a = x, b = y, c = x, d = y, e = x, f = y, g = x, h = y, i = x, j = y, k = x, l = y
    for _ in 0..<iterations {
        (a, b, c) = (multiplyAdd(a, x, y), multiplyAdd(b, x, y), multiplyAdd(c, x, y))
        (d, e, f) = (multiplyAdd(d, x, y), multiplyAdd(e, x, y), multiplyAdd(f, x, y))
        (g, h, i) = (multiplyAdd(g, x, y), multiplyAdd(h, x, y), multiplyAdd(i, x, y))
        (j, k, l) = (multiplyAdd(j, x, y), multiplyAdd(k, x, y), multiplyAdd(l, x, y))
    }
    let first = (a + b) + (c + d) + (e + f), second = (g + h) + (i + j) + (k + l)
    return (first + second).sum()
}
