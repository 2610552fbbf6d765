// @ts-check

import { button, element } from './elements.js';

/**
 * Asks, before a face is looked at, whether it may be: yes, presence alone, or neither (Escape).
 *
 * @typedef {'enrol' | 'presence' | 'cancel'} Answer
 */
export class FaceConsentDialog {
  #dialog = element('face-consent', HTMLDialogElement);
  /** @type {(answer: Answer) => void} */
  #answer = () => {};

  constructor() {
    button('face-consent-accept').addEventListener('click', () => this.#close('enrol'));
    button('face-consent-presence').addEventListener('click', () => this.#close('presence'));
    button('face-consent-cancel').addEventListener('click', () => this.#close('cancel'));
    // Escape closes it too, and not always by way of `cancel`; after an answer this is none.
    this.#dialog.addEventListener('close', () => this.#answer('cancel'));
  }

  /** @returns {Promise<Answer>} */
  ask() {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#dialog.showModal();
    });
  }

  /** @param {Answer} answer */
  #close(answer) {
    this.#answer(answer);
    this.#dialog.close();
  }
}
