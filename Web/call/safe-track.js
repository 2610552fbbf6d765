// @ts-check

/**
 * A video track that has been through the matting: the only kind that leaves this machine.
 *
 * The connection takes nothing else, and there is no way to make one but to send a camera track
 * through a processor. So a line that would send the camera itself does not type-check, and
 * throws.
 *
 * @typedef {{ process(camera: MediaStreamTrack): Promise<MediaStreamTrack> }} Processor
 */
export class SafeTrack {
  /** @type {MediaStreamTrack} */
  #track;

  /**
   * @param {Processor} processor
   * @param {MediaStreamTrack} camera
   */
  static async through(processor, camera) {
    const track = await processor.process(camera);
    if (track === camera || track.id === camera.id) {
      throw new TypeError('the processor returned the camera track itself');
    }
    return new SafeTrack(passage, track);
  }

  /**
   * @param {symbol} proof
   * @param {MediaStreamTrack} track
   */
  constructor(proof, track) {
    if (proof !== passage) throw new TypeError('a safe track comes from SafeTrack.through only');
    this.#track = track;
  }

  get track() {
    return this.#track;
  }

  /** Whether frames pass. When not, the other side gets black ones. */
  set enabled(/** @type {boolean} */ value) {
    this.#track.enabled = value;
  }

  /**
   * @param {unknown} value
   * @returns {MediaStreamTrack | null} what a sender may send for `value`
   */
  static sendable(value) {
    if (value === null) return null;
    if (value instanceof SafeTrack) return value.#track;
    throw new TypeError('only a SafeTrack may be sent');
  }
}

/** Known to this file alone. */
const passage = Symbol('passage');
