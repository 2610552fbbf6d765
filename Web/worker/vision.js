// @ts-check

import { Engine, EngineError, MODES, STAGES } from './engine.js';
import { FaceGate } from './face-gate.js';
import { planCopy } from './frame-format.js';
import { slateFrame } from './slate.js';
import { FrameStatistics } from './statistics.js';

/** After this many traps within {@link TRAP_WINDOW} milliseconds the engine is not started again. */
const MOST_TRAPS = 3;
const TRAP_WINDOW = 30_000;

/**
 * @typedef {{ data: Uint8ClampedArray, width: number, height: number }} Pixels
 * @typedef {'none' | 'blur' | 'image' | 'camaleon'} Mode
 * @typedef {(state: 'running' | 'failed', code?: string, message?: string) => void} Report
 */

/**
 * Turns camera frames into safe frames, whatever happens to the engine.
 *
 * This is the only place where a camera's frame is read, and what leaves it is either what the engine
 * composed or the slate. It survives a trap: slate frames go out while a new engine starts.
 */
export class Vision {
  #module;
  #model;
  #report;
  /** @type {Engine | null} */
  #engine = null;
  /** @type {Mode} */
  #mode = 'blur';
  /** @type {Pixels | null} */
  #image = null;
  #learnsPlate = false;
  #gate;
  /** @type {number[]} when the engine trapped, in milliseconds */
  #traps = [];
  #refusing = false;
  #isBusy = false;
  statistics = new FrameStatistics();
  /** How much of the matting there is time for: the engine's word. */
  matting = 'full';
  /** The size of the frames that go out: that of the last camera frame which the engine took. */
  width = 640;
  height = 480;

  /**
   * @param {WebAssembly.Module} module
   * @param {Uint8Array} model
   * @param {Report} report
   * @param {(news: import('./face-gate.js').GateNews) => void} [tell]
   */
  constructor(module, model, report, tell = () => {}) {
    this.#module = module;
    this.#model = model;
    this.#report = report;
    this.#gate = new FaceGate(tell);
  }

