import Foundation

/// How much the edges of two mattes differ in strength.
///
///     error = 1/1000 · Σ over pixels (|∇matte| − |∇truth|)²,  ∇ = (G′(x) · G(y), G(x) · G′(y)) ∗ alpha
///
/// G is a Gaussian of sigma 1.4 pixels, alpha in 0…1; the two-dimensional kernels are cut where G is under
/// 0.01, and scaled to a Euclidean norm of 1. The sum is over the picture, so that a larger one weighs more.
///
/// Source: Rhemann et al., "A Perceptually Motivated Online Benchmark for Image Matting", CVPR 2009, whose
/// exponent and sigma these are; the kernels and the scale are those with which the numbers of papers since
/// are computed.
enum GradientMeasure {
    private static let sigma = 1.4
    /// The one thousandth is for numbers that can be read.
    private static let scale = 0.001

    /// - Precondition: both have one size.
    static func error(_ matte: Grid<Float>, _ truth: Grid<Float>) -> Double {
        let found = magnitude(of: matte), wanted = magnitude(of: truth)
        let sum = zip(found, wanted).reduce(0.0) { sum, pair in
            let difference = Double(pair.0 - pair.1)
            return sum + difference * difference
        }
        return scale * sum
    }

    /// The length of the gradient in each pixel; beyond the edge, the nearest pixel counts.
    private static func magnitude(of alpha: Grid<Float>) -> [Float] {
        let across = convolved(convolved(alpha, byRows: slope), byRows: smooth, transposing: true)
        let down = convolved(convolved(alpha, byRows: smooth), byRows: slope, transposing: true)
        return zip(across.values, down.values).map { ($0 * $0 + $1 * $1).squareRoot() }
    }

    private static func convolved(
        _ grid: Grid<Float>,
        byRows kernel: [Float],
        transposing: Bool = false
    ) -> Grid<Float> {
        let radius = kernel.count / 2
        let count = transposing ? grid.height : grid.width
        let step = transposing ? grid.width : 1
        var result = grid
        for line in 0..<(transposing ? grid.width : grid.height) {
            let start = transposing ? line : line * grid.width
            for place in 0..<count {
                var sum: Float = 0
                for tap in kernel.indices {
                    let from = min(count - 1, max(0, place + radius - tap))
                    sum += kernel[tap] * grid.values[start + from * step]
                }
                result.values[start + place * step] = sum
            }
        }
        return result
    }

    /// The Gaussian, and its derivative, each of norm 1: so is the kernel that is their product.
    private static let smooth = normalized { gaussian($0) }
    private static let slope = normalized { -$0 * gaussian($0) / (sigma * sigma) }

    private static func gaussian(_ x: Double) -> Double {
        exp(-x * x / (2 * sigma * sigma)) / (sigma * (2 * Double.pi).squareRoot())
    }

    private static func normalized(_ value: (Double) -> Double) -> [Float] {
        let values = (-radius...radius).map { value(Double($0)) }
        let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return values.map { Float($0 / norm) }
    }

    /// The first distance at which the Gaussian is under 0.01.
    private static let radius = (0...).first { gaussian(Double($0)) < 0.01 } ?? 0
}
