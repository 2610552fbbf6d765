// @ts-check

import { element, html } from './elements.js';
import { Tile } from './tile.js';

/** @type {Record<import('./media.js').Picture, string>} */
const messages = {
  asking: 'Asking for your camera…',
  starting: 'Getting your picture ready…',
  live: '',
  off: 'Your camera is off',
  none: 'Your camera is not sent',
};

/** One's own picture, exactly as the others see it: not mirrored, and already cut out. */
export class SelfView {
  #tile = new Tile(html('self-tile'), element('self-preview', HTMLVideoElement));
  #message = html('self-message');

  /** @param {import('../call/safe-track.js').SafeTrack} video */
  showVideo(video) {
    this.#tile.showTrack(video.track);
  }

  /** @param {import('./media.js').Picture} picture */
  showPicture(picture) {
    this.#tile.picture = picture === 'live' ? 'live' : 'off';
    if (this.#message.textContent !== messages[picture]) {
      this.#message.textContent = messages[picture];
    }
  }
}
