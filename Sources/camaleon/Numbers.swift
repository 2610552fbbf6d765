import Foundation

extension [Double] {
    /// - Precondition: not empty.
    var mean: Double { reduce(0, +) / Double(count) }

    /// The value below which `percent` of them lie, interpolated as NumPy does.
    ///
    /// - Precondition: not empty.
    func percentile(_ percent: Double) -> Double {
        let sorted = sorted(), place = percent / 100 * Double(count - 1)
        let below = Int(place), above = Swift.min(below + 1, count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
}

extension Encodable {
    /// As JSON, its keys in order.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
