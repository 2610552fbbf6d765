// @ts-check

import { isVisible } from './gate-texts.js';

/**
 * Who may be seen, as this page has it: the choice, the enrolled face, and what the gate found.
 *
 * The face is loaded only when somebody is to be recognised. Until it is, and when it cannot be, the
 * gate is on without one, which hides everybody.
 *
 * @typedef {import('../sdk/camaleon.js').GateMode} GateMode
 * @typedef {import('../sdk/camaleon.js').GateState} GateState
 * @typedef {import('../sdk/camaleon.js').Zone} Zone
 * @typedef {import('../sdk/enrolment.js').Enrolment} Enrolment
 * @typedef {import('../sdk/enrolment.js').Progress} Progress
 * @typedef {{ seen: GateMode, zone: Zone, minimumFace: number, liveness: boolean }} Choice
 * @typedef {{ created: Date | null, isStored: boolean }} EnrolledFace `created` is null if it is damaged
 * @typedef {{
 *   setGate(gate: import('../sdk/camaleon.js').GateOptions): void,
 *   enrol(options: { signal: AbortSignal }): Promise<Enrolment | null>,
 * }} GatedVision
 */
export class Gatekeeper {
  #vision;
  #store;
  #listener;
  #now;
  /** @type {Choice} */
  #choice;
  /** @type {Float32Array | null} */
  #embedding = null;
  /** @type {EnrolledFace | null} */
  #face = null;
  /** @type {GateState} */
  #state = 'off';
  #isEnrolling = false;
  /** Counts the choices: a face takes its time to load, and the last choice holds. */
  #choices = 0;

  /**
   * @param {{
   *   vision: GatedVision,
   *   store: Pick<import('./enrolment-store.js').EnrolmentStore, 'list' | 'load' | 'save' | 'delete'>,
   *   choice: Choice,
   *   listener: {
   *     onChange: () => void,
   *     onChoice: (choice: Choice) => void,
   *     onProblem: (code: string) => void,
   *   },
   *   now?: () => Date,
   * }} options
   */
  constructor({ vision, store, choice, listener, now = () => new Date() }) {
    this.#vision = vision;
    this.#store = store;
    const { seen, zone, minimumFace, liveness } = choice;
    this.#choice = { seen, zone, minimumFace, liveness };
    this.#listener = listener;
    this.#now = now;
    // Before there is an engine: the first frame already meets the gate.
    if (this.mode !== 'off') this.#apply();
  }

  get mode() {
    return this.#choice.seen;
  }

  get zone() {
    return this.#choice.zone;
  }

  get minimumFace() {
    return this.#choice.minimumFace;
  }

  /** Whether the enrolled one has to show signs of life. */
  get liveness() {
    return this.#choice.liveness;
  }

  get state() {
    return this.#state;
  }

  set state(state) {
    this.#state = state;
    this.#listener.onChange();
  }

  /** What there is to delete, if anything. */
  get face() {
    return this.#face;
  }

  get isEnrolling() {
    return this.#isEnrolling;
  }

  /** Whether nobody can be recognised, because nobody is enrolled. */
  get lacksFace() {
    return this.mode === 'identity' && this.#embedding === null;
  }

  /** What the other person is told, and all that they are told. */
  get isHidden() {
    return this.#isEnrolling || !isVisible(this.#state);
  }

  /** Looks what is stored, and goes on as it was chosen before. */
  async open() {
    await this.#list();
    if (this.mode === 'identity') await this.choose('identity');
  }

