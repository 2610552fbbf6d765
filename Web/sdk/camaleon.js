// @ts-check

/**
 * CamaLeon: a camera's track in, a safe track out.
 *
 *     const camaleon = await Camaleon.create({ assets: '/assets/' });
 *     const safeTrack = await camaleon.process(cameraTrack);
 *     await camaleon.setBackground({ mode: 'image', image });
 *
 * The safe track carries what the engine composed, or a grey slate: never the camera, but in the
 * mode `none`, which only `setBackground` chooses and which no fault survives.
 */

import { loadAssets } from './assets.js';
import { CamaleonError } from './camaleon-error.js';
import { detailOf } from './event-detail.js';
import { GateControl } from './gate-control.js';
import { framePath } from './paths.js';
import { support } from './support.js';
import { WorkerLink } from './worker-link.js';

export { CamaleonError };

/**
 * @typedef {'none' | 'blur' | 'image' | 'camaleon'} Mode
 * @typedef {'idle' | 'starting' | 'running' | 'failed' | 'closed'} State
 * @typedef {import('./gate-control.js').GateMode} GateMode
 * @typedef {import('./gate-control.js').GateOptions} GateOptions
 * @typedef {import('./gate-control.js').GateState} GateState
 * @typedef {import('./gate-control.js').Zone} Zone
 * @typedef {object} Statistics
 * @property {State} state
 * @property {number} frames that went out
 * @property {number} dropped camera frames left out because the engine was busy
 * @property {number} framesPerSecond
 * @property {{ [stage: string]: { median: number, p95: number } }} stages milliseconds, over the last
 *   four seconds; `total` is the whole way from camera frame to safe frame
 * @property {number} width
 * @property {number} height
 * @property {number | null} hole share of the worn room that is not known, 0…1; null if none is worn
 * @property {'full' | 'small' | 'alternate' | 'still'} matting how much of it this machine has the time for: all,
 *   at fewer pixels, every second frame, or none, so that the background alone is shown
 * @property {GateState} gate what the gate found last
 */

/** The longest side of an image that is kept, in pixels: no frame is larger. */
const LONGEST_SIDE = 1920;

const NOTHING = {
  frames: 0,
  dropped: 0,
  framesPerSecond: 0,
  stages: {},
  width: 0,
  height: 0,
  matting: 'full',
};

/**
 * One engine for one camera. Dispatches `state` events, whose `detail` is
 * `{ state, code?, message? }`; the codes of failures are `engine-trapped`, `worker-lost`,
 * `camera-ended` and `frame-refused`. An engine that recovers by itself, which knows nothing of the
 * worn room any more, is `running` again.
 *
 * Dispatches `gate` events too, whose `detail` is `{ state }`, when that changes. The person is seen in
 * the states `off`, `present` and `verified`, and hidden in every other.
 *
 * Of those faults that are the engine's, all but `camera-ended`, the mode `none` survives none: then
 * it is the blur, until `setBackground` chooses anew.
 */
export class Camaleon extends EventTarget {
  #link;
  #path;
  #gate;
  /** @type {GateState} */
  #gateState = 'off';
  /** @type {State} */
  #state = 'idle';
  /** @type {any} what the worker said last */
  #news = { ...NOTHING };
  #wears = false;
  /** @type {MediaStreamTrack | undefined} */
  #camera;
  /** @type {{ code: string, message: string } | null} of which the worker has not recovered */
  #fault = null;
  /** Counts the backgrounds that were chosen: an image takes its time, and the last choice holds. */
  #choices = 0;

  /**
   * Loads the engine and the model, and starts them in a worker.
   *
   * @param {{ assets: string, segmenter?: string }} options where `engine-*.wasm` and `segmenter.cml` are, and,
   *   for a gate, the face networks in `face/`; and the name of another network that is there, as `unet`
   * @throws {CamaleonError} `unsupported-browser`, `assets-unavailable`, `engine-refused`,
   *   `model-refused`, `worker-lost`
   */
  static async create({ assets, segmenter }) {
    const { path, limits } = support();
    if (path === 'none') throw new CamaleonError('unsupported-browser', limits.join(' '));
    const { module, model } = await loadAssets(assets, segmenter);
    const link = new WorkerLink();
    try {
      await link.ask({ kind: 'start', module, model }, [model.buffer]);
    } catch (error) {
      link.close();
      throw startError(error);
    }
    return new Camaleon(link, path, assets);
  }

  /** How this browser works with CamaLeon, and what it lacks, in words. */
  static support() {
    return support();
  }

