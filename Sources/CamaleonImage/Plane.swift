/// One component of an image: width × height bytes, rows `stride` bytes apart, in memory that the
/// plane keeps alive.
///
/// A copy of a plane is the same pixels.
public struct Plane {
    public let width: Int
    public let height: Int
    public let stride: Int
    @usableFromInline let buffer: ByteBuffer
    @usableFromInline let offset: Int

    /// - Precondition: the plane lies inside the buffer.
    public init(_ buffer: ByteBuffer, offset: Int = 0, width: Int, height: Int, stride: Int) {
        precondition(
            width > 0 && height > 0 && stride >= width && offset >= 0
                && offset + (height - 1) * stride + width <= buffer.count,
            "a plane lies inside its buffer"
        )
        self.buffer = buffer
        self.offset = offset
        self.width = width
        self.height = height
        self.stride = stride
    }

    /// A plane with memory of its own.
    public init(width: Int, height: Int, repeating value: UInt8 = 0) {
        self.init(
            ByteBuffer(count: width * height, repeating: value),
            width: width,
            height: height,
            stride: width
        )
    }

    /// The value at column `x`, row `y`: checked in debug builds.
    public subscript(x: Int, y: Int) -> UInt8 {
        get {
            assert(0..<width ~= x && 0..<height ~= y)
            return buffer[offset + y * stride + x]
        }
        nonmutating set {
            assert(0..<width ~= x && 0..<height ~= y)
            buffer[offset + y * stride + x] = newValue
        }
    }

    /// The pixels of row `y`, for an inner loop; valid while the plane is.
    @inlinable @inline(__always)
    public func row(_ y: Int) -> PixelRow {
        assert(0..<height ~= y)
        return unsafe PixelRow(buffer.base + (offset + y * stride))
    }

    public func fill(_ value: UInt8) {
        for y in 0..<height {
            let row = row(y)
            for x in 0..<width { row[x] = value }
        }
    }

    /// - Precondition: both have one size.
    public func copy(from other: Plane) {
        precondition(width == other.width && height == other.height, "planes of one size")
        for y in 0..<height {
            let from = other.row(y), to = row(y)
            for x in 0..<width { to[x] = from[x] }
        }
    }
}
