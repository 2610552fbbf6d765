// @ts-check

/** What the engine says of faces in numbers, in words: each stands in the order of its raw values. */

/** The networks that find a face, its points, and whose it is: docs/face-networks.md. */
export const FACE_NETWORKS = /** @type {const} */ (['detector', 'landmarks', 'recognition']);

/** Who may be seen: everybody in view, whoever is present, or the enrolled one alone. */
export const GATE_MODES = /** @type {const} */ (['off', 'presence', 'identity']);

/** What the gate found in the last frame. */
export const GATE_STATES = /** @type {const} */ ([
  'off',
  'searching',
  'verifying',
  'verified',
  'unknown',
  'absent',
  'present',
  'too-small',
  'outside',
  'several',
  'waiting-for-life',
]);

/** What the person who is being enrolled should do. */
export const ENROLMENT_HINTS = /** @type {const} */ ([
  'look',
  'nobody',
  'several',
  'too-far',
  'too-close',
  'turned',
  'dark',
  'still',
]);

/** The hint that says that the enrolment is done. */
export const ENROLMENT_DONE = 255;

/** Numbers of an embedding: docs/face-networks.md, "Recognition". */
export const EMBEDDING_LENGTH = 128;

/**
 * @typedef {typeof FACE_NETWORKS[number]} FaceNetwork
 * @typedef {typeof GATE_MODES[number]} GateMode
 * @typedef {typeof ENROLMENT_HINTS[number]} EnrolmentHint
 * @typedef {{ left: number, top: number, right: number, bottom: number }} Zone shares of the frame, 0…1,
 *   from its top left
 */
