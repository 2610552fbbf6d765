import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { MODES } from '../worker/engine.js';
import { Vision } from '../worker/vision.js';
import { settled } from './fakes/clock.js';
import { COMPOSED, installFakeEngines } from './fakes/engine.js';
import {
  brokenFrame,
  CAMERA,
  FakeCameraFrame,
  installFakeFrames,
  openFrames,
  SLATE,
  slowFrame,
} from './fakes/video-frame.js';

beforeEach(installFakeFrames);

/** Vision that has started, the engines that it made, and what it reported. */
async function started(context, prepare) {
  const engines = installFakeEngines(context, prepare);
  const reports = [];
  const vision = new Vision({}, Uint8Array.of(1), (state, code) => {
    reports.push(code ? `${state} ${code}` : state);
  });
  await vision.start();
  return { vision, engines, reports };
}

test('a camera’s frame comes out as the engine composed it, at its own time', async (context) => {
  const { vision } = await started(context);
  const frame = new FakeCameraFrame({ timestamp: 33_000, width: 8, height: 4 });

  const safe = await vision.safeFrame(frame);

  assert.ok(safe.bytes.every((byte) => byte === COMPOSED));
  assert.equal(safe.bytes.length, 48);
  assert.equal(safe.timestamp, 33_000);
  assert.deepEqual(openFrames(), [safe]);
});

test('a frame that comes while another is in the engine is left out', async (context) => {
  const { vision, engines } = await started(context);
  const first = slowFrame({ width: 8 });
  const second = new FakeCameraFrame({ width: 16 });

  const safe = vision.safeFrame(first);
  const leftOut = await vision.safeFrame(second);

  assert.equal(leftOut, null);
  assert.ok(second.isClosed);
  assert.equal(vision.statistics.dropped, 1);
  // Configuring for the second would have freed what the first is being copied into.
  assert.deepEqual(engines[0].callsOf('configure'), [[8, 4, 0, 0]]);

  first.finish();
  assert.equal((await safe).codedWidth, 8);
  assert.ok(first.isClosed);
});

test('after a frame the next one has its turn, whatever became of the first', async (context) => {
  const { vision } = await started(context);

  for (const first of [new FakeCameraFrame(), brokenFrame()]) {
    await vision.safeFrame(first);
    const safe = await vision.safeFrame(new FakeCameraFrame());

    assert.equal(safe.bytes[0], COMPOSED);
  }
  assert.equal(vision.statistics.dropped, 0);
});

test('nothing of the camera leaves, whatever breaks', async (context) => {
  const faults = ['configure', 'input', 'process', 'output', 'stage_microseconds'];
  for (const fault of faults) {
    const { vision, engines } = await started(context);
    engines[0].traps.add(fault);
    const frame = new FakeCameraFrame();

    const safe = await vision.safeFrame(frame);

    assert.ok(frame.isClosed, fault);
    assert.notEqual(safe, frame);
    assert.equal(safe.bytes[0], SLATE, fault);
    assert.ok(!safe.bytes.includes(CAMERA), fault);
    context.mock.restoreAll();
  }
});

test('a frame that cannot be copied is told once, until one can be again', async (context) => {
  const { vision, reports } = await started(context);

  for (const frame of [
    brokenFrame(),
    brokenFrame(),
    new FakeCameraFrame(),
    new FakeCameraFrame(),
  ]) {
    await vision.safeFrame(frame);
    assert.ok(frame.isClosed);
  }

  assert.deepEqual(reports, ['failed frame-refused', 'running']);
});

test('a slate in place of an engine that is gone is not taken for a recovery', async (context) => {
  const { vision, engines, reports } = await started(context);
  await vision.safeFrame(brokenFrame());
  engines[0].traps.add('hole_share');
  context.mock.method(WebAssembly, 'instantiate', () => Promise.reject(new Error('no memory')));

  assert.equal(vision.hole, 1);
  await settled();
  await vision.safeFrame(new FakeCameraFrame());

  assert.deepEqual(new Set(reports), new Set(['failed frame-refused', 'failed engine-trapped']));
});

test('a frame that the engine does not take gives the slate, in the size before', async (context) => {
  const { vision, engines, reports } = await started(context);
  engines[0].answers.configure = -1;

  const safe = await vision.safeFrame(new FakeCameraFrame({ width: 9000, height: 9000 }));

  assert.deepEqual([safe.codedWidth, safe.codedHeight, safe.bytes[0]], [640, 480, SLATE]);
  assert.deepEqual(reports, ['failed frame-refused']);
});

