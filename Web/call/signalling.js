// @ts-check

import { backOffMilliseconds } from './back-off.js';
import { codeOf } from './call-error.js';
import { EventStreamParser } from './event-stream-parser.js';
import { parseServerEvent } from './server-events.js';

// docs/protocol.md: the server says something at least every ten seconds.
const silenceMilliseconds = 25_000;

/** Answers after which asking again gives the same: the room or the membership is no more. */
const finalCodes = new Set(['no_session', 'room_not_found', 'member_not_found', 'bad_answer']);

/**
 * The room's event stream, opened again with back-off for as long as that can help.
 *
 * @typedef {import('./server-events.js').ServerEvent} ServerEvent
 * @typedef {import('./room-api.js').RoomApi} RoomApi
 * @typedef {{ state: 'open' } | { state: 'lost', code: string } | { state: 'ended', code: string }} Connection
 * @typedef {{
 *   after(milliseconds: number, action: () => void): () => void,
 *   chance(): number,
 * }} Clock
 */
export class Signalling {
  #api;
  #session;
  #clock;
  #onEvent;
  #onConnection;
  #ending = new AbortController();
  #lastEventId = '';
  #attempt = 0;

  /**
   * @param {{
   *   api: Pick<RoomApi, 'events'>,
   *   session: import('./room-api.js').Session,
   *   clock?: Clock,
   *   onEvent: (event: ServerEvent) => void,
   *   onConnection: (connection: Connection) => void,
   * }} options
   */
  constructor({ api, session, clock = browserClock, onEvent, onConnection }) {
    this.#api = api;
    this.#session = session;
    this.#clock = clock;
    this.#onEvent = onEvent;
    this.#onConnection = onConnection;
  }

  /** Listens until `close`, or until the server says that there is nothing to listen to. */
  async listen() {
    while (!this.#ending.signal.aborted) {
      const code = await this.#listenOnce();
      if (this.#ending.signal.aborted) return;
      if (finalCodes.has(code)) return this.#end(code);
      this.#onConnection({ state: 'lost', code });
      await this.#pause(backOffMilliseconds(this.#attempt++, this.#clock.chance()));
    }
  }

  close() {
    this.#ending.abort();
  }

  /** @param {string} code */
  #end(code) {
    this.close();
    this.#onConnection({ state: 'ended', code });
  }

  /** @returns {Promise<string>} the code for which the stream ended */
  async #listenOnce() {
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    this.#ending.signal.addEventListener('abort', abort);
    try {
      await this.#read(attempt);
      return 'unreachable';
    } catch (error) {
      return codeOf(error);
    } finally {
      this.#ending.signal.removeEventListener('abort', abort);
      abort();
    }
  }

  /** @param {AbortController} attempt */
  async #read(attempt) {
    let cancel = this.#clock.after(silenceMilliseconds, () => attempt.abort());
    try {
      const body = await this.#api.events(this.#session, {
        lastEventId: this.#lastEventId,
        signal: attempt.signal,
      });
      const parser = new EventStreamParser();
      const decoder = new TextDecoder();
      const reader = body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        cancel();
        cancel = this.#clock.after(silenceMilliseconds, () => attempt.abort());
        for (const event of parser.push(decoder.decode(value, { stream: true }))) this.#take(event);
      }
    } finally {
      cancel();
    }
  }

  /** @param {import('./event-stream-parser.js').StreamEvent} streamEvent */
  #take(streamEvent) {
    this.#lastEventId = streamEvent.id;
    const event = parseServerEvent(streamEvent);
    if (!event || this.#ending.signal.aborted) return;
    if (event.kind === 'welcome') {
      this.#attempt = 0;
      this.#onConnection({ state: 'open' });
    }
    this.#onEvent(event);
    // Another tab of this browser took the membership: fighting for it would never end.
    if (event.kind === 'closing' && event.reason === 'replaced') this.#end('replaced');
  }

  /** @param {number} milliseconds */
  #pause(milliseconds) {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(milliseconds, () => resolve(undefined));
      this.#ending.signal.addEventListener('abort', () => {
        cancel();
        resolve(undefined);
      });
    });
  }
}

/** @type {Clock} */
const browserClock = {
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
  chance: Math.random,
};
