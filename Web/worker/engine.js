// @ts-check

import {
  EMBEDDING_LENGTH,
  ENROLMENT_DONE,
  ENROLMENT_HINTS,
  FACE_NETWORKS,
  GATE_MODES,
  GATE_STATES,
} from './gate-words.js';

/** Why a model was refused, by the raw values of `ModelError.Reason`. */
const MODEL_REASONS = /** @type {const} */ ({
  1: 'it is not a model file',
  2: 'it needs a newer engine',
  3: 'it ends early',
  4: 'it has another length than it says',
  5: 'it is damaged',
  6: 'it has an operation that is not known',
  7: 'its operations do not fit together',
  8: 'a weight is not a finite number',
  9: 'it describes a network that is too large',
});

/** The engine said no: `status` is the raw value of a Swift error's reason, −1 for a bad argument. */
export class EngineError extends Error {
  /**
   * @param {string} message
   * @param {number} status
   */
  constructor(message, status) {
    super(message);
    this.name = 'EngineError';
    this.status = status;
  }
}

/** The pipeline's stages, in the order of their raw values. */
export const STAGES = [
  'ingest',
  'segment',
  'smooth',
  'refine',
  'place',
  'compose',
  'learn',
  'faces',
  'crop',
];

/** What networks are for, in the order of their raw values. */
const NETWORK_KINDS = ['segmenter', ...FACE_NETWORKS];

/** How much of the matting the machine has the time for, in the order of their raw values. */
export const MATTING_QUALITIES = /** @type {const} */ (['full', 'small', 'alternate', 'still']);

/** The modes, in the order of their raw values. */
export const MODES = ['none', 'blur', 'image', 'camaleon'];

/**
 * @typedef {import('./gate-words.js').FaceNetwork} FaceNetwork
 * @typedef {import('./gate-words.js').GateMode} GateMode
 * @typedef {import('./gate-words.js').EnrolmentHint} EnrolmentHint
 * @typedef {import('./gate-words.js').Zone} Zone
 */

/**
 * The JavaScript side of `Sources/CamaleonWasm/Exports.swift`: bytes in and out of the engine's
 * memory, and its statuses as errors. A trap inside is a `WebAssembly.RuntimeError`, after which this
 * instance must not be used again.
 */
export class Engine {
  /** @type {any} */
  #exports;
  #width = 0;
  #height = 0;
  #format = -1;
  #colorSpace = -1;

  /** @param {WebAssembly.Module} module */
  static async instantiate(module) {
    const imports = { camaleon: { now: () => performance.now() } };
    return new Engine(await WebAssembly.instantiate(module, imports));
  }

  /** @param {WebAssembly.Instance} instance */
  constructor(instance) {
    this.#exports = instance.exports;
  }

