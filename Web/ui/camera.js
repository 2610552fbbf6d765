// @ts-check

import { SafeTrack } from '../call/safe-track.js';

/**
 * A camera that is switched on. Its track stays in here: what comes out is what a processor has
 * made of it, or a picture on this screen.
 */
export class Camera {
  #track;

  /**
   * @param {MediaStreamTrack} track
   * @param {() => void} onEnded called when the device goes, not when `stop` is called
   */
  constructor(track, onEnded) {
    this.#track = track;
    track.addEventListener('ended', onEnded);
  }

  get deviceId() {
    return this.#track.getSettings().deviceId ?? '';
  }

  /** Whether it still gives frames. */
  get isLive() {
    return this.#track.readyState === 'live';
  }

  /** @param {import('../call/safe-track.js').Processor} processor */
  through(processor) {
    return SafeTrack.through(processor, this.#track);
  }

  /** @param {HTMLVideoElement} video of this page, where it is shown as it is */
  showIn(video) {
    video.srcObject = new MediaStream([this.#track]);
  }

  /** Switches the device off, and with it its light. */
  stop() {
    this.#track.stop();
  }
}
