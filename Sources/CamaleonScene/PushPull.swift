public import CamaleonImage

/// Fills what is unknown from its surroundings: weighted means are pushed up a pyramid, and pulled
/// back down where the finer level knows too little.
///
/// Source: Gortler, Grzeszczuk, Szeliski and Cohen, "The Lumigraph", 1996, on rebinning.
public final class PushPull {
    private let width: Int
    private let height: Int
    /// Halves of the plane, down to one pixel.
    private var weights: [FloatPlane] = []
    private var means: [FloatPlane] = []

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        var (width, height) = (width, height)
        while width > 1 || height > 1 {
            (width, height) = ((width + 1) / 2, (height + 1) / 2)
            weights.append(FloatPlane(width: width, height: height))
            means.append(FloatPlane(width: width, height: height))
        }
    }

    /// Fills each of `values` where `weight` is 0, and blends where it is below 1.
    ///
    /// With no weight anywhere nothing changes.
    ///
    /// - Parameters:
    ///   - values: Planes of the size that this was made for.
    ///   - weight: How certain they are, 0…1, of the same size.
    /// - Complexity: no allocation.
    public func fill(values: [FloatPlane], weight: FloatPlane) {
        precondition(
            weight.width == width && weight.height == height,
            "planes of the pyramid's size"
        )
        guard let top = weights.indices.last else { return }
        for level in weights.indices {
            Self.pushWeights(level == 0 ? weight : weights[level - 1], into: weights[level])
        }
        guard weights[top][0, 0] > 0 else { return }
        for plane in values {
            precondition(
                plane.width == width && plane.height == height,
                "planes of the pyramid's size"
            )
            for level in means.indices {
                let (finer, finerWeight) =
                    level == 0 ? (plane, weight) : (means[level - 1], weights[level - 1])
                Self.push(finer, finerWeight, into: means[level])
            }
            for level in means.indices.reversed() {
                let (finer, finerWeight) =
                    level == 0 ? (plane, weight) : (means[level - 1], weights[level - 1])
                Self.pull(means[level], into: finer, finerWeight)
            }
        }
    }

    /// What a coarse pixel knows: the sum of its four, at most everything.
    private static func pushWeights(_ fine: FloatPlane, into coarse: FloatPlane) {
        for y in 0..<coarse.height {
            let upper = fine.row(2 * y), row = coarse.row(y)
            let lower = fine.row(min(2 * y + 1, fine.height - 1))
            let lowerShare: Float = 2 * y + 1 < fine.height ? 1 : 0
            for x in 0..<coarse.width {
                let hasSecond = 2 * x + 1 < fine.width
                let second = hasSecond ? upper[2 * x + 1] + lower[2 * x + 1] * lowerShare : 0
                row[x] = min(1, upper[2 * x] + lower[2 * x] * lowerShare + second)
            }
        }
    }

    /// The mean of four by their weights; 0 where none is known, which is then never used.
    private static func push(_ fine: FloatPlane, _ weight: FloatPlane, into coarse: FloatPlane) {
        for y in 0..<coarse.height {
            let row = coarse.row(y), lastY = min(2 * y + 1, fine.height - 1)
            for x in 0..<coarse.width {
                var sum: Float = 0, total: Float = 0
                for fineY in 2 * y...lastY {
                    let values = fine.row(fineY), weights = weight.row(fineY)
                    for fineX in 2 * x...min(2 * x + 1, fine.width - 1) where weights[fineX] > 0 {
                        sum += values[fineX] * weights[fineX]
                        total += weights[fineX]
                    }
                }
                row[x] = total > 0 ? sum / total : 0
            }
        }
    }

    /// Blends the coarser level, bilinearly enlarged, in where the finer one is not certain.
    private static func pull(_ coarse: FloatPlane, into fine: FloatPlane, _ weight: FloatPlane) {
        for y in 0..<fine.height {
            let values = fine.row(y), weights = weight.row(y)
            let near = coarse.row(y / 2), far = coarse.row(neighbour(of: y, count: coarse.height))
            for x in 0..<fine.width where weights[x] < 1 {
                let own = x / 2, other = neighbour(of: x, count: coarse.width)
                let nearMean = 0.75 * near[own] + 0.25 * near[other]
                let farMean = 0.75 * far[own] + 0.25 * far[other]
                let enlarged = 0.75 * nearMean + 0.25 * farMean
                let share = weights[x]
                values[x] = share > 0 ? values[x] * share + enlarged * (1 - share) : enlarged
            }
        }
    }

    /// The coarse pixel next nearest to fine pixel `x`, within the plane.
    @inline(__always)
    static func neighbour(of x: Int, count: Int) -> Int {
        min(max(x / 2 + (x & 1 == 0 ? -1 : 1), 0), count - 1)
    }
}
