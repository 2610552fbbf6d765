#if arch(wasm32)
internal import CIntrinsics
#endif

/// Milliseconds of a monotonic clock: the page's, since the engine has none.
///
/// Natively the boundary is only tested, and time stands still.
func now() -> Double {
    #if arch(wasm32)
    camaleon_now()
    #else
    0
    #endif
}