test('an engine that trapped is replaced by one that knows what was chosen', async (context) => {
  const { vision, engines, reports } = await started(context);
  vision.setBackground('image', { data: Uint8ClampedArray.of(1, 2, 3, 4), width: 1, height: 1 });
  vision.learnPlate(true);
  engines[0].traps.add('process');

  await vision.safeFrame(new FakeCameraFrame());
  await settled();

  assert.deepEqual(reports, ['failed engine-trapped', 'running']);
  const [, renewed] = engines;
  assert.deepEqual(renewed.callsOf('set_background'), [[MODES.indexOf('image')]]);
  assert.deepEqual([...renewed.received], [1, 2, 3, 4]);
  assert.deepEqual(renewed.callsOf('learn_plate'), [[1]]);
  assert.equal((await vision.safeFrame(new FakeCameraFrame())).bytes[0], COMPOSED);
});

test('the mode that shows the room does not survive a trap', async (context) => {
  for (const trap of ['process', 'hole_share']) {
    const { vision, engines } = await started(context);
    vision.setBackground('none', null);
    engines[0].traps.add(trap);

    await vision.safeFrame(new FakeCameraFrame());
    assert.equal(vision.hole, 1);
    await settled();

    assert.deepEqual(engines[1].callsOf('set_background'), [[MODES.indexOf('blur')]], trap);
    context.mock.restoreAll();
  }
});

test('an engine that traps over the choice to show the room does not show it', async (context) => {
  const { vision, engines } = await started(context);
  engines[0].traps.add('set_background');

  vision.setBackground('none', null);
  await settled();

  assert.deepEqual(engines[1].callsOf('set_background'), [[MODES.indexOf('blur')]]);
});

test('the mode that shows the room does not survive a frame that is refused', async (context) => {
  const { vision, engines } = await started(context);
  vision.setBackground('none', null);

  await vision.safeFrame(brokenFrame());

  assert.deepEqual(engines[0].callsOf('set_background').at(-1), [MODES.indexOf('blur')]);
});

test('other modes survive a fault, and showing the room can be chosen after it', async (context) => {
  const { vision, engines } = await started(context);
  vision.setBackground('camaleon', null);
  engines[0].traps.add('process');

  await vision.safeFrame(new FakeCameraFrame());
  await settled();
  vision.setBackground('none', null);

  assert.deepEqual(
    engines[1].callsOf('set_background'),
    ['camaleon', 'none'].map((mode) => [MODES.indexOf(mode)]),
  );
});

test('a frame that was being copied when the engine trapped elsewhere is a slate', async (context) => {
  const { vision, engines } = await started(context);
  const frame = slowFrame();
  const safe = vision.safeFrame(frame);
  engines[0].traps.add('hole_share');

  assert.equal(vision.hole, 1);
  await settled();
  frame.finish();

  assert.equal((await safe).bytes[0], SLATE);
  assert.deepEqual(
    engines.map((engine) => engine.callsOf('process').length),
    [0, 0],
  );
});

test('an engine that traps again and again is given up, and slates go out', async (context) => {
  const { vision, engines, reports } = await started(context, ({ traps }) => traps.add('process'));

  for (let count = 0; count < 5; count++) {
    const safe = await vision.safeFrame(new FakeCameraFrame());
    await settled();
    assert.equal(safe.bytes[0], SLATE);
  }

  assert.equal(engines.length, 3);
  assert.equal(reports.at(-1), 'failed engine-trapped');
});

test('traps that lie far apart are each survived', async (context) => {
  let now = 0;
  context.mock.method(performance, 'now', () => now);
  const { vision, engines, reports } = await started(context, ({ traps }) => traps.add('process'));

  for (let count = 0; count < 6; count++) {
    now += 20_000;
    await vision.safeFrame(new FakeCameraFrame());
    await settled();
  }

  assert.equal(engines.length, 7);
  assert.equal(reports.at(-1), 'running');
});

test('a background that the engine refuses is not remembered', async (context) => {
  const { vision, engines } = await started(context);
  engines[0].answers.set_image = -1;
  const image = { data: new Uint8ClampedArray(4), width: 1, height: 1 };

  assert.throws(() => vision.setBackground('image', image), { name: 'EngineError' });
  engines[0].traps.add('process');
  await vision.safeFrame(new FakeCameraFrame());
  await settled();

  assert.deepEqual(engines[1].callsOf('set_image'), []);
  assert.deepEqual(engines[1].callsOf('set_background'), [[MODES.indexOf('blur')]]);
});
