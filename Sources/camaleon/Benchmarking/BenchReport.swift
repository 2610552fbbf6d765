import Foundation

/// What `camaleon bench` measured, under the names that `make bench` uses as well.
struct BenchReport: Encodable {
    /// Milliseconds.
    struct Times: Encodable {
        let median: Double
        let p95: Double

        init(_ times: [Double]) {
            (median, p95) = (times.percentile(50), times.percentile(95))
        }
    }

    struct NetworkTimes: Encodable {
        let median: Double
        let p95: Double
        /// The rate of a direct convolution's operations over the peak; Winograd's needs fewer, and
        /// may be over 1.
        let overPeak: Double

        init(_ times: [Double], overPeak: Double) {
            (median, p95) = (times.percentile(50), times.percentile(95))
            self.overPeak = overPeak
        }
    }

    let peakGFLOPS: Double
    /// By model and by size.
    let networks: [String: [String: NetworkTimes]]
    /// By the frame's size.
    let pipeline: [String: Times]
}

extension BenchReport {
    var text: String {
        var lines = [String(format: "peak %.1f GFLOP/s", peakGFLOPS)]
        for (model, sizes) in networks.sorted(by: { $0.key < $1.key }) {
            for (size, times) in sizes.sorted(by: { $0.key < $1.key }) {
                lines.append(
                    Self.line("\(model) \(size)", times.median, times.p95)
                        + String(format: ", %.2f of peak", times.overPeak)
                )
            }
        }
        for (size, times) in pipeline.sorted(by: { $0.key < $1.key }) {
            lines.append(Self.line("pipeline \(size)", times.median, times.p95))
        }
        return lines.joined(separator: "\n")
    }

    private static func line(_ name: String, _ median: Double, _ p95: Double) -> String {
        name.padding(toLength: 20, withPad: " ", startingAt: 0)
            + String(format: "median %6.2f ms, 95th percentile %6.2f ms", median, p95)
    }
}
