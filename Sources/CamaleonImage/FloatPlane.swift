/// One float a pixel, rows without gaps: mattes, confidences and means in the making.
///
/// A class because stages share its memory from frame to frame.
@safe
public final class FloatPlane {
    public let width: Int
    public let height: Int
    private let base: UnsafeMutablePointer<Float>

    public init(width: Int, height: Int, repeating value: Float = 0) {
        precondition(width > 0 && height > 0, "a plane has at least one pixel")
        self.width = width
        self.height = height
        unsafe base = .allocate(capacity: width * height)
        unsafe base.initialize(repeating: value, count: width * height)
    }

    deinit {
        unsafe base.deallocate()
    }

    public subscript(x: Int, y: Int) -> Float {
        get {
            assert(0..<width ~= x && 0..<height ~= y)
            return unsafe base[y * width + x]
        }
        set {
            assert(0..<width ~= x && 0..<height ~= y)
            unsafe base[y * width + x] = newValue
        }
    }

    /// The pixels of row `y`, for an inner loop; valid while the plane is.
    @inline(__always)
    public func row(_ y: Int) -> FloatRow {
        assert(0..<height ~= y)
        return unsafe FloatRow(base + y * width)
    }

    public func fill(_ value: Float) {
        let all = unsafe FloatRow(base)
        for index in 0..<width * height { all[index] = value }
    }

    /// - Precondition: both have one size.
    public func copy(from other: FloatPlane) {
        precondition(width == other.width && height == other.height, "planes of one size")
        for y in 0..<height {
            let from = other.row(y), to = row(y)
            for x in 0..<width { to[x] = from[x] }
        }
    }
}

/// Floats of one row, unchecked: the fast way through a ``FloatPlane``.
@safe
public struct FloatRow {
    @usableFromInline let base: UnsafeMutablePointer<Float>

    @inlinable
    package init(_ base: UnsafeMutablePointer<Float>) {
        unsafe self.base = base
    }

    @inlinable
    public subscript(x: Int) -> Float {
        get { unsafe base[x] }
        nonmutating set { unsafe base[x] = newValue }
    }
}
