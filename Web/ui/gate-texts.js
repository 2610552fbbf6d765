// @ts-check

/**
 * Why one is hidden, and what to do while a face is enrolled.
 *
 * @typedef {import('../sdk/camaleon.js').GateState} GateState
 */

const visibleStates = new Set(['off', 'present', 'verified']);

/** @type {Record<string, string>} */
const reasons = {
  loading: 'getting ready to look for faces…',
  unavailable: 'faces cannot be looked for.',
  searching: 'looking for a face…',
  verifying: 'checking that it is you…',
  unknown: 'this is not the enrolled face.',
  absent: 'no face is in view, or it is too close.',
  'too-small': 'come closer to the camera.',
  outside: 'you are outside of your zone.',
  several: 'several faces are in view.',
  'waiting-for-life': 'turn your head a little, or blink.',
};

/** @type {Record<string, string>} */
const hints = {
  look: 'Look at the camera.',
  nobody: 'No face is in view. Sit before the camera, not too close.',
  several: 'Several faces are in view. Be alone before the camera for a moment.',
  'too-far': 'Come closer.',
  'too-close': 'Move back a little.',
  turned: 'Turn your face to the camera.',
  dark: 'It is too dark or blurred. Turn on a light, or wipe the lens.',
  still: 'Hold still.',
};

/**
 * Whether the camera's person is in the picture. A state that is new to this page is not.
 *
 * @param {GateState} state
 */
export const isVisible = (state) => visibleStates.has(state);

/**
 * @param {GateState} state
 * @param {{ isEnrolling: boolean, lacksFace: boolean }} circumstances `lacksFace`: to be recognised, and
 *   nobody is enrolled
 * @returns {string} empty while nobody is ever hidden
 */
export function gateText(state, { isEnrolling, lacksFace }) {
  if (isEnrolling) return 'Hidden: your face is being enrolled.';
  if (state === 'off') return '';
  if (isVisible(state)) return 'You are visible.';
  if (lacksFace && state !== 'unavailable') return 'Hidden: no face is enrolled.';
  return `Hidden: ${reasons[state] ?? reasons.searching}`;
}

/**
 * @param {string} hint
 * @returns {string}
 */
export const hintText = (hint) => hints[hint] ?? hints.look;
