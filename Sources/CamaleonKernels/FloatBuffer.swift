/// Floats that a kernel owns: packed weights, or scratch.
///
/// Zero at first, aligned to a cache line.
///
/// A class because its identity is the memory: what holds it keeps the memory alive.
@safe
public final class FloatBuffer {
    public let count: Int
    private let base: UnsafeMutablePointer<Float>

    /// Floats past the end that a kernel may read, never use: vector loads go over by three lanes.
    private static let slack = 64

    public init(count: Int) {
        precondition(count >= 0, "a buffer has no negative size")
        self.count = count
        let bytes = UnsafeMutableRawPointer.allocate(
            byteCount: (count + Self.slack) * MemoryLayout<Float>.stride,
            alignment: 64
        )
        unsafe base = bytes.bindMemory(to: Float.self, capacity: count + Self.slack)
        unsafe base.initialize(repeating: 0, count: count + Self.slack)
    }

    public convenience init(_ values: [Float]) {
        self.init(count: values.count)
        for (index, value) in values.enumerated() { self[index] = value }
    }

    deinit {
        unsafe base.deallocate()
    }

    var start: FloatCursor {
        unsafe FloatCursor(base)
    }

    public subscript(index: Int) -> Float {
        get {
            assert(0..<count ~= index)
            return unsafe base[index]
        }
        set {
            assert(0..<count ~= index)
            unsafe base[index] = newValue
        }
    }
}
