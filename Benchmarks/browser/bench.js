// @ts-check

import { Camaleon } from '/sdk/camaleon.js';
import { engineFile } from '/sdk/support.js';
import { Engine } from '/worker/engine.js';

/** How long anything runs before it is timed, in milliseconds: the browser compiles it again on the way. */
const WARM_UP = 3000;
const RUNS = 100;
/** Of the peak's loop, whose body has 12 multiply–adds of 4 lanes, each of two operations. */
const ITERATIONS = 1_000_000;
const OPERATIONS = ITERATIONS * 12 * 4 * 2;

/** @type {Camaleon | undefined} */
let camaleon;

/** The engine by itself, without a worker, with a model loaded. */
async function loadEngine() {
  const [engine, model] = await Promise.all(
    [engineFile(), 'unet.cml'].map(async (name) => (await fetch(`/assets/${name}`)).arrayBuffer()),
  );
  const imports = { camaleon: { now: () => performance.now() } };
  const { instance } = await WebAssembly.instantiate(engine, imports);
  new Engine(instance).loadModel(new Uint8Array(model));
  return /** @type {any} */ (instance.exports);
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

/**
 * The core's peak in this page, and the network at some sizes. Peak and network take turns, since
 * neighbours on the machine slow a core down for seconds at a time.
 *
 * @param {[number, number][]} sizes
 */
async function measureNetworks(sizes) {
  const engine = await loadEngine();
  const spin = () => engine.camaleon_bench_peak(ITERATIONS);
  /** @type {number[]} */
  const peaks = [];
  /** @type {Record<string, { median: number, p95: number, overPeak: number }>} */
  const networks = {};
  for (const [width, height] of sizes) {
    if (engine.camaleon_bench_network(width, height) !== 0) {
      throw new Error(`the network cannot run at ${width}x${height}`);
    }
    const both = () => [time(spin), time(engine.camaleon_bench_run)];
    repeat(both, WARM_UP);
    const rounds = Array.from({ length: RUNS }, both);
    const [spins, times] = [0, 1].map((index) => rounds.map((round) => round[index]));
    peaks.push(...spins.map((milliseconds) => OPERATIONS / (milliseconds * 1e6)));
    const operations = 2 * 1000 * engine.camaleon_bench_multiply_adds();
    const overPeak = operations / OPERATIONS / (median(times) / median(spins));
    networks[`${width}x${height}`] = { median: median(times), p95: quantile(times, 0.95), overPeak };
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
 * From the camera to the outgoing track, as an integrator has it, before an image.
 *
 * @param {number} width
 * @param {number} height
 */
async function startPipeline(width, height) {
  const camera = await navigator.mediaDevices.getUserMedia({
    video: { width: { exact: width }, height: { exact: height }, frameRate: 30 },
  });
  camaleon = await Camaleon.create({ assets: '/assets/' });
  await camaleon.setBackground({ mode: 'image', image: drawImage(width, height) });
  await camaleon.process(camera.getVideoTracks()[0]);
}

Object.assign(globalThis, {
  bench: {
    measureNetworks,
    startPipeline,
    statistics: () => camaleon?.statistics(),
  },
});
