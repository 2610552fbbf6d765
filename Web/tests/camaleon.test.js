import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Camaleon } from '../sdk/camaleon.js';
import { settled } from './fakes/clock.js';
import { closable } from './fakes/closable.js';
import { installGlobals } from './fakes/globals.js';
import { FakeTrack } from './fakes/link.js';
import { FakeWorker } from './fakes/worker.js';

const WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** A worker that answers at once, and refuses a start when `refusal` says why. */
class WillingWorker extends FakeWorker {
  static refusal = null;

  postMessage(message, transfer) {
    super.postMessage(message, transfer);
    const error = message.kind === 'start' ? WillingWorker.refusal : null;
    if ('id' in message) queueMicrotask(() => this.answer(message.kind, error ? { error } : {}));
  }
}

/** Chromium, with a worker that answers. */
function installBrowser(context, globals = {}) {
  WillingWorker.refusal = null;
  installGlobals(context, {
    document: { baseURI: 'https://example.org/' },
    fetch: async () => new Response(WASM),
    Worker: WillingWorker,
    VideoFrame: class {},
    MediaStreamTrackProcessor: class {
      readable = {};
    },
    MediaStreamTrackGenerator: class {
      writable = {};
      stop() {}
    },
    ...globals,
  });
}

/** An engine that runs, the worker below it, and the states that it went through. */
async function running(context, globals) {
  installBrowser(context, globals);
  const camaleon = await Camaleon.create({ assets: '/assets' });
  context.after(() => camaleon.close());
  const states = [];
  camaleon.addEventListener('state', ({ detail: { state, code } }) => {
    states.push(code ? `${state} ${code}` : state);
  });
  return { camaleon, worker: FakeWorker.last, states };
}

test('a browser that cannot is refused before anything is fetched', async (context) => {
  installBrowser(context, {
    VideoFrame: undefined,
    fetch: () => assert.fail('something was fetched'),
  });

  await assert.rejects(Camaleon.create({ assets: '/assets' }), { code: 'unsupported-browser' });
});

test('a model that the engine refuses is told apart from an engine that does not start', async (context) => {
  for (const [refused, code] of [
    [true, 'model-refused'],
    [false, 'engine-refused'],
  ]) {
    installBrowser(context);
    WillingWorker.refusal = { message: 'no', refused };

    await assert.rejects(Camaleon.create({ assets: '/assets' }), { code });
    assert.ok(FakeWorker.last.isTerminated);
  }
});

test('a fault and its end are told as the worker tells them', async (context) => {
  const { camaleon, worker, states } = await running(context);
  await camaleon.process(new FakeTrack('camera'));

  worker.say({ kind: 'state', state: 'failed', code: 'engine-trapped', message: '' });
  worker.say({ kind: 'state', state: 'running' });

  assert.deepEqual(states, ['starting', 'running', 'failed engine-trapped', 'running']);
});

test('another camera does not make an engine run that failed', async (context) => {
  const { camaleon, worker, states } = await running(context);
  await camaleon.process(new FakeTrack('front'));
  worker.say({ kind: 'state', state: 'failed', code: 'engine-trapped', message: '' });
  states.length = 0;

  await camaleon.process(new FakeTrack('back'));

  assert.deepEqual(states, ['starting', 'failed engine-trapped']);
  assert.equal(camaleon.statistics().state, 'failed');
});

test('a camera that ends is told, unless another has taken its place', async (context) => {
  const { camaleon, worker, states } = await running(context);
  const [old, replacement] = [new FakeTrack('front'), new FakeTrack('back')];
  await camaleon.process(old);
  await camaleon.process(replacement);
  states.length = 0;

  old.end();
  assert.deepEqual(states, []);
  replacement.end();

  assert.deepEqual(states, ['failed camera-ended']);
  assert.equal(worker.sent.at(-1).kind, 'no-source');
});

test('a camera that was stopped on purpose is read no more, and nobody is alarmed', async (context) => {
  const { camaleon, worker, states } = await running(context);
  const camera = new FakeTrack('camera');
  await camaleon.process(camera);
  worker.say({ kind: 'statistics' });
  const before = worker.sent.length;
  states.length = 0;

  camera.readyState = 'ended';
  worker.say({ kind: 'statistics' });
  worker.say({ kind: 'statistics' });

  assert.deepEqual(
    worker.sent.slice(before).map(({ kind }) => kind),
    ['no-source'],
  );
  assert.deepEqual(states, []);
});

test('a camera that goes while another takes its place does not take that one along', async (context) => {
  const { camaleon, worker, states } = await running(context);
  const [old, replacement] = [new FakeTrack('front'), new FakeTrack('back')];
  await camaleon.process(old);

  const step = camaleon.process(replacement);
  old.end();
  worker.say({ kind: 'statistics' });
  await step;

  assert.ok(worker.sent.every(({ kind }) => kind !== 'no-source'));
  assert.equal(states.at(-1), 'running');
});

test('of two backgrounds the one that was chosen last holds, however long its image takes', async (context) => {
  const bitmaps = [];
  const createImageBitmap = async () => {
    await settled();
    const bitmap = closable({ width: 8, height: 8 });
    bitmaps.push(bitmap);
    return bitmap;
  };
  const { camaleon, worker } = await running(context, { createImageBitmap });

  const slow = camaleon.setBackground({ mode: 'image', image: {} });
  const fast = camaleon.setBackground({ mode: 'blur' });
  await Promise.all([slow, fast]);

  const chosen = worker.sent.filter(({ kind }) => kind === 'background');
  assert.deepEqual(
    chosen.map(({ mode }) => mode),
    ['blur'],
  );
  assert.ok(bitmaps.every(({ isClosed }) => isClosed));
});

test('an image that the browser cannot read is refused, and the background stays', async (context) => {
  const createImageBitmap = () => Promise.reject(new DOMException('no', 'InvalidStateError'));
  const { camaleon, worker } = await running(context, { createImageBitmap });

  const choice = camaleon.setBackground({ mode: 'image', image: {} });

  await assert.rejects(choice, { code: 'image-refused' });
  assert.ok(worker.sent.every(({ kind }) => kind !== 'background'));
});

test('how much of a worn room is unknown is told while one is worn', async (context) => {
  const { camaleon, worker } = await running(context);
  worker.say({ kind: 'statistics', hole: 0.5 });
  assert.equal(camaleon.statistics().hole, null);

  await camaleon.wear(Uint8Array.of(1));
  assert.equal(camaleon.statistics().hole, 0.5);
  await camaleon.wear(null);
  assert.equal(camaleon.statistics().hole, null);
});

test('what the gate finds is an event, and in the statistics', async (context) => {
  const { camaleon, worker } = await running(context);
  const heard = [];
  camaleon.addEventListener('gate', ({ detail }) => heard.push(detail));
  assert.equal(camaleon.statistics().gate, 'off');

  worker.say({ kind: 'gate', state: 'searching' });
  worker.say({ kind: 'gate', state: 'verified' });

  assert.deepEqual(heard, [{ state: 'searching' }, { state: 'verified' }]);
  assert.equal(camaleon.statistics().gate, 'verified');
});

test('after closing nothing is told any more', async (context) => {
  const { camaleon, worker, states } = await running(context);

  camaleon.close();
  camaleon.close();
  worker.onerror();

  assert.deepEqual(states, ['closed']);
  assert.ok(worker.isTerminated);
  await assert.rejects(camaleon.plate(), { code: 'closed' });
});
