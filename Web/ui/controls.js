// @ts-check

import { button, html } from './elements.js';

/** The buttons below the picture, and the panel that one of them opens. */
export class Controls {
  #microphone = button('toggle-microphone');
  #camera = button('toggle-camera');
  #modes = button('open-modes');
  #studio;

  /**
   * @param {HTMLElement} studio
   * @param {{ onMicrophone: () => void, onCamera: () => void, onLeave: () => void }} listener
   */
  constructor(studio, { onMicrophone, onCamera, onLeave }) {
    this.#studio = studio;
    this.#microphone.addEventListener('click', onMicrophone);
    this.#camera.addEventListener('click', onCamera);
    this.#modes.addEventListener('click', () => this.openSettings(!this.isSettingsOpen));
    button('close-settings').addEventListener('click', () => this.openSettings(false));
    button('leave').addEventListener('click', onLeave);
  }

  get isSettingsOpen() {
    return this.#studio.dataset.settings === 'open';
  }

  /** @param {boolean} isOpen */
  openSettings(isOpen) {
    const wasInside = html('settings').contains(document.activeElement);
    this.#studio.dataset.settings = isOpen ? 'open' : 'closed';
    this.#modes.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen && wasInside) this.#modes.focus();
  }

  /** @param {{ camera: boolean, microphone: boolean }} status */
  show({ camera, microphone }) {
    press(this.#camera, camera, 'camera');
    press(this.#microphone, microphone, 'microphone');
  }
}

/**
 * @param {HTMLButtonElement} toggle
 * @param {boolean} isOn
 * @param {'camera' | 'microphone'} icon
 */
function press(toggle, isOn, icon) {
  toggle.setAttribute('aria-pressed', String(isOn));
  toggle.querySelector('use')?.setAttribute('href', isOn ? `#icon-${icon}` : `#icon-${icon}-off`);
}
