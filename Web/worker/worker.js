// @ts-check

/**
 * The worker that owns the engine: camera frames in, safe frames out.
 *
 * The page sends `start` once, then commands, each answered once by its `id`; frames come through a
 * stream (Chromium), a track (the standard) or one by one in messages (Firefox), and leave the same
 * way. Twice a second the worker says how it is doing, which is also its sign of life.
 *
 * @typedef {import('./vision.js').Mode} Mode
 * @typedef {{ id: number } & (
 *   | { kind: 'start', module: WebAssembly.Module, model: Uint8Array }
 *   | { kind: 'sink', writable: WritableStream<VideoFrame> }
 *   | { kind: 'generator' }
 *   | { kind: 'source', readable: ReadableStream<VideoFrame> }
 *   | { kind: 'track', track: MediaStreamTrack }
 *   | { kind: 'no-source' }
 *   | { kind: 'tick', milliseconds: number }
 *   | { kind: 'background', mode: Mode, image: ImageBitmap | null }
 *   | { kind: 'learn', on: boolean }
 *   | { kind: 'plate', whole: boolean }
 *   | { kind: 'wear', bytes: Uint8Array | null }
 *   | { kind: 'hold-gate', why: import('./face-gate.js').Hold }
 *   | { kind: 'face-network', network: import('./gate-words.js').FaceNetwork, bytes: Uint8Array }
 *   | { kind: 'gate', gate: import('./face-gate.js').Gate }
 *   | { kind: 'enrol', on: boolean }
 * )} Command
 * @typedef {{ kind: 'frame', frame: VideoFrame }} FrameIn
 */

import { EngineError } from './engine.js';
import { FrameLoop } from './frame-loop.js';
import { Vision } from './vision.js';

const SIGN_OF_LIFE_MILLISECONDS = 500;

/** @type {Vision | undefined} */
let vision;
/** @type {FrameLoop | undefined} */
let loop;
/** @type {ReturnType<typeof setInterval> | undefined} */
let ticking;

/** @param {MessageEvent<Command | FrameIn>} event */
self.onmessage = async ({ data }) => {
  if (data.kind === 'frame') {
    if (loop) loop.push(data.frame).catch((error) => reportError(error));
    else data.frame.close();
    return;
  }
  try {
    const value = await obey(data);
    const transfer = value instanceof Uint8Array ? [value.buffer] : isTrack(value) ? [value] : [];
    post({ kind: 'reply', id: data.id, value }, /** @type {Transferred[]} */ (transfer));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    post({ kind: 'reply', id: data.id, error: { message, refused: error instanceof EngineError } });
  }
};

/**
 * @param {Command} command
 * @returns {Promise<unknown>} what the reply carries
 */
async function obey(command) {
  if (command.kind === 'start') return start(command);
  if (!vision || !loop) throw new Error('The engine has not been started.');
  switch (command.kind) {
    case 'sink':
      return loop.writeTo(command.writable);
    case 'generator':
      return loop.writeToGenerator();
    case 'source':
      return loop.readFrom(command.readable);
    case 'track':
      return loop.readFromTrack(command.track);
    case 'no-source':
      return loop.stopReading();
    case 'tick':
      return tick(command.milliseconds);
    case 'background':
      return vision.setBackground(command.mode, command.image && pixelsOf(command.image));
    case 'learn':
      return vision.learnPlate(command.on);
    case 'plate':
      return vision.plate(command.whole);
    case 'wear':
      return vision.wear(command.bytes);
    case 'hold-gate':
      return vision.holdGate(command.why);
    case 'face-network':
      return vision.loadFaceNetwork(command.network, command.bytes);
    case 'gate':
      return vision.setGate(command.gate);
    case 'enrol':
      return command.on ? vision.beginEnrolment() : vision.cancelEnrolment();
  }
}

/** @param {{ module: WebAssembly.Module, model: Uint8Array }} command */
async function start({ module, model }) {
  const started = new Vision(
    module,
    model,
    (state, code, message) => post({ kind: 'state', state, code, message }),
    (news) => post(news),
  );
  await started.start();
  vision = started;
  loop = new FrameLoop(started, (frame) => post({ kind: 'frame', frame }, [frame]));
  setInterval(reportStatistics, SIGN_OF_LIFE_MILLISECONDS);
}

function reportStatistics() {
  if (!vision) return;
  const { statistics, width, height, hole, matting } = vision;
  const { frames, dropped, framesPerSecond, stages } = statistics;
  post({
    kind: 'statistics',
    frames,
    dropped,
    framesPerSecond,
    stages,
    width,
    height,
    hole,
    matting,
  });
}

/**
 * Asks the page for a frame at an interval: a hidden page's own timers run once a second.
 *
 * @param {number} milliseconds 0 stops it
 */
function tick(milliseconds) {
  clearInterval(ticking);
  if (milliseconds > 0) ticking = setInterval(() => post({ kind: 'tick' }), milliseconds);
}

/** @param {ImageBitmap} image closed here */
function pixelsOf(image) {
  try {
    const { width, height } = image;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('The browser cannot read images.');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, width, height);
  } finally {
    image.close();
  }
}

/** @param {unknown} value */
function isTrack(value) {
  return typeof MediaStreamTrack !== 'undefined' && value instanceof MediaStreamTrack;
}

/**
 * @param {object} message
 * @param {Transferred[]} [transfer]
 */
function post(message, transfer = []) {
  self.postMessage(message, /** @type {any} */ ({ transfer }));
}
