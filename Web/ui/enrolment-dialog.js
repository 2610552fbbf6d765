// @ts-check

import { button, element, put } from './elements.js';
import { hintText } from './gate-texts.js';

/** Guides one through an enrolment: one's own camera, what to do, how far it is. Escape cancels. */
export class EnrolmentDialog {
  #dialog = element('enrolment', HTMLDialogElement);
  #video = element('enrolment-video', HTMLVideoElement);
  #progress = element('enrolment-progress', HTMLProgressElement);

  /** @param {() => void} onCancel */
  constructor(onCancel) {
    button('enrolment-cancel').addEventListener('click', () => this.#dialog.close());
    // Escape closes it too, and not always by way of `cancel`; what is done can no longer be cancelled.
    this.#dialog.addEventListener('close', () => {
      this.#video.srcObject = null;
      onCancel();
    });
  }

  /** @param {(video: HTMLVideoElement) => boolean} showCamera */
  open(showCamera) {
    if (!showCamera(this.#video)) return false;
    put('enrolment-hint', 'Getting ready…');
    // Without a value it only shows that something is going on.
    this.#progress.removeAttribute('value');
    this.#dialog.showModal();
    return true;
  }

  /** @param {import('../sdk/enrolment.js').Progress} progress */
  show({ hint, accepted, wanted }) {
    put('enrolment-hint', hintText(hint));
    if (wanted === 0) return;
    this.#progress.max = wanted;
    this.#progress.value = accepted;
  }

  close() {
    this.#dialog.close();
  }
}
