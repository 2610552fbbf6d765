// The few instructions that Swift's SIMD types do not reach, and two ways to address memory that
// keep V8's and LLVM's inner loops at the machine's peak. The only C of the engine beside the
// freestanding runtime.
//
// Source: WebAssembly SIMD and relaxed SIMD, <https://webassembly.github.io/spec/core/>.
#pragma once
#include <stdint.h>

typedef float camaleon_f32x4 __attribute__((ext_vector_type(4)));
typedef float camaleon_f32x4_unaligned __attribute__((ext_vector_type(4), aligned(4)));

#define CAMALEON_INLINE static inline __attribute__((always_inline))

#if defined(__wasm__)
#include <wasm_simd128.h>

/// Four floats from `p + i`. The unsigned index folds into the load's constant offset.
CAMALEON_INLINE camaleon_f32x4 camaleon_load(const float *p, uint32_t i) {
  return (camaleon_f32x4)wasm_v128_load(p + i);
}
/// One float from `p + i` in all four lanes: a single `v128.load32_splat`.
CAMALEON_INLINE camaleon_f32x4 camaleon_splat(const float *p, uint32_t i) {
  return (camaleon_f32x4)wasm_v128_load32_splat(p + i);
}
CAMALEON_INLINE void camaleon_store(float *p, uint32_t i, camaleon_f32x4 v) {
  wasm_v128_store(p + i, (v128_t)v);
}
/// The greater of each lane; `b` where either is not a number, so that max(x, 0) removes NaN.
CAMALEON_INLINE camaleon_f32x4 camaleon_max(camaleon_f32x4 a, camaleon_f32x4 b) {
  return (camaleon_f32x4)wasm_f32x4_pmax((v128_t)b, (v128_t)a);
}
/// The lesser of each lane; `b` where either is not a number.
CAMALEON_INLINE camaleon_f32x4 camaleon_min(camaleon_f32x4 a, camaleon_f32x4 b) {
  return (camaleon_f32x4)wasm_f32x4_pmin((v128_t)b, (v128_t)a);
}
#else
CAMALEON_INLINE camaleon_f32x4 camaleon_load(const float *p, uint32_t i) {
  return *(const camaleon_f32x4_unaligned *)(p + i);
}
CAMALEON_INLINE camaleon_f32x4 camaleon_splat(const float *p, uint32_t i) {
  return (camaleon_f32x4)(p[i]);
}
CAMALEON_INLINE void camaleon_store(float *p, uint32_t i, camaleon_f32x4 v) {
  *(camaleon_f32x4_unaligned *)(p + i) = v;
}
CAMALEON_INLINE camaleon_f32x4 camaleon_max(camaleon_f32x4 a, camaleon_f32x4 b) {
  return a > b ? a : b;
}
CAMALEON_INLINE camaleon_f32x4 camaleon_min(camaleon_f32x4 a, camaleon_f32x4 b) {
  return a < b ? a : b;
}
#endif

/// a · b + c, fused where the build has the instruction (relaxed SIMD, FMA), else rounded twice.
CAMALEON_INLINE camaleon_f32x4 camaleon_multiply_add(camaleon_f32x4 a, camaleon_f32x4 b, camaleon_f32x4 c) {
#if defined(__wasm_relaxed_simd__)
  return (camaleon_f32x4)wasm_f32x4_relaxed_madd((v128_t)a, (v128_t)b, (v128_t)c);
#elif defined(__FMA__) || defined(__ARM_NEON)
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

/// The square root, as the instruction: Swift's own calls a library in debug builds, and there is none here.
CAMALEON_INLINE float camaleon_square_root(float x) {
  return __builtin_elementwise_sqrt(x);
}

/// Hides a pointer from loop-strength reduction, so that every row keeps its own pointer and no
/// load needs an addition of its own (measured in wasm: 30 to 50 GFLOP/s).
CAMALEON_INLINE float *camaleon_opaque(float *p) {
  __asm__("" : "+r"(p));
  return p;
}

#if defined(__wasm__)
/// Milliseconds of a monotonic clock, from JavaScript: the engine has none of its own.
__attribute__((import_module("camaleon"), import_name("now"))) double camaleon_now(void);
#endif
