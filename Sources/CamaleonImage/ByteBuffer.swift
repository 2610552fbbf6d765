/// Bytes that a plane lies in: owned, aligned for SIMD, zero at first.
///
/// A class because its identity is the memory, which JavaScript may hold by address; planes keep it
/// alive. Sixteen bytes past the end may be read, never used: vector loads go over by that much.
@safe
public final class ByteBuffer {
    public let count: Int
    @usableFromInline let base: UnsafeMutablePointer<UInt8>

    public init(count: Int, repeating value: UInt8 = 0) {
        precondition(count >= 0, "a buffer has no negative size")
        self.count = count
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: count + 16, alignment: 64)
        unsafe base = bytes.bindMemory(to: UInt8.self, capacity: count + 16)
        unsafe base.initialize(repeating: value, count: count + 16)
    }

    deinit {
        unsafe base.deallocate()
    }

    /// Where the bytes are, for the wasm boundary and for I/O.
    public var address: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(base) }

    public subscript(index: Int) -> UInt8 {
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
