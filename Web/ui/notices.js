// @ts-check

import { noticeFor } from './notice-texts.js';

// Long enough to read twice; what needs doing stays until it is done.
const noteMilliseconds = 8000;

/** The messages at the top of the page: one a code, the newest last. */
export class Notices {
  #container;
  #onRemedy;
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();

  /**
   * @param {HTMLElement} container a live region
   * @param {(remedy: import('./notice-texts.js').Remedy) => void} onRemedy
   */
  constructor(container, onRemedy) {
    this.#container = container;
    this.#onRemedy = onRemedy;
  }

  /**
   * @param {string} code
   * @param {string} [name]
   */
  show(code, name) {
    this.hide(code);
    const { text, tone, remedy, label } = noticeFor(code, name);
    const notice = document.createElement('div');
    notice.className = 'notice';
    notice.dataset.tone = tone;
    notice.dataset.code = code;
    const words = document.createElement('p');
    words.textContent = text;
    const buttons = document.createElement('div');
    buttons.className = 'notice-buttons';
    if (remedy && label) {
      buttons.append(
        this.#button(label, 'button small', () => {
          this.hide(code);
          this.#onRemedy(remedy);
        }),
      );
    }
    buttons.append(this.#button('Dismiss', 'button small quiet', () => this.hide(code)));
    notice.append(words, buttons);
    this.#shown.set(code, notice);
    this.#container.append(notice);
    if (tone === 'note' && !remedy) setTimeout(() => this.#expire(code, notice), noteMilliseconds);
  }

  /** @param {string[]} codes */
  hide(...codes) {
    for (const code of codes) {
      this.#shown.get(code)?.remove();
      this.#shown.delete(code);
    }
  }

  clear() {
    this.hide(...this.#shown.keys());
  }

  /**
   * @param {string} code
   * @param {HTMLElement} notice
   */
  #expire(code, notice) {
    if (this.#shown.get(code) === notice) this.hide(code);
  }

  /**
   * @param {string} label
   * @param {string} className
   * @param {() => void} action
   */
  #button(label, className, action) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = className;
    button.textContent = label;
    button.addEventListener('click', action);
    return button;
  }
}
