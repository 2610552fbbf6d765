// @ts-check

import { Camaleon } from '../sdk/camaleon.js';

/**
 * The engine as this page uses it: started, started again after a fault, and always with the
 * background that was chosen last.
 *
 * @typedef {import('../sdk/camaleon.js').Mode} Mode
 * @typedef {{ mode: Mode, render?: () => Promise<ImageBitmap> }} Background
 *   `render` gives a new bitmap each time, which is closed here
 * @typedef {import('./camera.js').Camera} Camera
 * @typedef {{
 *   onFailure: (code: string) => void,
 *   onRecovery: (code: string) => void,
 *   onGate: (state: import('../sdk/camaleon.js').GateState) => void,
 *   onGateFailure: (code: string) => void,
 * }} VisionListener `onRecovery`: it runs again by itself, after the failure `code`; `onGateFailure`: the
 *   gate could not be set, and hides everybody
 */
export class Vision {
  /** @type {Camaleon | null} */
  #camaleon = null;
  /** @type {Background} */
  #background = { mode: 'blur' };
  /** @type {import('../sdk/camaleon.js').GateOptions} */
  #gate = { mode: 'off' };
  #isLearning = false;
  /** Ends when the start that is under way does, well or not. */
  #started = Promise.resolve();
  /** @type {string | null} the failure of which the engine has not recovered */
  #failure = null;
  #listener;

  /** @param {VisionListener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  /** What this browser cannot do, in words. */
  static get limits() {
    return Camaleon.support().limits;
  }

  /**
   * Starts the engine, or starts it anew.
   *
   * @throws {import('../sdk/camaleon.js').CamaleonError}
   */
  start() {
    const start = this.#start();
    this.#started = start.catch(() => {});
    return start;
  }

  async #start() {
    this.close();
    const camaleon = await Camaleon.create({ assets: '/assets/' });
    this.#camaleon = camaleon;
    camaleon.addEventListener('state', (event) => {
      if (this.#camaleon === camaleon) this.#follow(/** @type {CustomEvent} */ (event).detail);
    });
    camaleon.addEventListener('gate', (event) => {
      const { state } = /** @type {CustomEvent} */ (event).detail;
      if (this.#camaleon === camaleon) this.#listener.onGate(state);
    });
    this.#listener.onGate(this.#gate.mode === 'off' ? 'off' : 'loading');
    // Before any camera, so that the first frame meets it; not awaited, since networks take their time.
    if (this.#gate.mode !== 'off') this.#applyGate();
    if (this.#isLearning) learn(camaleon, true);
    await this.#applyBackground();
  }

  /** @param {Camera} camera */
  async through(camera) {
    const camaleon = this.#camaleon;
    return camaleon ? camera.through(camaleon) : null;
  }

  /** @param {Background} background */
  async setBackground(background) {
    this.#background = background;
    await this.#applyBackground();
  }

  /**
   * Says who may be seen, now and by every engine to come. What goes wrong is told to the listener.
   *
   * @param {import('../sdk/camaleon.js').GateOptions} gate
   */
  setGate(gate) {
    this.#gate = gate;
    this.#applyGate();
  }

  /**
   * Waits for an engine that is being started, unless it is told not to.
   *
   * @param {{ signal: AbortSignal }} options
   * @returns {Promise<import('../sdk/enrolment.js').Enrolment | null>} null without an engine
   */
  async enrol(options) {
    await Promise.race([this.#started, endOf(options.signal)]);
    if (options.signal.aborted) return null;
    return this.#camaleon?.enrol(options) ?? null;
  }

  /**
   * The two ends of CamaLeon mode.
   *
   * @type {import('../call/room-sharing.js').Rooms}
   */
  rooms = {
    learn: (on) => {
      this.#isLearning = on;
      if (this.#camaleon) learn(this.#camaleon, on);
    },
    plate: async (options) => (await this.#camaleon?.plate(options)) ?? null,
    wear: async (plate) => unlessGone(this.#camaleon?.wear(plate)),
  };

  statistics() {
    return this.#camaleon?.statistics() ?? null;
  }

  close() {
    this.#camaleon?.close();
    this.#camaleon = null;
    this.#failure = null;
  }

  /** @param {{ state: import('../sdk/camaleon.js').State, code?: string }} detail */
  #follow({ state, code = '' }) {
    const failure = this.#failure;
    if (state === 'failed') {
      this.#failure = code;
      this.#listener.onFailure(code);
    } else if (state === 'running' && failure !== null) {
      this.#failure = null;
      this.#listener.onRecovery(failure);
    }
  }

  #applyGate() {
    const gate = this.#gate;
    unlessGone(this.#camaleon?.setGate(gate)).catch(({ code }) => {
      if (gate === this.#gate) this.#listener.onGateFailure(String(code ?? 'gate-refused'));
    });
  }

  async #applyBackground() {
    const background = this.#background;
    const image = await background.render?.();
    try {
      // Another choice was made while the image was drawn.
      if (background !== this.#background) return;
      await unlessGone(this.#camaleon?.setBackground({ mode: background.mode, image }));
    } finally {
      image?.close();
    }
  }
}

/** @param {AbortSignal} signal */
const endOf = (signal) =>
  new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));

/**
 * An engine that is gone cannot be told anything, and need not be: the next one is told all of it.
 *
 * @param {Promise<void> | undefined} step
 */
async function unlessGone(step) {
  try {
    await step;
  } catch (error) {
    const { code } = /** @type {{ code?: string }} */ (error);
    if (code !== 'worker-lost' && code !== 'closed') throw error;
  }
}

/**
 * @param {Camaleon} camaleon
 * @param {boolean} isOn
 */
function learn(camaleon, isOn) {
  // An engine that cannot has failed, and says so by its state.
  camaleon.learnPlate(isOn).catch(() => {});
}
