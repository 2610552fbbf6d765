// @ts-check

import { isConsenting } from '../call/consent.js';
import { RoomSharing } from '../call/room-sharing.js';
import { ConsentDialog } from './consent-dialog.js';
import { button, html } from './elements.js';

/**
 * Wearing and sharing rooms, as one sees it: the question, the light while it lasts, the stop.
 *
 * @typedef {import('../call/consent.js').Consent} Consent
 */
export class SharingView {
  sharing;
  #dialog = new ConsentDialog((isAllowed) => this.allow(isAllowed));
  #nameOfOther;

  /**
   * @param {{
   *   rooms: import('../call/room-sharing.js').Rooms,
   *   nameOfOther: () => string,
   *   onChange: (state: Consent) => void,
   *   onTiding: (tiding: import('../call/room-sharing.js').Tiding) => void,
   * }} options
   */
  constructor({ rooms, nameOfOther, onChange, onTiding }) {
    this.#nameOfOther = nameOfOther;
    this.sharing = new RoomSharing({
      rooms,
      onTiding,
      onChange: (state) => {
        this.#show(state);
        onChange(state);
      },
    });
    button('stop-sharing').addEventListener('click', () => this.allow(false));
  }

  get isConsenting() {
    return isConsenting(this.sharing.state);
  }

  /** @param {boolean} isAllowed */
  allow(isAllowed) {
    this.sharing.apply({ kind: isAllowed ? 'allow' : 'revoke' });
  }

  /** @param {boolean} isWanted */
  wear(isWanted) {
    const isWanting = this.sharing.state.wearing !== 'own';
    if (isWanted !== isWanting) this.sharing.apply({ kind: isWanted ? 'want' : 'unwant' });
  }

  /** @param {Consent} state */
  #show({ sharing }) {
    if (sharing === 'asked') this.#dialog.ask(this.#nameOfOther());
    else this.#dialog.dismiss();
    html('sharing').hidden = sharing !== 'shared';
    html('sharing-text').textContent = `${this.#nameOfOther()} is in your room`;
  }
}
