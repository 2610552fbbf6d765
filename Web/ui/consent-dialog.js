// @ts-check

import { button, element, html } from './elements.js';

/** Asks whether the other person may wear this person's room. Escape means no. */
export class ConsentDialog {
  #dialog = element('consent', HTMLDialogElement);
  #title = html('consent-title');

  /** @param {(isAllowed: boolean) => void} onAnswer */
  constructor(onAnswer) {
    button('consent-accept').addEventListener('click', () => this.#answer(true, onAnswer));
    button('consent-decline').addEventListener('click', () => this.#answer(false, onAnswer));
    this.#dialog.addEventListener('cancel', () => onAnswer(false));
  }

  /** @param {string} name */
  ask(name) {
    if (this.#dialog.open) return;
    this.#title.textContent = `${name} would like to appear in your room`;
    this.#dialog.showModal();
  }

  /** The question has been taken back. */
  dismiss() {
    if (this.#dialog.open) this.#dialog.close();
  }

  /**
   * @param {boolean} isAllowed
   * @param {(isAllowed: boolean) => void} onAnswer
   */
  #answer(isAllowed, onAnswer) {
    this.#dialog.close();
    onAnswer(isAllowed);
  }
}
