// @ts-check

import { button, html, input, put } from './elements.js';
import { EnrolmentDialog } from './enrolment-dialog.js';
import { FaceConsentDialog } from './face-consent-dialog.js';
import { gateText, isVisible } from './gate-texts.js';
import { Gatekeeper, gateProblem } from './gatekeeper.js';
import { ZoneDialog } from './zone-dialog.js';

/**
 * Who may be seen, as one chooses it and sees what comes of it: the three choices, the enrolled face, the
 * zone, and the line that says why one is hidden.
 *
 * @typedef {import('../sdk/camaleon.js').GateMode} GateMode
 * @typedef {import('./gatekeeper.js').Choice} Choice
 */
export class SeenView {
  #keeper;
  #notices;
  #showCamera;
  #whenSettled;
  #onChange;
  #consent = new FaceConsentDialog();
  #enrolment = new EnrolmentDialog(() => this.#cancel?.abort());
  #zone;
  /** @type {GateMode | null} what was chosen and is not in force yet: one is being asked, or enrolled */
  #wanted = null;
  /** @type {AbortController | null} of the enrolment that is under way */
  #cancel = null;

  /**
   * @param {{
   *   vision: import('./gatekeeper.js').GatedVision,
   *   store: import('./enrolment-store.js').EnrolmentStore,
   *   choice: Choice,
   *   notices: import('./notices.js').Notices,
   *   showCamera: (video: HTMLVideoElement) => boolean,
   *   whenSettled: () => Promise<void>,
   *   onChoice: (choice: Choice) => void,
   *   onChange: () => void,
   * }} options `whenSettled` ends when a camera that is being opened is there, or is not to be had;
   *   `onChange`: it may be that one is hidden now, or no longer
   */
  constructor({ vision, store, choice, notices, showCamera, whenSettled, onChoice, onChange }) {
    this.#notices = notices;
    this.#showCamera = showCamera;
    this.#whenSettled = whenSettled;
    this.#onChange = onChange;
    this.#keeper = new Gatekeeper({
      vision,
      store,
      choice,
      listener: {
        onChange: () => this.#show(),
        onChoice,
        onProblem: (code) => notices.show(code),
      },
    });
    this.#zone = new ZoneDialog((place) => this.#keeper.setPlace(place));
    this.#listen();
    this.#show();
  }

  /** Whether the others see the background alone. */
  get isHidden() {
    return this.#keeper.isHidden;
  }

  /** @param {import('../sdk/camaleon.js').GateState} state */
  set state(state) {
    this.#keeper.state = state;
  }

  /** Goes on as it was chosen before. */
  open() {
    return this.#keeper.open();
  }

  retry() {
    this.#keeper.retry();
  }

  /** @param {string} code for which the gate could not be set */
  tellProblem(code) {
    this.#notices.show(gateProblem(code));
  }

  focus() {
    this.#radio(this.#keeper.mode).focus();
  }

  #listen() {
    for (const mode of /** @type {const} */ (['off', 'presence', 'identity'])) {
      this.#radio(mode).addEventListener('change', () => this.#run(this.#choose(mode)));
    }
    button('face-enrol').addEventListener('click', () => {
      this.#hideNotices();
      this.#run(this.#askAndEnrol());
    });
    button('face-delete').addEventListener('click', () => this.#run(this.#forget()));
    input('liveness').addEventListener('change', () =>
      this.#keeper.setLiveness(input('liveness').checked),
    );
    button('zone-open').addEventListener('click', () => {
      const { zone, minimumFace } = this.#keeper;
      this.#zone.open({ zone, minimumFace }, this.#showCamera);
    });
  }

  /** @param {GateMode} mode */
  async #choose(mode) {
    this.#hideNotices();
    this.#wanted = mode;
    try {
      if (!(await this.#keeper.choose(mode))) await this.#askAndEnrol();
    } finally {
      // Whatever was not done is not chosen either.
      this.#wanted = null;
      this.#show();
      // Nor has it the keyboard's focus, from which the next key chooses.
      if (this.#keeper.mode !== mode) this.focus();
    }
  }

  async #askAndEnrol() {
    const answer = await this.#consent.ask();
    if (answer === 'enrol') await this.#enrol();
    if (answer === 'presence') await this.#keeper.choose('presence');
  }

  async #enrol() {
    const cancel = new AbortController();
    if (!(await this.#openEnrolment())) {
      this.#notices.show('enrolment-needs-camera');
      return;
    }
    this.#cancel = cancel;
    const isDone = await this.#keeper.enrol({
      signal: cancel.signal,
      onProgress: (progress) => this.#enrolment.show(progress),
    });
    this.#enrolment.close();
    if (!isDone) return;
    this.#hideNotices();
    if (this.#keeper.face?.isStored) this.#notices.show('enrolled');
  }

  /** @returns {Promise<boolean>} whether there is a camera, be it that it was only on its way */
  async #openEnrolment() {
    if (this.#enrolment.open(this.#showCamera)) return true;
    await this.#whenSettled();
    return this.#enrolment.open(this.#showCamera);
  }

  async #forget() {
    if (!(await this.#keeper.forget())) return;
    this.#hideNotices();
    this.#notices.hide('enrolment-not-stored');
    this.#notices.show('enrolment-deleted');
    // The button that had the focus is gone.
    this.focus();
  }

  #hideNotices() {
    this.#notices.hide('faces-missing', 'faces-broken', 'faces-unreachable', 'gate-refused');
    this.#notices.hide('enrolment-interrupted', 'enrolment-damaged', 'enrolment-needs-camera');
    this.#notices.hide('store-unavailable', 'enrolled', 'enrolment-deleted');
  }

  #show() {
    const { mode, state, isEnrolling, lacksFace, face, liveness } = this.#keeper;
    this.#radio(this.#wanted ?? mode).checked = true;
    html('zone-row').hidden = mode === 'off';
    html('life-row').hidden = mode !== 'identity';
    input('liveness').checked = liveness;
    html('face-row').hidden = face === null && !lacksFace;
    button('face-delete').hidden = face === null;
    button('face-enrol').textContent = face ? 'Enrol again' : 'Enrol my face';
    put('face-words', wordsOf(face));
    put('gate-line', gateText(state, { isEnrolling, lacksFace }));
    html('gate-line').classList.toggle('visually-hidden', isVisible(state) && !isEnrolling);
    this.#onChange();
  }

  /** @param {Promise<void>} step */
  #run(step) {
    step.catch(() => this.#notices.show('unexpected'));
  }

  /** @param {GateMode} mode */
  #radio(mode) {
    return input(`seen-${mode}`);
  }
}

/** @param {import('./gatekeeper.js').EnrolledFace | null} face */
function wordsOf(face) {
  if (!face) return 'No face is enrolled: you are hidden until one is, or you choose otherwise.';
  if (!face.created) return 'Your stored enrolment is damaged and cannot be used.';
  const date = face.created.toLocaleDateString(undefined, { dateStyle: 'long' });
  return face.isStored
    ? `Your face was enrolled on ${date}. It is stored encrypted in this browser.`
    : 'Your face is enrolled until you close this page: this browser stores nothing here.';
}
