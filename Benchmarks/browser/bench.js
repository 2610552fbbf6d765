// @ts-check

import { Camaleon } from '/sdk/camaleon.js';
import { engineFile } from '/sdk/support.js';

/** How long anything runs before it is timed, in milliseconds: the browser compiles it again on the way. */
const WARM_UP = 3000;
const RUNS = 100;
/** Of the peak's loop, whose body has 12 multiply–adds of 4 lanes, each of two operations. */
const ITERATIONS = 1_000_000;
const OPERATIONS = ITERATIONS * 12 * 4 * 2;

/** @type {Camaleon | undefined} */
let camaleon;

/** The engine by itself, without a worker. */
async function loadEngine() {
  const imports = { camaleon: { now: () => performance.now() } };
  const engine = await (await fetch(`/assets/${await engineFile()}`)).arrayBuffer();
  return /** @type {any} */ ((await WebAssembly.instantiate(engine, imports)).instance.exports);
}

/**
 * @param {any} engine
 * @param {string} path of the model
 * @returns {Promise<boolean>} whether it is there
 */
async function loadModel(engine, path) {
  const response = await fetch(path);
  if (!response.ok) return false;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const address = engine.camaleon_allocate(bytes.length);
  new Uint8Array(engine.memory.buffer, address, bytes.length).set(bytes);
  const status = engine.camaleon_bench_model(address, bytes.length);
  engine.camaleon_free(address);
  if (status !== 0) throw new Error(`${path} was refused: ${status}`);
  return true;
}

/** @param {() => void} work @returns {number} milliseconds */
function time(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** @param {() => void} work @param {number} milliseconds */
function repeat(work, milliseconds) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) work();
}

/** @param {number[]} list @param {number} share */
function quantile(list, share) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** @param {number[]} list */
const median = (list) => quantile(list, 0.5);

/** @typedef {{ median: number, p95: number, overPeak: number }} Times */

/**
 * Work that takes turns with the core's peak, since neighbours on the machine slow a core down for seconds
 * at a time.
 *
 * @param {any} engine
 * @param {() => void} work
 * @param {number} operations of one time
 * @param {number[]} peaks takes the peak of every round, in GFLOP/s
 * @param {number} times that the work is done in a round, where one is too short for the clock
 * @returns {Times}
 */
function measure(engine, work, operations, peaks, times = 1) {
  const spin = () => engine.camaleon_bench_peak(ITERATIONS);
  const all = () => {
    for (let done = 0; done < times; done += 1) work();
  };
  const both = () => [time(spin), time(all) / times];
  repeat(both, WARM_UP);
  const rounds = Array.from({ length: RUNS }, both);
  const [spins, runs] = [0, 1].map((index) => rounds.map((round) => round[index]));
  peaks.push(...spins.map((milliseconds) => OPERATIONS / (milliseconds * 1e6)));
  const overPeak = operations / OPERATIONS / (median(runs) / median(spins));
  return { median: median(runs), p95: quantile(runs, 0.95), overPeak };
}

/**
 * One inference of the loaded model.
 *
 * @param {any} engine
 * @param {number} width
 * @param {number} height
 * @param {number[]} peaks
 * @returns {Times}
 */
function measureNetwork(engine, width, height, peaks) {
  if (engine.camaleon_bench_network(width, height) !== 0) {
    throw new Error(`the network cannot run at ${width}x${height}`);
  }
  const operations = 2 * 1000 * engine.camaleon_bench_multiply_adds();
  return measure(engine, engine.camaleon_bench_run, operations, peaks);
}

/** In the order of the engine's numbers. */
const KERNELS = ['pointwise', 'convolution', 'winograd', 'depthwise', 'transposed', 'other'];
/** The networks that segment, of which a server need not have all. */
const SEGMENTERS = ['person', 'selfie', 'unet'];
/** Steps are repeated in a round until they take so long, in milliseconds: a browser's clock is coarse. */
const LEAST_ROUND = 5;

/**
 * The steps of the last network that was measured, of each kernel by themselves.
 *
 * @param {any} engine
 * @param {number[]} peaks
 */
function measureKernels(engine, peaks) {
  /** @type {Record<string, Times & { steps: number }>} */
  const kernels = {};
  const all = Array.from({ length: engine.camaleon_bench_steps() }, (_, step) => step);
  for (const [number, kernel] of KERNELS.entries()) {
    const steps = all.filter((step) => engine.camaleon_bench_step_kernel(step) === number);
    if (steps.length === 0) continue;
    const run = () => steps.forEach((step) => engine.camaleon_bench_step(step));
    const thousands = steps.reduce((sum, step) => sum + engine.camaleon_bench_step_multiply_adds(step), 0);
    const operations = 2 * 1000 * thousands;
    const rounds = Math.ceil(LEAST_ROUND / Math.max(0.01, time(run)));
    kernels[kernel] = { steps: steps.length, ...measure(engine, run, operations, peaks, rounds) };
  }
  return kernels;
}

/**
 * The core's peak in this page, the segmenters at some sizes, and those of the face networks that are
 * there, each at its own, as a whole and by the kernels that they are made of (the segmenters at the last size).
 *
 * @param {[number, number][]} sizes
 * @param {Record<string, number>} faces the sides of the face networks' inputs
 */
async function measureNetworks(sizes, faces) {
  const engine = await loadEngine();
  /** @type {number[]} */
  const peaks = [];
  /** @type {Record<string, any>} */
  const networks = {};
  for (const name of SEGMENTERS) {
    if (!(await loadModel(engine, `/assets/${name}.cml`))) continue;
    networks[name] = {};
    for (const [width, height] of sizes) {
      networks[name][`${width}x${height}`] = measureNetwork(engine, width, height, peaks);
    }
    networks[name].kernels = measureKernels(engine, peaks);
  }
  for (const [name, side] of Object.entries(faces)) {
    if (await loadModel(engine, `/networks/${name}.cml`)) {
      networks[name] = { ...measureNetwork(engine, side, side, peaks), kernels: measureKernels(engine, peaks) };
    }
  }
  return { peakGFLOPS: median(peaks), networks };
}

/** An image to sit before, of the frame's shape. @param {number} width @param {number} height */
function drawImage(width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const slope = context.createLinearGradient(0, 0, width, height);
  slope.addColorStop(0, 'steelblue');
  slope.addColorStop(1, 'tan');
  context.fillStyle = slope;
  context.fillRect(0, 0, width, height);
  return canvas.transferToImageBitmap();
}

/**
 * From the camera to the outgoing track, as an integrator has it, before an image; with a gate, if one is
 * named, through which whoever is before the camera may go.
 *
 * @param {number} width
 * @param {number} height
 * @param {'off' | 'presence' | 'identity'} mode
 */
async function startPipeline(width, height, mode) {
  const camera = await navigator.mediaDevices.getUserMedia({
    video: { width: { exact: width }, height: { exact: height }, frameRate: 30 },
  });
  camaleon = await Camaleon.create({ assets: '/assets/' });
  await camaleon.setBackground({ mode: 'image', image: drawImage(width, height) });
  await camaleon.process(camera.getVideoTracks()[0]);
  const enrolled = mode === 'identity' ? await camaleon.enrol().result : undefined;
  await camaleon.setGate({ mode, enrolled });
}

Object.assign(globalThis, {
  bench: {
    measureNetworks,
    startPipeline,
    statistics: () => camaleon?.statistics(),
  },
});
