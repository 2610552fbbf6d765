// @ts-check

import { consentAfter, isConsenting, noConsent } from './consent.js';

// docs/peer-channel.md, "Plates".
export const plateIntervalMilliseconds = 2000;
/** A sender whose plates are refused this often in a row sends none that would not be. */
const mostRefusals = 3;

/**
 * Does what the rules of `consent.js` say: learns, sends, wears and forgets rooms.
 *
 * @typedef {import('./consent.js').Consent} Consent
 * @typedef {import('./consent.js').ConsentEvent} ConsentEvent
 * @typedef {import('./peer-channel.js').PeerChannel} PeerChannel
 * @typedef {'room-declined' | 'room-revoked' | 'room-unusable'} Tiding
 * @typedef {{
 *   learn(on: boolean): void,
 *   plate(options: { whole: boolean }): Promise<Uint8Array | null>,
 *   wear(plate: Uint8Array | null): Promise<void>,
 * }} Rooms the engine's two ends of CamaLeon mode
 */
export class RoomSharing {
  #rooms;
  #onChange;
  #onTiding;
  #every;
  #state = noConsent;
  /** @type {Pick<PeerChannel, 'tell' | 'sendPlate' | 'forget'> | null} */
  #channel = null;
  /** @type {AbortController | null} */
  #sending = null;
  #sendsWhole = true;
  #refusals = 0;

  /**
   * @param {{
   *   rooms: Rooms,
   *   onChange: (state: Consent) => void,
   *   onTiding: (tiding: Tiding) => void,
   *   every?: (milliseconds: number, action: () => void) => () => void,
   * }} options
   */
  constructor({ rooms, onChange, onTiding, every = browserInterval }) {
    this.#rooms = rooms;
    this.#onChange = onChange;
    this.#onTiding = onTiding;
    this.#every = every;
  }

  get state() {
    return this.#state;
  }

  /** @param {Pick<PeerChannel, 'tell' | 'sendPlate' | 'forget'>} channel open */
  attach(channel) {
    this.#channel = channel;
    this.apply({ kind: 'opened' });
  }

  detach() {
    this.apply({ kind: 'closed' });
    this.#channel = null;
  }

  /** After the engine was made anew it has learnt nothing and wears nothing. */
  renew() {
    this.#sendsWhole = true;
    if (isConsenting(this.#state)) this.#rooms.learn(true);
    if (this.#state.wearing === 'granted') this.apply({ kind: 'want' });
  }

  /** @param {ConsentEvent} event */
  apply(event) {
    const before = this.#state;
    const { state, actions } = consentAfter(before, event);
    this.#state = state;
    // Stopped before the other side is told, so that no chunk follows a revocation.
    if (state.sharing !== 'shared') this.#stopSending();
    for (const action of actions) this.#act(action);
    if (isConsenting(state) !== isConsenting(before)) this.#rooms.learn(isConsenting(state));
    if (state.sharing === 'shared' && !this.#sending) this.#startSending();
    this.#onChange(state);
  }

  /** @param {Uint8Array} plate */
  async receive(plate) {
    // A plate that was not granted, or no longer is, never reaches the engine.
    if (this.#state.wearing !== 'granted') return;
    try {
      await this.#rooms.wear(plate);
      this.#refusals = 0;
    } catch {
      this.#refuse();
    }
  }

  #refuse() {
    if (this.#state.wearing !== 'granted') return;
    this.#refusals += 1;
    if (this.#refusals < mostRefusals) return this.apply({ kind: 'want' });
    this.#refusals = 0;
    this.apply({ kind: 'unwant' });
    this.#onTiding('room-unusable');
  }

  /** @param {import('./consent.js').Action} action */
  #act(action) {
    switch (action.kind) {
      case 'send':
        return this.#channel?.tell(action.message);
      case 'forget':
        return this.#forget();
      case 'send-whole':
        this.#sendsWhole = true;
        return;
      case 'tell':
        return this.#onTiding(action.code);
    }
  }

  #forget() {
    this.#channel?.forget();
    // An engine that cannot forget has failed, and with it the room is gone.
    this.#rooms.wear(null).catch(() => {});
  }

  #startSending() {
    const sending = new AbortController();
    this.#sending = sending;
    let isBusy = false;
    const tick = async () => {
      // Never queue: a plate that takes longer than the interval delays the next one.
      if (isBusy) return;
      isBusy = true;
      await this.#sendOne(sending.signal).catch(() => {
        this.#sendsWhole = true;
      });
      isBusy = false;
    };
    const stop = this.#every(plateIntervalMilliseconds, tick);
    sending.signal.addEventListener('abort', stop);
    tick();
  }

  #stopSending() {
    this.#sending?.abort();
    this.#sending = null;
  }

  /** @param {AbortSignal} signal */
  async #sendOne(signal) {
    const whole = this.#sendsWhole;
    this.#sendsWhole = false;
    const plate = await this.#rooms.plate({ whole });
    if (signal.aborted) return;
    const isSent = plate ? await this.#channel?.sendPlate(plate, signal) : !whole;
    if (!isSent) this.#sendsWhole = true;
  }
}

/**
 * @param {number} milliseconds
 * @param {() => void} action
 */
function browserInterval(milliseconds, action) {
  const timer = setInterval(action, milliseconds);
  return () => clearInterval(timer);
}