  /**
   * @private
   * @param {WorkerLink} link
   * @param {import('./support.js').Path} path
   * @param {string} assets
   */
  constructor(link, path, assets) {
    super();
    this.#link = link;
    this.#gate = new GateControl(link, assets);
    this.#path = framePath(path, link);
    link.addEventListener('statistics', (event) => {
      this.#news = detailOf(event);
      this.#noticeStop();
    });
    link.addEventListener('state', (event) => {
      const { state, code, message } = detailOf(event);
      this.#fault = state === 'failed' ? { code, message } : null;
      this.#become(state, code, message);
    });
    link.addEventListener('gate', (event) => {
      this.#gateState = detailOf(event).state;
      this.dispatchEvent(new CustomEvent('gate', { detail: { state: this.#gateState } }));
    });
    link.addEventListener('lost', () => {
      this.#become('failed', 'worker-lost', 'The engine’s worker is gone.');
    });
  }

  /**
   * Gives the safe track of a camera. Called again with another camera it feeds the same track where
   * the browser can; use what it returns.
   *
   * @param {MediaStreamTrack} camera
   */
  async process(camera) {
    this.#become('starting');
    // What becomes of the camera before no longer matters.
    this.#camera = undefined;
    const track = await this.#path.connect(camera);
    this.#camera = camera;
    camera.addEventListener('ended', () => this.#endCamera(camera), { once: true });
    if (this.#state !== 'starting') return track;
    // Another camera does not mend an engine: only the worker says when its fault is over.
    if (this.#fault) this.#become('failed', this.#fault.code, this.#fault.message);
    else this.#become('running');
    return track;
  }

  /**
   * Chooses what is behind the person. A choice that another overtakes, while its image is decoded,
   * does nothing.
   *
   * @param {{ mode: Mode, image?: ImageBitmap | Blob | HTMLImageElement }} background
   * @throws {CamaleonError} `image-refused`
   */
  async setBackground({ mode, image }) {
    this.#choices += 1;
    const choice = this.#choices;
    const bitmap = image ? await decode(image) : null;
    if (choice !== this.#choices) return bitmap?.close();
    await this.#link.ask({ kind: 'background', mode, image: bitmap }, bitmap ? [bitmap] : []);
  }

  /**
   * Chooses who may be seen. The face networks are loaded from `face/` in the assets when they are first
   * needed. From this call until the gate is in force nothing but a grey slate goes out, and so it stays
   * when this fails, until a gate is set: `{ mode: 'off' }` shows everybody again. No fault opens a gate:
   * an engine that recovers has the same one before its first frame.
   *
   * @param {GateOptions} options
   * @throws {CamaleonError} `faces-missing`, `faces-broken`, `assets-unavailable`, `gate-refused`
   */
  setGate(options) {
    return this.#gate.set(options);
  }

  /**
   * Begins to enrol the one person before the camera, who has agreed to it. While it lasts the others see
   * the background alone, and before, while networks have to be loaded, a grey slate.
   *
   * @param {{ signal?: AbortSignal }} [options] `signal` ends it
   * @returns {import('./enrolment.js').Enrolment} with `progress` events, and the embedding as `result`
   */
  enrol(options = {}) {
    return this.#gate.enrol(options.signal);
  }

  /**
   * Begins to learn a picture of the own room without the person in it, or forgets it.
   *
   * @param {boolean} on
   */
  async learnPlate(on) {
    await this.#link.ask({ kind: 'learn', on });
  }

  /**
   * The parts of the own room's plate that changed since the last call, for the one who wears it.
   *
   * @param {{ whole?: boolean }} [options] `whole` for everything that is known
   * @returns {Promise<Uint8Array | null>} null if there is nothing to send
   */
  plate(options = {}) {
    return this.#link.ask({ kind: 'plate', whole: options.whole ?? false });
  }

  /**
   * Blends a plate of the other's room into what is known of it; null forgets it at once.
   *
   * @param {Uint8Array | null} bytes
   * @throws {CamaleonError} `plate-refused`: then nothing has changed
   */
  async wear(bytes) {
    try {
      await this.#link.ask({ kind: 'wear', bytes });
    } catch (error) {
      if (error instanceof CamaleonError) throw error;
      throw new CamaleonError(
        'plate-refused',
        error instanceof Error ? error.message : String(error),
      );
    }
    this.#wears = bytes !== null;
  }

  /** @returns {Statistics} */
  statistics() {
    const { frames, dropped, framesPerSecond, stages, width, height, hole, matting } = this.#news;
    return {
      state: this.#state,
      frames,
      dropped,
      framesPerSecond,
      stages,
      width,
      height,
      hole: this.#wears ? hole : null,
      matting,
      gate: this.#gateState,
    };
  }

  /** Stops the safe track and the engine. The camera is the caller's. */
  close() {
    if (this.#state === 'closed') return;
    this.#path.close();
    this.#gate.close();
    this.#link.close();
    this.#become('closed');
  }

  /** @param {MediaStreamTrack} camera */
  #endCamera(camera) {
    if (camera !== this.#camera || this.#state === 'closed') return;
    this.#stopReading();
    this.#become('failed', 'camera-ended', 'The camera stopped. Is it unplugged?');
  }

  /** Looks whether the camera was stopped on purpose: of that no event tells. */
  #noticeStop() {
    if (this.#camera?.readyState === 'ended') this.#stopReading();
  }

  /**
   * Where the browser does not end the camera's stream by itself, the last picture must not stand, nor
   * a copy of the camera's track keep the device on.
   */
  #stopReading() {
    this.#camera = undefined;
    this.#link.ask({ kind: 'no-source' }).catch(() => {});
  }

  /**
   * @param {State} state
   * @param {string} [code]
   * @param {string} [message]
   */
  #become(state, code, message) {
    if (this.#state === 'closed') return;
    this.#state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: { state, code, message } }));
  }
}

/**
 * A copy of the image that can be handed over, no larger than is of use.
 *
 * @param {ImageBitmap | Blob | HTMLImageElement} image
 */
async function decode(image) {
  try {
    const whole = await createImageBitmap(image);
    const scale = LONGEST_SIDE / Math.max(whole.width, whole.height);
    if (scale >= 1) return whole;
    const small = await createImageBitmap(whole, {
      resizeWidth: Math.max(1, Math.round(scale * whole.width)),
      resizeHeight: Math.max(1, Math.round(scale * whole.height)),
      resizeQuality: 'high',
    });
    whole.close();
    return small;
  } catch {
    throw new CamaleonError(
      'image-refused',
      'This file is not a picture that the browser can read.',
    );
  }
}

/** @param {unknown} error */
function startError(error) {
  if (error instanceof CamaleonError) return error;
  const { message, refused } = /** @type {Error & { refused?: boolean }} */ (error);
  return refused
    ? new CamaleonError('model-refused', message)
    : new CamaleonError('engine-refused', 'The engine did not start. Load the page again.');
}
