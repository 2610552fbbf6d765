// @ts-check

import { backOffMilliseconds } from './back-off.js';
import { codeOf } from './call-error.js';

/** Refusals that pass: the same message may be taken a moment later. */
const passing = new Set(['unreachable', 'too_many_requests']);
const attempts = 6;

/**
 * Sends one message after the other: a candidate that overtakes its description is lost.
 *
 * @template Message
 */
export class Outbox {
  #send;
  #pause;
  #tail = Promise.resolve();

  /**
   * @param {(message: Message) => Promise<void>} send
   * @param {(milliseconds: number) => Promise<void>} [pause]
   */
  constructor(send, pause = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds))) {
    this.#send = send;
    this.#pause = pause;
  }

  /**
   * @param {Message} message
   * @returns {Promise<void>} when it was sent, or given up
   */
  post(message) {
    this.#tail = this.#tail.then(() => this.#deliver(message));
    return this.#tail;
  }

  /** @param {Message} message */
  async #deliver(message) {
    for (let attempt = 0; attempt < attempts; attempt++) {
      try {
        return await this.#send(message);
      } catch (error) {
        // Whoever it was for has left, or the session has ended: the event stream says so too.
        if (!passing.has(codeOf(error))) return;
        await this.#pause(backOffMilliseconds(attempt, 0.5));
      }
    }
  }
}
