// @ts-check

import { Camaleon } from '../sdk/camaleon.js';

/**
 * The engine as this page uses it: started, started again after a fault, and always with the
 * background that was chosen last.
 *
 * @typedef {import('../sdk/camaleon.js').Mode} Mode
 * @typedef {{ mode: Mode, render?: () => Promise<ImageBitmap> }} Background
 *   `render` gives a new bitmap each time, since the engine may keep the one that it is given
 * @typedef {import('./camera.js').Camera} Camera
 */
export class Vision {
  /** @type {Camaleon | null} */
  #camaleon = null;
  /** @type {Background} */
  #background = { mode: 'blur' };
  #isLearning = false;
  #onFailure;

  /** @param {(code: string) => void} onFailure the engine failed while it was running */
  constructor(onFailure) {
    this.#onFailure = onFailure;
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
  async start() {
    this.close();
    const camaleon = await Camaleon.create({ assets: '/assets/' });
    this.#camaleon = camaleon;
    camaleon.addEventListener('state', (event) => {
      const { state, code } = /** @type {CustomEvent} */ (event).detail;
      if (state === 'failed' && this.#camaleon === camaleon) this.#onFailure(code ?? '');
    });
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
    wear: async (plate) => this.#camaleon?.wear(plate),
  };

  statistics() {
    return this.#camaleon?.statistics() ?? null;
  }

  close() {
    this.#camaleon?.close();
    this.#camaleon = null;
  }

  async #applyBackground() {
    const background = this.#background;
    const image = await background.render?.();
    // Another choice was made while the image was drawn.
    if (background !== this.#background) return image?.close();
    await this.#camaleon?.setBackground({ mode: background.mode, image });
  }
}

/**
 * @param {Camaleon} camaleon
 * @param {boolean} isOn
 */
function learn(camaleon, isOn) {
  // An engine that cannot has failed, and says so by its state.
  Promise.resolve(camaleon.learnPlate(isOn)).catch(() => {});
}
