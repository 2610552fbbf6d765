// @ts-check

/** A picture of somebody. */
export class Tile {
  #tile;
  #video;
  /** @type {MediaStreamTrack | null} */
  #track = null;

  /**
   * @param {HTMLElement} tile
   * @param {HTMLVideoElement} video
   */
  constructor(tile, video) {
    this.#tile = tile;
    this.#video = video;
  }

  /** @param {MediaStreamTrack | null} track */
  showTrack(track) {
    if (track === this.#track) return;
    this.#track = track;
    this.#video.srcObject = track && new MediaStream([track]);
  }

  /**
   * @param {MediaStream | null} stream
   * @returns {Promise<boolean>} whether the browser lets it play
   */
  async showStream(stream) {
    this.#video.srcObject = stream;
    return stream ? this.play() : true;
  }

  /** @returns {Promise<boolean>} whether the browser lets it play */
  async play() {
    try {
      await this.#video.play();
      return true;
    } catch (error) {
      // A newer stream interrupts the play of the one before; only a refusal matters.
      return !(error instanceof DOMException && error.name === 'NotAllowedError');
    }
  }

  /** @param {'none' | 'waiting' | 'live' | 'off'} picture */
  set picture(picture) {
    this.#tile.dataset.picture = picture;
  }
}