  /**
   * @param {GateMode} mode
   * @returns {Promise<boolean>} whether it is in force; not if a face has to be enrolled before
   */
  async choose(mode) {
    this.#choices += 1;
    const choice = this.#choices;
    if (mode === 'identity' && !this.#embedding) {
      const embedding = await this.#load();
      if (choice !== this.#choices) return true;
      if (!embedding) return false;
      this.#embedding = embedding;
    }
    this.#change({ seen: mode });
    return true;
  }

  /** @param {{ zone: Zone, minimumFace: number }} place where a face counts, and how large it has to be */
  setPlace({ zone, minimumFace }) {
    this.#change({ zone, minimumFace });
  }

  /** @param {boolean} liveness whether the enrolled one has to show signs of life */
  setLiveness(liveness) {
    this.#change({ liveness });
  }

  /** Sets the gate once more, after something was put right. */
  retry() {
    this.#apply();
  }

  /**
   * Enrols whoever is before the camera and has agreed to it; then they alone are seen.
   *
   * @param {{ signal: AbortSignal, onProgress: (progress: Progress) => void }} options
   * @returns {Promise<boolean>} whether it was done
   */
  async enrol({ signal, onProgress }) {
    this.#become({ isEnrolling: true });
    try {
      const embedding = await this.#takeEmbedding(signal, onProgress);
      if (!embedding) return false;
      this.#embedding = embedding;
      this.#choices += 1;
      this.#change({ seen: 'identity' });
      await this.#save(embedding);
      return true;
    } finally {
      this.#become({ isEnrolling: false });
    }
  }

  /** Deletes the face wherever it is. Whoever was to be recognised by it is hidden from now on. */
  async forget() {
    this.#choices += 1;
    this.#embedding = null;
    if (this.mode === 'identity') this.#apply();
    const isStored = this.#face?.isStored ?? false;
    this.#face = null;
    try {
      if (isStored) await this.#store.delete();
    } catch {
      this.#listener.onProblem('enrolment-not-deleted');
    }
    await this.#list();
    return this.#face === null;
  }

  /**
   * @param {AbortSignal} signal
   * @param {(progress: Progress) => void} onProgress
   */
  async #takeEmbedding(signal, onProgress) {
    const enrolment = await this.#vision.enrol({ signal });
    if (!enrolment) {
      if (!signal.aborted) this.#listener.onProblem('enrolment-interrupted');
      return null;
    }
    enrolment.addEventListener('progress', (event) =>
      onProgress(/** @type {CustomEvent} */ (event).detail),
    );
    try {
      return await enrolment.result;
    } catch (error) {
      if (!signal.aborted) this.#listener.onProblem(problemOf(error));
      return null;
    }
  }

  /** @param {Float32Array} embedding */
  async #save(embedding) {
    try {
      await this.#store.save(embedding);
      await this.#list();
    } catch {
      this.#face = { created: this.#now(), isStored: false };
      this.#listener.onProblem('enrolment-not-stored');
    }
  }

  async #load() {
    try {
      return await this.#store.load();
    } catch (error) {
      this.#listener.onProblem(problemOf(error));
      return null;
    }
  }

  async #list() {
    try {
      const [face] = await this.#store.list();
      this.#face = face ? { created: face.created, isStored: true } : null;
    } catch {
      // Who stores nothing has nothing to delete; who wants to be recognised is told when loading.
      this.#face = null;
    }
    this.#listener.onChange();
  }

  /** @param {Partial<Choice>} change */
  #change(change) {
    Object.assign(this.#choice, change);
    this.#listener.onChoice({ ...this.#choice });
    this.#apply();
    this.#listener.onChange();
  }

  #apply() {
    const { seen, zone, minimumFace, liveness } = this.#choice;
    const enrolled = seen === 'identity' ? (this.#embedding ?? undefined) : undefined;
    this.#vision.setGate({ mode: seen, enrolled, zone, minimumFace, liveness });
  }

  /** @param {{ isEnrolling: boolean }} change */
  #become({ isEnrolling }) {
    this.#isEnrolling = isEnrolling;
    this.#listener.onChange();
  }
}

/** @param {any} error the SDK's or the store's, which has a code */
const problemOf = (error) => gateProblem(String(error?.code ?? 'enrolment-interrupted'));

/**
 * @param {string} code of the SDK, for which one file that is missing is like another
 * @returns {string} of the notice
 */
export const gateProblem = (code) => (code === 'assets-unavailable' ? 'faces-unreachable' : code);
