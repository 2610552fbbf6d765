/** What every byte of a composed frame is, and of nothing else. */
export const COMPOSED = 7;

const INPUT = 1 << 16;
const OUTPUT = 2 << 16;
const HEAP = 3 << 16;
const RESULT = 4 << 16;

/** An instance of the engine: it keeps what it was asked, and traps or refuses when told to. */
export class FakeEngine {
  /** Every call, as its name without `camaleon_` and its arguments. */
  calls = [];
  /** Names of the functions that trap from now on. */
  traps = new Set();
  /** What functions answer instead of 0, by name. */
  answers = {};
  /** Bytes at the addresses of the last call that was handed some. */
  received = null;
  exports = { memory: new WebAssembly.Memory({ initial: 8 }) };
  #size = 0;
  #faceNetworks = new Set();
  #gate = 0;

  constructor() {
    const does = {
      allocate: () => HEAP,
      free: () => {},
      configure: (width, height) => {
        this.#size = width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
        return 0;
      },
      input: () => INPUT,
      output: () => OUTPUT,
      process: () => this.bytes(OUTPUT, this.#size).fill(COMPOSED),
      set_background: (mode) => (mode >>> 0 < 4 ? 0 : -1),
      set_image: (address, width, height) => this.#receive(address, 4 * width * height),
      learn_plate: () => {},
      encode_plate: () => 0,
      plate: () => HEAP,
      wear: (address, length) => this.#receive(address, length),
      forget_room: () => {},
      hole_share: () => 1000,
      matting_quality: () => 0,
      stage_microseconds: (stage) => 1000 * stage,
      load_segmenter: (_, address, length) => this.#receive(address, length),
      load_face_network: (kind, address, length) => {
        this.#faceNetworks.add(kind);
        return this.#receive(address, length);
      },
      set_gate: (mode) => {
        if (this.#faceNetworks.size < [0, 1, 3][mode]) return -1;
        this.#gate = mode;
        return 0;
      },
      set_zone: (left, top, right, bottom) => (left < right && top < bottom ? 0 : -1),
      set_minimum_face: (share) => (share >= 0 && share <= 1 ? 0 : -1),
      set_liveness: (on) => (on === 0 || on === 1 ? 0 : -1),
      set_enrolled: (address, count) => (count ? this.#receive(address, 4 * count) : 0),
      gate_state: () => (this.#gate === 0 ? 0 : 1),
      enrol_begin: () => (this.#faceNetworks.size === 3 ? 0 : -1),
      enrol_cancel: () => {},
      enrol_state: () => 0,
      enrol_result: () => 0,
    };
    // One function of the engine, told apart here by the kind of the network.
    this.exports.camaleon_load_network = (kind, address, length) =>
      this.exports[`camaleon_load_${kind === 0 ? 'segmenter' : 'face_network'}`](
        kind,
        address,
        length,
      );
    for (const [name, action] of Object.entries(does)) {
      this.exports[`camaleon_${name}`] = (...values) => {
        this.calls.push([name, ...values]);
        if (this.traps.has(name)) throw new WebAssembly.RuntimeError('unreachable');
        const answer = action(...values);
        return this.answers[name] ?? answer;
      };
    }
  }

  /** The arguments of each call of `name`. */
  callsOf(name) {
    return this.calls.filter(([called]) => called === name).map(([, ...values]) => values);
  }

  bytes(address, length) {
    return new Uint8Array(this.exports.memory.buffer, address, length);
  }

  /** Ends the enrolment with this embedding. */
  enrol(embedding) {
    this.bytes(RESULT, 4 * embedding.length).set(new Uint8Array(embedding.buffer));
    Object.assign(this.answers, { enrol_state: 255, enrol_result: RESULT });
  }

  #receive(address, length) {
    this.received = this.bytes(address, length).slice();
    return 0;
  }
}

/**
 * Lets `WebAssembly.instantiate` make fakes until the test ends.
 *
 * @returns the engines that were made so far; `prepare` is told of each
 */
export function installFakeEngines(context, prepare = () => {}) {
  const engines = [];
  context.mock.method(WebAssembly, 'instantiate', async () => {
    const engine = new FakeEngine();
    engines.push(engine);
    prepare(engine);
    return engine;
  });
  return engines;
}
