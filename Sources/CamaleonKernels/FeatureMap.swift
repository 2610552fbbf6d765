/// One image's activations, H × W × C floats in NHWC order, inside a border of zeros.
///
/// The border is `border` pixels wide on every side, and reaches to whole 4 × 4 tiles on the right and
/// at the bottom, so that a convolution reads its padding instead of branching on it.
/// Kernels write pixels inside H × W alone, which keeps the border zero.
///
/// A class because operations of a network share it: what one writes the next one reads.
public final class FeatureMap {
    public let height: Int
    public let width: Int
    public let channels: Int
    /// Pixels of padding on every side, at least.
    let border: Int
    /// Floats from one pixel to the next: `channels`, rounded up to what the kernels store.
    let pixelStride: Int
    /// Floats from one row to the next.
    let rowStride: Int
    private let storage: FloatBuffer

    /// Channels that a kernel stores at once.
    static let block = 8

    /// Creates a map of zeros.
    ///
    /// If it is packed, pixels follow each other without padding channels: a network's input, or its matte.
    /// Of the kernels, ``MatteHead`` alone can write such a map.
    public init(height: Int, width: Int, channels: Int, border: Int = 1, isPacked: Bool = false) {
        precondition(
            height > 0 && width > 0 && channels > 0 && border > 0,
            "a map has at least one value, and a border"
        )
        self.height = height
        self.width = width
        self.channels = channels
        pixelStride = isPacked ? channels : channels.roundedUp(to: Self.block)
        self.border = border
        rowStride = (width.roundedUp(to: 4) + 2 * border) * pixelStride
        storage = FloatBuffer(count: (height.roundedUp(to: 4) + 2 * border) * rowStride)
    }

    /// Pixel (0, 0).
    var origin: FloatCursor { storage.start + (border * (rowStride + pixelStride)) }

    /// The pixel at row `y`, column `x`, which may lie in the border.
    func cursor(_ y: Int, _ x: Int) -> FloatCursor {
        assert(-border <= y && -border <= x)
        return origin + (y * rowStride + x * pixelStride)
    }

    /// Whether kernels that load four channels at once may read this map.
    var isPadded: Bool { pixelStride.isMultiple(of: Self.block) }

    /// The value of `channel` at row `y`, column `x`.
    public subscript(y: Int, x: Int, channel: Int) -> Float {
        get { storage[index(y, x, channel)] }
        set { storage[index(y, x, channel)] = newValue }
    }

    /// Whether pixels follow each other without padding channels.
    public var isPacked: Bool { pixelStride == channels }

    /// The values of row `y`, one pixel's channels after the other's, for a loop that fills an input or reads a matte;
    /// valid while the map is.
    ///
    /// - Precondition: the map is packed.
    public func packedRow(_ y: Int) -> PackedRow {
        precondition(isPacked && 0..<height ~= y, "a row of a packed map")
        return PackedRow(cursor(y, 0))
    }

    private func index(_ y: Int, _ x: Int, _ channel: Int) -> Int {
        assert(0..<height ~= y && 0..<width ~= x && 0..<channels ~= channel)
        return (y + border) * rowStride + (x + border) * pixelStride + channel
    }
}

/// One row of a packed ``FeatureMap``, unchecked: for loops whose bounds are its own.
@safe
public struct PackedRow {
    @usableFromInline let base: UnsafeMutablePointer<Float>

    init(_ cursor: FloatCursor) {
        unsafe base = cursor.pointer
    }

    @inlinable
    public subscript(index: Int) -> Float {
        get { unsafe base[index] }
        nonmutating set { unsafe base[index] = newValue }
    }
}

/// Neighbouring channels of a map, where a kernel writes: the whole map, or one part of a
/// concatenation.
public struct ChannelSlice {
    public let map: FeatureMap
    public let first: Int
    public let count: Int

    /// - Precondition: the slice lies inside the map, and begins at a multiple of eight channels.
    public init(_ map: FeatureMap, first: Int = 0, count: Int) {
        precondition(
            first >= 0 && count > 0 && first + count <= map.channels
                && first.isMultiple(of: FeatureMap.block),
            "a slice lies inside its map"
        )
        self.map = map
        self.first = first
        self.count = count
    }

    public init(_ map: FeatureMap) {
        self.init(map, count: map.channels)
    }

    /// Whether a kernel that stores whole blocks would touch nothing but this slice and padding.
    var isWritable: Bool {
        map.isPadded && (count.isMultiple(of: FeatureMap.block) || first + count == map.channels)
    }

    var origin: FloatCursor { map.origin + first }
}

extension Int {
    /// The least multiple of `divisor` that is not below this number.
    package func roundedUp(to divisor: Int) -> Int {
        (self + divisor - 1) / divisor * divisor
    }
}
