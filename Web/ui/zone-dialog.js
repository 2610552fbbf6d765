// @ts-check

import { button, element, html, input, put } from './elements.js';
import { describeZone, movedZone, resizedZone, wholeFrame, zoneBetween } from './zone.js';

/** What one press of an arrow moves, as a share of the picture. */
const step = 0.02;

/** @type {Record<string, [number, number]>} */
const arrows = {
  ArrowLeft: [-step, 0],
  ArrowRight: [step, 0],
  ArrowUp: [0, -step],
  ArrowDown: [0, step],
};

/**
 * Where and how large a face has to be: a rectangle that is drawn on one's own camera, by dragging or by
 * the arrow keys, and a slider. What was chosen is in force when the dialog is left by its button.
 *
 * @typedef {import('./zone.js').Zone} Zone
 */
export class ZoneDialog {
  #dialog = element('zone-dialog', HTMLDialogElement);
  #stage = html('zone-stage');
  #video = element('zone-video', HTMLVideoElement);
  #rectangle = html('zone');
  #minimum = input('minimum-face');
  #zone = wholeFrame;

  /** @param {(choice: { zone: Zone, minimumFace: number }) => void} onDone */
  constructor(onDone) {
    button('zone-done').addEventListener('click', () => {
      onDone({ zone: this.#zone, minimumFace: Number(this.#minimum.value) / 100 });
      this.#dialog.close();
    });
    button('zone-cancel').addEventListener('click', () => this.#dialog.close());
    button('zone-whole').addEventListener('click', () => this.#show(wholeFrame));
    this.#minimum.addEventListener('input', () => this.#showMinimum());
    this.#rectangle.addEventListener('keydown', (event) => this.#press(event));
    this.#stage.addEventListener('pointerdown', (event) => this.#drag(event));
    this.#dialog.addEventListener('close', () => {
      this.#video.srcObject = null;
    });
  }

  /**
   * @param {{ zone: Zone, minimumFace: number }} choice
   * @param {(video: HTMLVideoElement) => boolean} showCamera
   */
  open({ zone, minimumFace }, showCamera) {
    showCamera(this.#video);
    this.#minimum.value = String(Math.round(100 * minimumFace));
    this.#showMinimum();
    this.#show(zone);
    this.#dialog.showModal();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const arrow = arrows[event.key];
    if (!arrow) return;
    event.preventDefault();
    const change = event.shiftKey ? resizedZone : movedZone;
    this.#show(change(this.#zone, ...arrow));
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    const start = this.#place(event);
    const follow = (/** @type {PointerEvent} */ moved) =>
      this.#show(zoneBetween(start, this.#place(moved)));
    const end = new AbortController();
    this.#stage.setPointerCapture(event.pointerId);
    this.#stage.addEventListener('pointermove', follow, { signal: end.signal });
    for (const kind of ['pointerup', 'pointercancel']) {
      this.#stage.addEventListener(kind, () => end.abort(), { signal: end.signal });
    }
    this.#rectangle.focus();
  }

  /** @param {PointerEvent} event */
  #place({ clientX, clientY }) {
    const { left, top, width, height } = this.#stage.getBoundingClientRect();
    return { x: (clientX - left) / width, y: (clientY - top) / height };
  }

  /** @param {Zone} zone */
  #show(zone) {
    this.#zone = zone;
    for (const [side, share] of Object.entries(zone)) {
      this.#rectangle.style.setProperty(`--${side}`, String(share));
    }
    put('zone-words', describeZone(zone));
  }

  #showMinimum() {
    const words = `${this.#minimum.value} % of the picture’s height`;
    this.#minimum.setAttribute('aria-valuetext', words);
    put('minimum-face-words', words);
  }
}
