internal import CIntrinsics

/// Four neighbouring channels of one pixel: the width of a WebAssembly SIMD register.
public typealias Lanes = SIMD4<Float>

/// A place in a run of floats: what every kernel touches memory through.
///
/// Internal and unchecked: a kernel checks its shapes once, on entry, and that is what makes the
/// public interface safe. It does not own the memory; a ``FeatureMap`` or ``FloatBuffer`` does.
@safe
struct FloatCursor {
    private let base: UnsafeMutablePointer<Float>

    @inline(__always)
    init(_ base: UnsafeMutablePointer<Float>) {
        unsafe self.base = base
    }

    /// For who may not see this type.
    var pointer: UnsafeMutablePointer<Float> { unsafe base }

    /// The cursor `count` floats further on.
    @inline(__always)
    static func + (cursor: FloatCursor, count: Int) -> FloatCursor {
        unsafe FloatCursor(cursor.base + count)
    }

    @inline(__always)
    static func += (cursor: inout FloatCursor, count: Int) {
        cursor = cursor + count
    }

    /// The same place, as an induction variable that the optimiser may not merge with another.
    @inline(__always)
    var opaque: FloatCursor {
        unsafe FloatCursor(camaleon_opaque(base))
    }

    @inline(__always)
    func lanes(at index: UInt32 = 0) -> Lanes {
        unsafe camaleon_load(base, index)
    }

    /// The float at `index` in all four lanes.
    @inline(__always)
    func splat(at index: UInt32 = 0) -> Lanes {
        unsafe camaleon_splat(base, index)
    }

    @inline(__always)
    func store(_ lanes: Lanes, at index: UInt32 = 0) {
        unsafe camaleon_store(base, index, lanes)
    }

    @inline(__always)
    subscript(index: Int) -> Float {
        get { unsafe base[index] }
        nonmutating set { unsafe base[index] = newValue }
    }
}

/// a · b + c, fused where the build can.
@inline(__always)
func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes {
    camaleon_multiply_add(a, b, c)
}

@inline(__always)
func minimum(_ a: Lanes, _ b: Lanes) -> Lanes {
    camaleon_min(a, b)
}

@inline(__always)
func maximum(_ a: Lanes, _ b: Lanes) -> Lanes {
    camaleon_max(a, b)
}
