/// One value a pixel, rows without gaps: mattes, confidences and means in the making.
///
/// A class because stages share its memory from frame to frame.
@safe
public final class ValuePlane<Value: Numeric> {
    public let width: Int
    public let height: Int
    @usableFromInline let base: UnsafeMutablePointer<Value>

    public init(width: Int, height: Int, repeating value: Value = 0) {
        precondition(width > 0 && height > 0, "a plane has at least one pixel")
        self.width = width
        self.height = height
        unsafe base = .allocate(capacity: width * height)
        unsafe base.initialize(repeating: value, count: width * height)
    }

    deinit {
        unsafe base.deallocate()
    }

    @inlinable
    public subscript(x: Int, y: Int) -> Value {
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
    @inlinable
    public func row(_ y: Int) -> ValueRow<Value> {
        assert(0..<height ~= y)
        return unsafe ValueRow(base + y * width)
    }

    /// All pixels, row by row; valid while the plane is.
    @inlinable
    public var all: ValueRow<Value> { unsafe ValueRow(base) }

    @inlinable
    public func fill(_ value: Value) {
        let all = all
        for index in 0..<width * height { all[index] = value }
    }

    /// - Precondition: both have one size.
    @inlinable
    public func copy(from other: ValuePlane) {
        precondition(width == other.width && height == other.height, "planes of one size")
        for y in 0..<height {
            let from = other.row(y), to = row(y)
            for x in 0..<width { to[x] = from[x] }
        }
    }
}

/// The values of one row, unchecked: the fast way through a ``ValuePlane`` or a ``Plane``, for loops
/// whose bounds are its own.
@safe
public struct ValueRow<Value> {
    @usableFromInline let base: UnsafeMutablePointer<Value>

    @inlinable
    package init(_ base: UnsafeMutablePointer<Value>) {
        unsafe self.base = base
    }

    @inlinable
    public subscript(x: Int) -> Value {
        get { unsafe base[x] }
        nonmutating set { unsafe base[x] = newValue }
    }
}

extension Float {
    /// The nearest byte to a number in 0…255; to one half way between two, the even one.
    ///
    /// Added to so large a number it has no bits for fractions, and its lowest bits are the byte: that is
    /// less work than a conversion, which must think of every float.
    @inlinable
    public var nearestByte: UInt8 {
        UInt8(truncatingIfNeeded: (self + 0x1p23).bitPattern)
    }
}

public typealias FloatPlane = ValuePlane<Float>
public typealias FloatRow = ValueRow<Float>
public typealias PixelRow = ValueRow<UInt8>
