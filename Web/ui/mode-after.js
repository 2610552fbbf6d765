// @ts-check

/** Problems of a device alone, as `capture.js` and the SDK name them: the engine is well. */
const deviceProblem = /^(camera|microphone)-/;

/**
 * The mode that is in force after a problem. Showing one's room survives no fault of the engine, here
 * as in the SDK: or starting the engine again would show it by a choice that was made before.
 *
 * @typedef {import('../sdk/camaleon.js').Mode} Mode
 *
 * @param {Mode} mode
 * @param {string} problem
 * @returns {Mode}
 */
export function modeAfter(mode, problem) {
  return mode === 'none' && !deviceProblem.test(problem) ? 'blur' : mode;
}
