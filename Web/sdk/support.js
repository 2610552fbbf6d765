// @ts-check

/**
 * How frames get in and out of the worker in this browser.
 *
 * - `processor`: Chromium; a track processor's and generator's streams are transferred to the worker.
 * - `standard`: Safari; processor and generator live in the worker, as the standard says.
 * - `element`: Firefox; frames are taken from a video element and leave through a canvas.
 *
 * @typedef {'processor' | 'standard' | 'element' | 'none'} Path
 */

/** The smallest module with a SIMD instruction, in base64: `i32.const 0; i8x16.splat; drop`. */
const SIMD = 'AGFzbQEAAAABBAFgAAADAgEACgkBBwBBAP0PGgs=';

/** The smallest module with a relaxed instruction, in base64: `f32x4.relaxed_madd` of three zeros. */
const RELAXED = 'AGFzbQEAAAABBAFgAAADAgEAChQBEgBBAP0RQQD9EUEA/RH9hQIaCw==';

/** @returns {{ path: Path, limits: string[] }} what this browser can do, and what it lacks, in words */
export function support() {
  if (typeof WebAssembly === 'undefined' || !validates(SIMD)) {
    return {
      path: 'none',
      limits: ['This browser cannot run the engine: it lacks WebAssembly SIMD.'],
    };
  }
  if (typeof VideoFrame === 'undefined') {
    return {
      path: 'none',
      limits: ['This browser cannot hand over camera frames: it lacks WebCodecs.'],
    };
  }
  if ('MediaStreamTrackProcessor' in globalThis && 'MediaStreamTrackGenerator' in globalThis) {
    return { path: 'processor', limits: [] };
  }
  if (hasTransferableTracks()) return { path: 'standard', limits: [] };
  if (
    'requestVideoFrameCallback' in HTMLVideoElement.prototype &&
    'captureStream' in HTMLCanvasElement.prototype
  ) {
    return {
      path: 'element',
      limits: [
        'This browser has no track processor: frames go through a canvas, which costs more power, and ' +
          'come more slowly while the tab is hidden.',
      ],
    };
  }
  return { path: 'none', limits: ['This browser has no way to replace the pictures of a camera.'] };
}

/** The engine's build for this browser: fused multiply–adds where there are some. */
export function engineFile() {
  return validates(RELAXED) ? 'engine-relaxed.wasm' : 'engine-simd.wasm';
}

/** Safari says what it can transfer only by doing it, and processors are seen in workers alone. */
function hasTransferableTracks() {
  return /^Apple/.test(navigator.vendor) && !('MediaStreamTrackProcessor' in globalThis);
}

/** @param {string} base64 */
function validates(base64) {
  return WebAssembly.validate(
    Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
  );
}
