// @ts-check

import { CamaleonError } from './camaleon-error.js';

/** Silence after which a worker is given up, in milliseconds: ten signs of life. */
const SILENCE = 5_000;
/** How often silence is looked for, in milliseconds; in a hidden page once a minute at worst. */
const CHECK = 1_000;

/**
 * The page's end of the worker: commands with replies, news as events, and a watch over its life.
 *
 * @typedef {{
 *   now(): number,
 *   every(milliseconds: number, action: () => void): () => void,
 * }} Clock `every` gives what stops it
 */
export class WorkerLink extends EventTarget {
  #worker = new Worker(new URL('../worker/worker.js', import.meta.url), { type: 'module' });
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();
  #nextId = 1;
  #clock;
  #lastSign;
  /** @type {(() => CamaleonError) | null} why there is no worker any more */
  #reason = null;
  #stopWatch;
  #silentChecks = 0;

  /** @param {Clock} [clock] */
  constructor(clock = pageClock) {
    super();
    this.#clock = clock;
    this.#lastSign = clock.now();
    this.#stopWatch = clock.every(CHECK, () => this.#check());
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = () => this.#lose();
    this.#worker.onmessageerror = () => this.#lose();
  }

  /**
   * Sends a command, and gives what the worker answers.
   *
   * @param {Record<string, unknown>} command
   * @param {Transferred[]} [transfer]
   * @returns {Promise<any>}
   */
  ask(command, transfer = []) {
    if (this.#reason) return Promise.reject(this.#reason());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#worker.postMessage({ ...command, id }, /** @type {any} */ (transfer));
      this.#waiting.set(id, { resolve, reject });
    });
  }

  /** @param {VideoFrame} frame handed over */
  sendFrame(frame) {
    if (this.#reason) frame.close();
    else this.#worker.postMessage({ kind: 'frame', frame }, /** @type {any} */ ([frame]));
  }

  close() {
    this.#end(closed);
  }

  /** @param {any} data */
  #receive(data) {
    this.#lastSign = this.#clock.now();
    this.#silentChecks = 0;
    if (data.kind !== 'reply') {
      this.dispatchEvent(new CustomEvent(data.kind, { detail: data }));
      return;
    }
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if (data.error) waiting?.reject(Object.assign(new Error(data.error.message), data.error));
    else waiting?.resolve(data.value);
  }

  /** Two checks in silence: one alone may only mean that this page itself was asleep. */
  #check() {
    if (this.#clock.now() - this.#lastSign < SILENCE) return;
    this.#silentChecks += 1;
    if (this.#silentChecks >= 2) this.#lose();
  }

  #lose() {
    if (this.#reason) return;
    this.#end(lost);
    this.dispatchEvent(new CustomEvent('lost'));
  }

  /** @param {() => CamaleonError} reason */
  #end(reason) {
    if (this.#reason) return;
    this.#reason = reason;
    this.#stopWatch();
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(reason());
    this.#waiting.clear();
  }
}

const closed = () => new CamaleonError('closed', 'This was closed.');

const lost = () => new CamaleonError('worker-lost', 'The engine’s worker is gone.');

/** @type {Clock} */
const pageClock = {
  now: () => performance.now(),
  every(milliseconds, action) {
    const timer = setInterval(action, milliseconds);
    return () => clearInterval(timer);
  },
};
