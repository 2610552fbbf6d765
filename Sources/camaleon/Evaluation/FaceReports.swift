import CamaleonMeasures
import Foundation

/// What `camaleon evaluate faces --images` says.
struct FaceReport: Encodable {
    /// Pictures, and those in which a face was found.
    let count: Int
    let detected: Int
    let samePairs: Int
    let differentPairs: Int
    /// Of the pairs told right by a threshold from the other half of them, 0…1.
    let accuracy: Double
    let equalErrorRate: Double
    /// The greatest with a false match rate of at most ``wantedFalseMatchRate``, unless it was given.
    let threshold: Double
    let falseMatchRate: Double
    let falseNonMatchRate: Double
    /// The rates at the threshold that the engine uses.
    let engine: VerificationMeasures.OperatingPoint
    let curve: [VerificationMeasures.OperatingPoint]

    /// One false match in a thousand.
    static let wantedFalseMatchRate = 1e-3

    init(
        _ measures: VerificationMeasures,
        count: Int,
        detected: Int,
        threshold: Double?,
        engineThreshold: Double
    ) {
        let chosen = threshold ?? measures.threshold(forFalseMatchRate: Self.wantedFalseMatchRate)
        let rates = measures.rates(at: chosen)
        self.count = count
        self.detected = detected
        samePairs = measures.same.count
        differentPairs = measures.different.count
        accuracy = measures.accuracy
        equalErrorRate = measures.equalErrorRate
        self.threshold = chosen
        falseMatchRate = rates.falseMatchRate
        falseNonMatchRate = rates.falseNonMatchRate
        engine = measures.rates(at: engineThreshold)
        curve = measures.curve(count: 101)
    }

    var text: String {
        """
        \(count) pictures, a face found in \(detected); \
        pairs of one person \(samePairs), of two \(differentPairs)
        accuracy               \(share(accuracy))
        equal error rate       \(share(equalErrorRate))
        threshold              \(share(threshold))
        false match rate       \(share(falseMatchRate))
        false non-match rate   \(share(falseNonMatchRate))
        at the engine's \(share(engine.threshold)): \
        false matches \(share(engine.falseMatchRate)), false non-matches \(share(engine.falseNonMatchRate))
        """
    }
}

/// What `camaleon evaluate faces --clips` says.
struct ClipReport: Encodable {
    /// Distances of pairs, and what the threshold makes of them.
    struct Comparison: Encodable {
        struct Distances: Encodable {
            let count: Int
            let minimum: Double
            let median: Double
            let maximum: Double

            init(_ ascending: [Double]) {
                count = ascending.count
                minimum = ascending.percentile(0)
                median = ascending.percentile(50)
                maximum = ascending.percentile(100)
            }
        }

        let same: Distances
        let different: Distances
        let equalErrorRate: Double
        let falseMatchRate: Double
        let falseNonMatchRate: Double

        init(_ measures: VerificationMeasures, _ threshold: Double) {
            let rates = measures.rates(at: threshold)
            same = Distances(measures.same)
            different = Distances(measures.different)
            equalErrorRate = measures.equalErrorRate
            falseMatchRate = rates.falseMatchRate
            falseNonMatchRate = rates.falseNonMatchRate
        }
    }

    /// Clips, and those with enough good frames.
    let count: Int
    let detected: Int
    /// Frames that were read, and of those the good ones.
    let frames: Int
    let goodFrames: Int
    let threshold: Double
    /// Means of five frames of one clip against the mean of eight of another.
    let fiveFrames: Comparison
    /// Single frames, good ones, against the same.
    let singleFrames: Comparison

    var text: String {
        """
        \(count) clips, \(detected) with enough good frames; \
        of \(frames) frames that were read, \(goodFrames) are good; threshold \(share(threshold))
        from five frames
        \(fiveFrames.text)
        from one frame
        \(singleFrames.text)
        """
    }
}

extension ClipReport.Comparison {
    fileprivate var text: String {
        """
          one person   \(same.text)
          two people   \(different.text)
          false match rate \(share(falseMatchRate)), false non-match rate \
        \(share(falseNonMatchRate)), equal error rate \(share(equalErrorRate))
        """
    }
}

extension ClipReport.Comparison.Distances {
    fileprivate var text: String {
        "\(count) pairs: \(share(minimum)) … \(share(median)) … \(share(maximum))"
    }
}

private func share(_ value: Double) -> String { String(format: "%.4f", value) }
