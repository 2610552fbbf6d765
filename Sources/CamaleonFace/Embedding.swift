internal import CIntrinsics

/// 128 numbers that stand for a face, compared by Euclidean distance.
///
/// dlib's are nearer than 0.6 for one person, and not of unit length. It says whose face it is: never log it, and never put it into a message.
public struct Embedding: Sendable, Equatable {
    public static let count = 128
    public let values: [Float]

    /// Nil unless there are 128 finite numbers.
    public init?(_ values: [Float]) {
        guard values.count == Self.count, values.allSatisfy({ $0.isFinite }) else { return nil }
        self.values = values
    }

    private init(checked values: [Float]) {
        self.values = values
    }

    /// The Euclidean distance, 0 or more.
    public func distance(to other: Embedding) -> Float {
        var sum: Float = 0
        for index in 0..<Self.count {
            let difference = values[index] - other.values[index]
            sum += difference * difference
        }
        return camaleon_square_root(sum)
    }

    /// The mean of each number; nil of none.
    public static func mean(of embeddings: [Embedding]) -> Embedding? {
        guard !embeddings.isEmpty else { return nil }
        var sums = [Float](repeating: 0, count: count)
        for embedding in embeddings {
            for index in 0..<count { sums[index] += embedding.values[index] }
        }
        return Embedding(checked: sums.map { $0 / Float(embeddings.count) })
    }
}
