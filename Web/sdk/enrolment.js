// @ts-check

import { CamaleonError } from './camaleon-error.js';
import { detailOf } from './event-detail.js';

/**
 * One enrolment: the engine looks at several frames of a face and averages them into one embedding,
 * which is biometric data. It is handed to the page alone; what becomes of it is the page's to answer
 * for (docs/privacy.md).
 *
 * Dispatches `progress` events, whose `detail` is `{ hint, accepted, wanted }`: what to do, how many
 * frames were taken, and of how many.
 *
 * @typedef {{ hint: import('../worker/gate-words.js').EnrolmentHint, accepted: number, wanted: number }} Progress
 */
export class Enrolment extends EventTarget {
  /**
   * The embedding of 128 numbers. Rejects with the signal's reason, or with a `CamaleonError`:
   * `faces-missing`, `faces-broken`, `assets-unavailable`, `enrolment-interrupted`, `worker-lost`,
   * `closed`.
   *
   * @type {Promise<Float32Array>}
   */
  result;
  #link;
  #closing;

  /**
   * @param {{
   *   link: import('./worker-link.js').WorkerLink,
   *   load: () => Promise<void>,
   *   release: () => Promise<void>,
   *   signal: AbortSignal | undefined,
   *   closing: AbortSignal,
   * }} options `load` brings the networks and meanwhile hides everybody, until `release`; `closing` says
   *   that the engine is closed
   */
  constructor({ link, load, release, signal, closing }) {
    super();
    this.#link = link;
    this.#closing = closing;
    this.result = this.#run(load, release, signal);
  }

  /**
   * @param {() => Promise<void>} load
   * @param {() => Promise<void>} release
   * @param {AbortSignal | undefined} signal
   */
  async #run(load, release, signal) {
    signal?.throwIfAborted();
    try {
      await Promise.race([load(), abortOf(signal)]);
      signal?.throwIfAborted();
    } catch (error) {
      release().catch(() => {});
      throw error;
    }
    // Listening before it begins: the first frame may be quicker than the answer.
    const end = new AbortController();
    const embedding = this.#end(end.signal, signal);
    embedding.catch(() => {});
    try {
      const begun = this.#link.ask({ kind: 'enrol', on: true });
      // After it, so that no frame passes between.
      release().catch(() => {});
      await begun.catch(refuse);
      return await embedding;
    } catch (error) {
      this.#link.ask({ kind: 'enrol', on: false }).catch(() => {});
      throw error;
    } finally {
      end.abort();
    }
  }

  /**
   * @param {AbortSignal} listening
   * @param {AbortSignal | undefined} signal
   * @returns {Promise<Float32Array>}
   */
  #end(listening, signal) {
    return new Promise((resolve, reject) => {
      const options = { signal: listening };
      this.#link.addEventListener(
        'enrolment',
        (event) => {
          const { hint, accepted, wanted } = detailOf(event);
          const detail = { hint, accepted, wanted };
          this.dispatchEvent(new CustomEvent('progress', { detail }));
        },
        options,
      );
      const fail = () => reject(interrupted());
      this.#link.addEventListener(
        'enrolled',
        (event) => resolve(detailOf(event).embedding),
        options,
      );
      this.#link.addEventListener('enrolment-lost', fail, options);
      this.#link.addEventListener('lost', fail, options);
      this.#closing.addEventListener('abort', fail, options);
      signal?.addEventListener('abort', () => reject(signal.reason), options);
    });
  }
}

/**
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<never>} rejects when the signal says so
 */
const abortOf = (signal) =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/**
 * @param {unknown} error the worker's
 * @returns {never}
 */
function refuse(error) {
  throw error instanceof CamaleonError ? error : interrupted();
}

const interrupted = () =>
  new CamaleonError('enrolment-interrupted', 'The engine stopped during the enrolment. Try again.');