  /** @returns {typeof MATTING_QUALITIES[number]} */
  mattingQuality() {
    return MATTING_QUALITIES[this.#exports.camaleon_matting_quality()] ?? 'still';
  }

  /** @param {Uint8Array} bytes */
  loadSegmenter(bytes) {
    const status = this.#loadNetwork('segmenter', bytes);
    if (status !== 0) throw modelError('The model', status);
  }

  /**
   * @param {FaceNetwork} network
   * @param {Uint8Array} bytes
   */
  loadFaceNetwork(network, bytes) {
    const status = this.#loadNetwork(network, bytes);
    if (status !== 0) throw modelError(`The face network ${network}`, status);
  }

  /**
   * @param {'segmenter' | FaceNetwork} network
   * @param {Uint8Array} bytes
   * @returns {number} the status
   */
  #loadNetwork(network, bytes) {
    const kind = NETWORK_KINDS.indexOf(network);
    return this.#withCopy(bytes, (address) =>
      this.#exports.camaleon_load_network(kind, address, bytes.length),
    );
  }

  /**
   * Makes ready for frames of a format; nothing happens if it is the one already.
   *
   * @param {{ width: number, height: number, format: number, colorSpace: number }} format
   */
  configure({ width, height, format, colorSpace }) {
    if (
      width === this.#width &&
      height === this.#height &&
      format === this.#format &&
      colorSpace === this.#colorSpace
    ) {
      return;
    }
    const status = this.#exports.camaleon_configure(width, height, format, colorSpace);
    if (status !== 0) {
      throw new EngineError(`Frames of ${width} × ${height} pixels are too large.`, status);
    }
    this.#width = width;
    this.#height = height;
    this.#format = format;
    this.#colorSpace = colorSpace;
  }

  /**
   * Where the camera's bytes go: a fresh view each time, since growing memory detaches old ones.
   *
   * @param {number} length
   */
  input(length) {
    return this.#bytes(this.#exports.camaleon_input(), length);
  }

  /** @param {number} timestamp of the frame, in microseconds */
  process(timestamp) {
    this.#exports.camaleon_process(timestamp);
  }

  /** The safe frame, I420 without gaps: valid until the next call. */
  output() {
    const chroma = Math.ceil(this.#width / 2) * Math.ceil(this.#height / 2);
    return this.#bytes(this.#exports.camaleon_output(), this.#width * this.#height + 2 * chroma);
  }

  /** @param {number} mode its place in {@link MODES} */
  setBackground(mode) {
    const status = this.#exports.camaleon_set_background(mode);
    if (status !== 0) throw new EngineError('There is no such mode.', status);
  }

  /** @param {{ data: Uint8ClampedArray, width: number, height: number }} image */
  setImage({ data, width, height }) {
    const status = this.#withCopy(data, (address) =>
      this.#exports.camaleon_set_image(address, width, height),
    );
    if (status !== 0) throw new EngineError('The image is too large.', status);
  }

  /** @param {boolean} on */
  learnPlate(on) {
    this.#exports.camaleon_learn_plate(on ? 1 : 0);
  }

  /**
   * The changed tiles of the own room's plate, or all: a copy; null if there are none.
   *
   * @param {boolean} whole
   */
  plate(whole) {
    const length = this.#exports.camaleon_encode_plate(whole ? 1 : 0);
    return length === 0 ? null : this.#bytes(this.#exports.camaleon_plate(), length).slice();
  }

  /** @param {Uint8Array | null} bytes null forgets the worn room */
  wear(bytes) {
    if (!bytes) {
      this.#exports.camaleon_forget_room();
      return;
    }
    const status = this.#withCopy(bytes, (address) =>
      this.#exports.camaleon_wear(address, bytes.length),
    );
    if (status !== 0) throw new EngineError('The plate was refused: it is damaged.', status);
  }

  /** The share of the worn room that nobody has seen yet, 0…1. */
  holeShare() {
    return this.#exports.camaleon_hole_share() / 1000;
  }

  /** @param {GateMode} mode whose networks are loaded */
  setGate(mode) {
    const status = this.#exports.camaleon_set_gate(GATE_MODES.indexOf(mode));
    if (status !== 0) throw new EngineError('The gate lacks a network, or does not exist.', status);
  }

  /** @param {Zone} zone where a face counts as present */
  setZone({ left, top, right, bottom }) {
    const status = this.#exports.camaleon_set_zone(left, top, right, bottom);
    if (status !== 0) throw new EngineError('The zone is empty, or outside of the frame.', status);
  }

  /** @param {number} share least height of a face, as a share of the frame's, 0…1 */
  setMinimumFace(share) {
    const status = this.#exports.camaleon_set_minimum_face(share);
    if (status !== 0) throw new EngineError('The least size of a face is not a share.', status);
  }

  /** @param {boolean} on whether the enrolled person has to show signs of life */
  setLiveness(on) {
    const status = this.#exports.camaleon_set_liveness(on ? 1 : 0);
    if (status !== 0) throw new EngineError('The engine cannot ask for signs of life.', status);
  }

  /** @param {Float32Array | null} embedding null forgets it */
  setEnrolled(embedding) {
    const status = embedding
      ? this.#withCopy(littleEndian(embedding), (address) =>
          this.#exports.camaleon_set_enrolled(address, embedding.length),
        )
      : this.#exports.camaleon_set_enrolled(0, 0);
    if (status !== 0) throw new EngineError('The enrolled face is damaged.', status);
  }

  /** What the gate found in the last frame; a number that is new to this page hides, as in 'searching'. */
  gateState() {
    return GATE_STATES[this.#exports.camaleon_gate_state()] ?? 'searching';
  }

  beginEnrolment() {
    const status = this.#exports.camaleon_enrol_begin();
    if (status !== 0) throw new EngineError('To enrol, all face networks are needed.', status);
  }

  /** Ends an enrolment, and wipes what it gathered. */
  cancelEnrolment() {
    this.#exports.camaleon_enrol_cancel();
  }

  /** @returns {{ isDone: boolean, hint: EnrolmentHint, accepted: number, wanted: number }} */
  enrolmentState() {
    const state = this.#exports.camaleon_enrol_state();
    const hint = state & 0xff;
    return {
      isDone: hint === ENROLMENT_DONE,
      hint: ENROLMENT_HINTS[hint] ?? 'look',
      accepted: (state >>> 8) & 0xff,
      wanted: (state >>> 16) & 0xff,
    };
  }

  /** @returns {Float32Array | null} a copy of the enrolled embedding; null if it is not done */
  enrolmentResult() {
    const address = this.#exports.camaleon_enrol_result();
    if (address === 0) return null;
    const view = new DataView(this.#exports.memory.buffer, address, 4 * EMBEDDING_LENGTH);
    return Float32Array.from({ length: EMBEDDING_LENGTH }, (_, index) =>
      view.getFloat32(4 * index, true),
    );
  }

  /** Milliseconds of each stage of the last frame, by {@link STAGES}. */
  stageMilliseconds() {
    return STAGES.map((_, stage) => this.#exports.camaleon_stage_microseconds(stage) / 1000);
  }

  /**
   * Lends `body` the address of a copy of `bytes` in the engine's memory.
   *
   * @param {Uint8Array | Uint8ClampedArray} bytes
   * @param {(address: number) => number} body
   */
  #withCopy(bytes, body) {
    const address = this.#exports.camaleon_allocate(bytes.length);
    this.#bytes(address, bytes.length).set(bytes);
    const status = body(address);
    this.#exports.camaleon_free(address);
    return status;
  }

  /**
   * @param {number} address
   * @param {number} length
   */
  #bytes(address, length) {
    return new Uint8Array(this.#exports.memory.buffer, address, length);
  }
}

/**
 * @param {string} what
 * @param {number} status
 */
function modelError(what, status) {
  const reason = MODEL_REASONS[/** @type {keyof typeof MODEL_REASONS} */ (status)];
  return new EngineError(`${what} was refused: ${reason ?? status}.`, status);
}

/** @param {Float32Array} numbers */
function littleEndian(numbers) {
  const bytes = new Uint8Array(4 * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, index) => {
    view.setFloat32(4 * index, number, true);
  });
  return bytes;
}