  /** Starts the engine, with everything that was set so far but the worn room. */
  async start() {
    const engine = await Engine.instantiate(this.#module);
    engine.loadSegmenter(this.#model);
    if (this.#image) engine.setImage(this.#image);
    engine.setBackground(MODES.indexOf(this.#mode));
    engine.learnPlate(this.#learnsPlate);
    this.#gate.renew(engine);
    this.#engine = engine;
  }

  /**
   * The safe frame for a camera's frame, which is closed here whatever happens.
   *
   * One frame at a time: while a camera is replaced two deliver, and configuring for one must not free
   * the memory into which the other is being copied. A frame that comes meanwhile is left out.
   *
   * @param {VideoFrame} frame
   * @returns {Promise<VideoFrame | null>} null for a frame that was left out
   */
  async safeFrame(frame) {
    const { timestamp } = frame;
    this.statistics.noteArrival(timestamp);
    if (this.#isBusy) {
      this.statistics.dropped += 1;
      frame.close();
      return null;
    }
    this.#isBusy = true;
    try {
      return await this.#process(frame);
    } catch (error) {
      this.#fail(error);
      return this.slate(timestamp);
    } finally {
      this.#isBusy = false;
      frame.close();
    }
  }

  /** @param {number} timestamp microseconds */
  slate(timestamp) {
    return slateFrame(this.width, this.height, timestamp);
  }

  /**
   * @param {Mode} mode
   * @param {Pixels | null} image
   */
  setBackground(mode, image) {
    const before = this.#mode;
    // Already now: if the engine traps over it, this was a choice from before the fault.
    this.#mode = mode;
    try {
      this.#guard((engine) => {
        if (image) engine.setImage(image);
        engine.setBackground(MODES.indexOf(mode));
      });
    } catch (error) {
      this.#mode = before;
      throw error;
    }
    this.#image = image ?? this.#image;
  }

  /** @param {boolean} on */
  learnPlate(on) {
    this.#learnsPlate = on;
    this.#guard((engine) => engine.learnPlate(on));
  }

  /** @param {boolean} whole */
  plate(whole) {
    return this.#guard((engine) => engine.plate(whole)) ?? null;
  }

  /** @param {Uint8Array | null} bytes */
  wear(bytes) {
    this.#guard((engine) => engine.wear(bytes));
  }

  get hole() {
    return this.#guard((engine) => engine.holeShare()) ?? 1;
  }

  /** @param {import('./face-gate.js').Hold} why nothing but the slate goes out until a gate is set */
  holdGate(why) {
    this.#gate.hold(why);
  }

  /**
   * @param {import('./gate-words.js').FaceNetwork} network
   * @param {Uint8Array} bytes
   */
  loadFaceNetwork(network, bytes) {
    if (!this.#engine) return this.#gate.load(null, network, bytes);
    const isLoaded = this.#guard((engine) => {
      this.#gate.load(engine, network, bytes);
      return true;
    });
    if (!isLoaded) throw new Error(`The engine failed over the face network ${network}.`);
  }

  /** @param {import('./face-gate.js').Gate} gate */
  setGate(gate) {
    if (!this.#engine) return this.#gate.set(null, gate);
    this.#guard((engine) => this.#gate.set(engine, gate));
  }

  beginEnrolment() {
    const hasBegun = this.#guard((engine) => {
      this.#gate.beginEnrolment(engine);
      return true;
    });
    if (!hasBegun) throw new Error('There is no engine to enrol with.');
  }

  cancelEnrolment() {
    this.#guard((engine) => this.#gate.cancelEnrolment(engine));
  }

  /** @param {VideoFrame} frame */
  async #process(frame) {
    const start = performance.now();
    const plan = planCopy(frame);
    const engine = this.#engine;
    if (!engine) return this.slate(frame.timestamp);
    engine.configure(plan);
    this.width = plan.width;
    this.height = plan.height;
    await frame.copyTo(engine.input(plan.byteCount), plan.options);
    // While that was awaited the engine may have trapped elsewhere, or a gate been asked for.
    if (engine !== this.#engine || this.#gate.isHeld) return this.slate(frame.timestamp);
    engine.process(frame.timestamp);
    this.#gate.follow(engine);
    const safe = new VideoFrame(engine.output(), {
      format: 'I420',
      codedWidth: plan.width,
      codedHeight: plan.height,
      timestamp: frame.timestamp,
      ...(plan.isConverted ? {} : { colorSpace: colorSpaceInit(frame) }),
    });
    if (this.#refusing) this.#report('running');
    this.#refusing = false;
    const now = performance.now();
    this.matting = engine.mattingQuality();
    const stages = engine.stageMilliseconds();
    this.statistics.noteFrame(now, [
      ...STAGES.map((name, index) => /** @type {[string, number]} */ ([name, stages[index] ?? 0])),
      ['total', now - start],
    ]);
    return safe;
  }

  /**
   * Runs `body` with the engine; a trap in it is treated as one in a frame.
   *
   * @template T
   * @param {(engine: Engine) => T} body
   * @returns {T | undefined} undefined without an engine
   */
  #guard(body) {
    if (!this.#engine) return undefined;
    try {
      return body(this.#engine);
    } catch (error) {
      if (error instanceof EngineError) throw error;
      this.#fail(error);
      return undefined;
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    if (error instanceof WebAssembly.RuntimeError) {
      this.#restart();
      return;
    }
    // A frame that cannot be read: said once, until one can be read again.
    if (this.#refusing) return;
    this.#refusing = true;
    this.#hideRoom();
    this.#report('failed', 'frame-refused', error instanceof Error ? error.message : String(error));
  }

  /** The mode *none* survives no fault: nobody's room is shown by a choice made before it. */
  #hideRoom() {
    if (this.#mode !== 'none') return;
    this.#mode = 'blur';
    this.#guard((engine) => engine.setBackground(MODES.indexOf('blur')));
  }

  /** Replaces an engine that trapped. */
  #restart() {
    this.#engine = null;
    this.#gate.lose();
    // Another engine: what it refuses is said anew.
    this.#refusing = false;
    this.#hideRoom();
    const now = performance.now();
    this.#traps = [...this.#traps.filter((time) => now - time < TRAP_WINDOW), now];
    if (this.#traps.length >= MOST_TRAPS) {
      this.#report('failed', 'engine-trapped', 'The engine fails again and again.');
      return;
    }
    this.#report('failed', 'engine-trapped', 'The engine failed and starts again.');
    this.start().then(
      () => this.#report('running'),
      (error) => this.#report('failed', 'engine-trapped', String(error)),
    );
  }
}

/** @param {VideoFrame} frame */
function colorSpaceInit({ colorSpace: { primaries, transfer, matrix, fullRange } }) {
  return { primaries, transfer, matrix, fullRange };
}
