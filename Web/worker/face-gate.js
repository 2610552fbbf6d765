// @ts-check

import { EngineError } from './engine.js';

/**
 * Who may be seen, whatever happens to the engine: what was chosen is kept here, and told to each new
 * engine before its first frame.
 *
 * Fail closed: from the moment that a gate is asked for until the engine has it, and when the engine
 * does not take it, the gate is *held*: no frame passes, and the slate goes out. Only another choice
 * ends that, never a fault.
 *
 * @typedef {import('./engine.js').Engine} Engine
 * @typedef {import('./gate-words.js').FaceNetwork} FaceNetwork
 * @typedef {import('./gate-words.js').GateMode} GateMode
 * @typedef {import('./gate-words.js').EnrolmentHint} EnrolmentHint
 * @typedef {import('./gate-words.js').Zone} Zone
 * @typedef {{
 *   mode: GateMode,
 *   enrolled: Float32Array | null,
 *   zone: Zone,
 *   minimumFace: number,
 *   liveness: boolean,
 * }} Gate
 * @typedef {'loading' | 'unavailable'} Hold why no frame passes
 * @typedef {typeof import('./gate-words.js').GATE_STATES[number] | Hold} GateState
 * @typedef {{ kind: 'gate', state: GateState }
 *   | { kind: 'enrolment', hint: EnrolmentHint, accepted: number, wanted: number }
 *   | { kind: 'enrolled', embedding: Float32Array }
 *   | { kind: 'enrolment-lost' }} GateNews
 */
export class FaceGate {
  #tell;
  /** @type {Map<FaceNetwork, Uint8Array>} */
  #networks = new Map();
  /** @type {Gate | null} null if none was ever asked for */
  #gate = null;
  /** @type {Hold | null} */
  #held = null;
  /** Whether it is held for a gate that is still on its way: no renewed engine ends that. */
  #isAwaited = false;
  /** @type {GateState} */
  #state = 'off';
  #isEnrolling = false;
  #progress = '';

  /** @param {(news: GateNews) => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  get isHeld() {
    return this.#held !== null;
  }

  /** @param {Hold} why no frame passes until a gate is set */
  hold(why) {
    this.#isAwaited = true;
    this.#close(why);
  }

  /**
   * @param {Engine | null} engine null while there is none: the next one gets it
   * @param {FaceNetwork} network
   * @param {Uint8Array} bytes
   * @throws {EngineError} then it is not kept
   */
  load(engine, network, bytes) {
    engine?.loadFaceNetwork(network, bytes);
    this.#networks.set(network, bytes);
  }

  /**
   * @param {Engine | null} engine null while there is none: the next one gets it
   * @param {Gate} gate
   * @throws {EngineError} then it is held
   */
  set(engine, gate) {
    this.#isAwaited = false;
    this.#gate = gate;
    this.#close('loading');
    if (engine) this.#apply(engine, gate);
  }

  /**
   * Tells a new engine everything, before its first frame. If it refuses, the gate is held.
   *
   * @param {Engine} engine
   */
  renew(engine) {
    try {
      for (const [network, bytes] of this.#networks) engine.loadFaceNetwork(network, bytes);
      if (this.#gate && !this.#isAwaited) this.#apply(engine, this.#gate);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (this.#isOn) this.#close('unavailable');
    }
  }

  /** The engine is gone, and with it an enrolment that was under way. */
  lose() {
    if (this.#isOn && !this.#isAwaited) this.#close('loading');
    if (!this.#isEnrolling) return;
    this.#isEnrolling = false;
    this.#tell({ kind: 'enrolment-lost' });
  }

  /** @param {Engine} engine */
  beginEnrolment(engine) {
    engine.beginEnrolment();
    this.#isEnrolling = true;
    this.#progress = '';
  }

  /** @param {Engine} engine */
  cancelEnrolment(engine) {
    this.#isEnrolling = false;
    engine.cancelEnrolment();
  }

  /**
   * Tells what a frame has changed.
   *
   * @param {Engine} engine
   */
  follow(engine) {
    if (this.#gate) this.#become(engine.gateState());
    if (this.#isEnrolling) this.#followEnrolment(engine);
  }

  /** @param {Engine} engine */
  #followEnrolment(engine) {
    const { isDone, hint, accepted, wanted } = engine.enrolmentState();
    const embedding = isDone ? engine.enrolmentResult() : null;
    if (embedding) {
      // It is the page's now: none of it stays in the engine.
      this.cancelEnrolment(engine);
      this.#tell({ kind: 'enrolled', embedding });
      return;
    }
    const progress = `${hint} ${accepted} ${wanted}`;
    if (progress === this.#progress) return;
    this.#progress = progress;
    this.#tell({ kind: 'enrolment', hint, accepted, wanted });
  }

  /**
   * @param {Engine} engine
   * @param {Gate} gate
   */
  #apply(engine, { mode, enrolled, zone, minimumFace, liveness }) {
    try {
      engine.setEnrolled(mode === 'identity' ? enrolled : null);
      engine.setZone(zone);
      engine.setMinimumFace(minimumFace);
      engine.setLiveness(liveness);
      engine.setGate(mode);
    } catch (error) {
      this.#close('unavailable');
      throw error;
    }
    this.#held = null;
    this.#become(engine.gateState());
  }

  /** @param {Hold} why */
  #close(why) {
    this.#held = why;
    this.#become(why);
  }

  /** @param {GateState} state */
  #become(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#tell({ kind: 'gate', state });
  }

  get #isOn() {
    return this.#gate !== null && this.#gate.mode !== 'off';
  }
}
