// @ts-check

import { loadFaceNetwork } from './assets.js';
import { CamaleonError } from './camaleon-error.js';
import { Enrolment } from './enrolment.js';

/**
 * The page's end of the gate: loads the face networks when they are first needed, and tells the worker
 * who may be seen.
 *
 * @typedef {import('../worker/gate-words.js').FaceNetwork} FaceNetwork
 * @typedef {import('../worker/gate-words.js').GateMode} GateMode
 * @typedef {import('../worker/gate-words.js').Zone} Zone
 * @typedef {import('../worker/face-gate.js').GateState} GateState
 * @typedef {object} GateOptions
 * @property {GateMode} mode `off` for everybody in view, `presence` for whoever is in the zone,
 *   `identity` for the enrolled one alone
 * @property {Float32Array} [enrolled] an enrolment's result; `identity` without one hides everybody
 * @property {Zone} [zone] where a face counts; the whole frame unless given
 * @property {number} [minimumFace] least height of a face, as a share of the frame's; 0 unless given
 * @property {boolean} [liveness] whether the enrolled one is shown only after a blink or a turn of the
 *   head, which a photograph does not do, and a film does; false unless given
 */

/** @type {Record<GateMode, FaceNetwork[]>} */
const NEEDED = {
  off: [],
  presence: ['detector'],
  identity: ['detector', 'landmarks', 'recognition'],
};

const WHOLE = { left: 0, top: 0, right: 1, bottom: 1 };

export class GateControl {
  #link;
  #assets;
  /** @type {Map<FaceNetwork, Promise<void>>} */
  #loads = new Map();
  /** @type {Set<FaceNetwork>} those that the worker has */
  #loaded = new Set();
  /** @type {import('../worker/face-gate.js').Gate} as it was chosen last */
  #gate = { mode: 'off', enrolled: null, zone: WHOLE, minimumFace: 0, liveness: false };
  /** Counts the gates that were chosen: networks take their time, and the last choice holds. */
  #choices = 0;
  #closing = new AbortController();

  /**
   * @param {import('./worker-link.js').WorkerLink} link
   * @param {string} assets where `face/` is
   */
  constructor(link, assets) {
    this.#link = link;
    this.#assets = assets;
  }

  /**
   * @param {GateOptions} options
   * @throws {CamaleonError} `faces-missing`, `faces-broken`, `assets-unavailable`, `gate-refused`
   */
  async set({ mode, enrolled, zone = WHOLE, minimumFace = 0, liveness = false }) {
    this.#choices += 1;
    const choice = this.#choices;
    const gate = { mode, enrolled: enrolled ?? null, zone, minimumFace, liveness };
    this.#gate = gate;
    const needed = NEEDED[mode] ?? [];
    if (!this.#has(needed)) {
      // Posted before anything is awaited: no frame that comes later passes without the gate.
      await this.#link.ask({ kind: 'hold-gate', why: 'loading' });
      try {
        await this.#load(needed);
      } catch (error) {
        if (choice !== this.#choices) return;
        await this.#link.ask({ kind: 'hold-gate', why: 'unavailable' });
        throw error;
      }
      if (choice !== this.#choices) return;
    }
    await this.#link.ask({ kind: 'gate', gate }).catch(refuse);
  }

  /** @param {AbortSignal} [signal] */
  enrol(signal) {
    const choice = this.#choices;
    const isHeld = !this.#has(NEEDED.identity);
    return new Enrolment({
      link: this.#link,
      // Whoever is enrolled is hidden from the first moment on, not only when the engine looks at them.
      load: async () => {
        if (isHeld) await this.#link.ask({ kind: 'hold-gate', why: 'loading' });
        await this.#load(NEEDED.identity);
      },
      release: async () => {
        if (isHeld && choice === this.#choices) {
          await this.#link.ask({ kind: 'gate', gate: this.#gate });
        }
      },
      signal,
      closing: this.#closing.signal,
    });
  }

  /** Ends an enrolment that is under way. */
  close() {
    this.#closing.abort();
  }

  /** @param {FaceNetwork[]} networks */
  #has(networks) {
    return networks.every((network) => this.#loaded.has(network));
  }

  /** @param {FaceNetwork[]} networks */
  async #load(networks) {
    await Promise.all(networks.map((network) => this.#loadOne(network)));
  }

  /** @param {FaceNetwork} network */
  #loadOne(network) {
    const known = this.#loads.get(network);
    if (known) return known;
    const load = this.#fetchInto(network);
    this.#loads.set(network, load);
    // What failed may be tried again.
    load.catch(() => this.#loads.delete(network));
    return load;
  }

  /** @param {FaceNetwork} network */
  async #fetchInto(network) {
    const bytes = await loadFaceNetwork(this.#assets, network);
    try {
      await this.#link.ask({ kind: 'face-network', network, bytes }, [bytes.buffer]);
    } catch (error) {
      if (error instanceof CamaleonError) throw error;
      throw new CamaleonError(
        'faces-broken',
        `The engine cannot use ${network}.cml, which is damaged or of another version. ` +
          'Whoever runs the server can make it anew: Scripts/networks .build/assets/face',
      );
    }
    this.#loaded.add(network);
  }
}

/**
 * @param {unknown} error the worker's
 * @returns {never}
 */
function refuse(error) {
  if (error instanceof CamaleonError) throw error;
  throw new CamaleonError('gate-refused', error instanceof Error ? error.message : String(error));
}
