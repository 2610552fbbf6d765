// @ts-check

import { chunksOf, longestPlateBytes, PlateAssembler } from './chunks.js';
import { parseControlMessage } from './control-messages.js';

// Enough in flight that the network never waits for us, little enough that a revocation is not
// stuck behind a long queue.
const highWaterBytes = 256 * 1024;
const lowWaterBytes = 64 * 1024;

/**
 * The data channel to one other participant: control messages as text, plates as chunks.
 *
 * @typedef {import('./control-messages.js').ControlMessage} ControlMessage
 * @typedef {Pick<RTCDataChannel, 'readyState' | 'bufferedAmount' | 'bufferedAmountLowThreshold'
 *   | 'binaryType' | 'addEventListener' | 'removeEventListener'> & { send(data: any): void }} Channel
 */
export class PeerChannel {
  #channel;
  #assembler = new PlateAssembler();
  #sequence = 0;

  /**
   * @param {Channel} channel
   * @param {{
   *   onOpen: () => void,
   *   onClose: () => void,
   *   onControl: (message: ControlMessage) => void,
   *   onPlate: (plate: Uint8Array) => void,
   * }} listener
   */
  constructor(channel, { onOpen, onClose, onControl, onPlate }) {
    this.#channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = lowWaterBytes;
    channel.addEventListener('open', onOpen);
    channel.addEventListener('close', onClose);
    channel.addEventListener('message', (/** @type {any} */ { data }) => {
      if (typeof data === 'string') {
        const message = parseControlMessage(data);
        if (message) onControl(message);
      } else if (data instanceof ArrayBuffer) {
        const plate = this.#assembler.push(data);
        if (plate) onPlate(plate);
      }
    });
  }

  get isOpen() {
    return this.#channel.readyState === 'open';
  }

  /** @param {ControlMessage} message */
  tell(message) {
    if (this.isOpen) this.#channel.send(JSON.stringify(message));
  }

  /**
   * Sends one plate, no faster than the channel drains.
   *
   * @param {Uint8Array} plate
   * @param {AbortSignal} signal stops in the middle; the receiver drops what it has of the plate
   * @returns {Promise<boolean>} whether all of it was handed over
   */
  async sendPlate(plate, signal) {
    if (plate.length > longestPlateBytes) return false;
    this.#sequence = (this.#sequence + 1) >>> 0;
    for (const chunk of chunksOf(plate, this.#sequence)) {
      if (this.#channel.bufferedAmount > highWaterBytes) await this.#drained(signal);
      if (signal.aborted || !this.isOpen) return false;
      this.#channel.send(chunk);
    }
    return true;
  }

  /** Forgets the plate that is half here. */
  forget() {
    this.#assembler.reset();
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<void>} when the channel can take more, has closed, or `signal` aborts
   */
  #drained(signal) {
    return new Promise((resolve) => {
      const done = () => {
        this.#channel.removeEventListener('bufferedamountlow', done);
        this.#channel.removeEventListener('close', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#channel.addEventListener('bufferedamountlow', done);
      this.#channel.addEventListener('close', done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }
}
