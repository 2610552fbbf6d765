import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { FrameLoop } from '../worker/frame-loop.js';
import { Vision } from '../worker/vision.js';
import { FakeClock, settled } from './fakes/clock.js';
import { COMPOSED, installFakeEngines } from './fakes/engine.js';
import { installGlobals } from './fakes/globals.js';
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

/** A loop over an engine that composes, and what went out of it. */
async function started(context, { hasSink = true, prepare } = {}) {
  installFakeEngines(context, prepare);
  const clock = new FakeClock();
  const vision = new Vision({}, Uint8Array.of(1), () => {});
  await vision.start();
  const sent = [];
  const loop = new FrameLoop(vision, (frame) => sent.push(frame), clock.every);
  if (hasSink) loop.writeTo(new WritableStream({ write: (frame) => void sent.push(frame) }));
  return { loop, vision, clock, sent };
}

/** A camera's stream, to which the test gives frames. */
function fakeCamera() {
  const camera = { isCancelled: false };
  camera.readable = new ReadableStream({
    start: (controller) => {
      camera.controller = controller;
    },
    cancel: () => {
      camera.isCancelled = true;
    },
  });
  camera.give = async (frame) => {
    camera.controller.enqueue(frame);
    await settled();
    return frame;
  };
  return camera;
}

/** What went out, by the first byte of each: composed frames and slates. */
const firstBytes = (frames) => frames.map(({ bytes }) => bytes[0]);

test('camera frames are replaced by composed ones, and closed', async (context) => {
  const { loop, sent } = await started(context);
  const camera = fakeCamera();
  loop.readFrom(camera.readable);
  await settled();
  sent.length = 0;

  const frames = [];
  for (const timestamp of [0, 33_000]) {
    frames.push(await camera.give(new FakeCameraFrame({ timestamp })));
  }

  assert.deepEqual(firstBytes(sent), [COMPOSED, COMPOSED]);
  assert.deepEqual(
    sent.map(({ timestamp }) => timestamp),
    [0, 33_000],
  );
  assert.ok(frames.every(({ isClosed }) => isClosed));
});

test('a frame that an old camera left in the engine is not delivered', async (context) => {
  const { loop, sent } = await started(context);
  const [old, replacement] = [fakeCamera(), fakeCamera()];
  loop.readFrom(old.readable);
  const late = await old.give(slowFrame({ timestamp: 1 }));

  loop.readFrom(replacement.readable);
  await settled();
  sent.length = 0;
  const early = await replacement.give(new FakeCameraFrame({ timestamp: 2 }));
  late.finish();
  await settled();
  await replacement.give(new FakeCameraFrame({ timestamp: 3 }));

  assert.ok(old.isCancelled);
  // The first of the new camera came while the late one was still in the engine.
  assert.deepEqual(
    sent.map(({ timestamp }) => timestamp),
    [3],
  );
  assert.ok(late.isClosed && early.isClosed);
  assert.deepEqual(
    openFrames().filter((frame) => frame.timestamp === 1),
    [],
  );
});

test('a frame that the old camera gives after the switch is closed unread', async (context) => {
  const { loop, vision, sent } = await started(context);
  const old = fakeCamera();
  loop.readFrom(old.readable);
  await settled();

  old.controller.enqueue(new FakeCameraFrame());
  loop.readFrom(fakeCamera().readable);
  await settled();

  assert.equal(vision.statistics.frames, 0);
  assert.ok(firstBytes(sent).every((byte) => byte === SLATE));
  assert.deepEqual(
    openFrames().filter((frame) => !sent.includes(frame)),
    [],
  );
});

test('without a camera the slate goes out, at once and twice a second', async (context) => {
  const { loop, clock, sent } = await started(context);
  await settled();
  assert.deepEqual(firstBytes(sent), [SLATE]);

  clock.advance(1000);
  await settled();
  assert.deepEqual(firstBytes(sent), [SLATE, SLATE, SLATE]);

  const camera = fakeCamera();
  loop.readFrom(camera.readable);
  await camera.give(new FakeCameraFrame());
  sent.length = 0;
  clock.advance(10_000);
  await settled();
  assert.deepEqual(sent, []);
});

test('a camera that goes leaves the slate, later than its last frame', async (context) => {
  for (const way of ['ends', 'breaks off', 'is taken away', 'is taken away in the middle']) {
    const { loop, sent } = await started(context);
    const camera = fakeCamera();
    loop.readFrom(camera.readable);
    await camera.give(new FakeCameraFrame({ timestamp: 50_000_000 }));
    const last = way.endsWith('middle') ? await camera.give(slowFrame()) : null;

    if (way === 'ends') camera.controller.close();
    else if (way === 'breaks off') camera.controller.error(new Error('gone'));
    else loop.stopReading();
    last?.finish();
    await settled();

    assert.deepEqual(firstBytes(sent.slice(-2)), [COMPOSED, SLATE], way);
    assert.ok(last ? last.isClosed : sent.at(-1).timestamp > 50_000_000, way);
    context.mock.restoreAll();
  }
});

test('nothing of the camera goes out, and no frame stays open, whatever breaks', async (context) => {
  for (const fault of ['configure', 'input', 'process', 'output', 'copy']) {
    const prepare = ({ traps }) => traps.add(fault);
    const { loop, sent } = await started(context, { prepare });
    const camera = fakeCamera();
    loop.readFrom(camera.readable);

    const frames = [];
    for (let count = 0; count < 5; count++) {
      frames.push(await camera.give(fault === 'copy' ? brokenFrame() : new FakeCameraFrame()));
    }

    assert.ok(sent.length >= 5, fault);
    assert.ok(
      sent.every((frame) => !frames.includes(frame) && !frame.bytes.includes(CAMERA)),
      fault,
    );
    assert.ok(
      frames.every(({ isClosed }) => isClosed),
      fault,
    );
    context.mock.restoreAll();
  }
});

test('without a stream to write to, frames come and go one by one', async (context) => {
  const { loop, sent } = await started(context, { hasSink: false });
  const first = slowFrame({ timestamp: 1 });
  const second = new FakeCameraFrame({ timestamp: 2 });

  const steps = [loop.push(first), loop.push(second)];
  first.finish();
  await Promise.all(steps);

  assert.deepEqual(
    sent.map(({ timestamp }) => timestamp),
    [1],
  );
  assert.ok(first.isClosed && second.isClosed);
});

test('a copy of the camera’s track is stopped when it is replaced, and when there is none', async (context) => {
  installGlobals(context, {
    MediaStreamTrackProcessor: class {
      readable = fakeCamera().readable;
    },
  });
  const { loop } = await started(context);
  const [front, back] = [0, 1].map(() => ({
    stops: 0,
    stop() {
      this.stops += 1;
    },
  }));

  loop.readFromTrack(front);
  assert.equal(front.stops, 0);
  loop.readFromTrack(back);
  assert.deepEqual([front.stops, back.stops], [1, 0]);
  loop.stopReading();
  assert.deepEqual([front.stops, back.stops], [1, 1]);
});

test('a track that was stopped closes what it does not take', async (context) => {
  const { loop } = await started(context, { hasSink: false });
  const refuse = async () => {
    throw new TypeError('stopped');
  };
  loop.writeTo(new WritableStream({ write: refuse }));

  await loop.push(new FakeCameraFrame());
  await settled();

  assert.deepEqual(openFrames(), []);
});

test('a fault of the worker itself is told, and the camera no longer read', async (context) => {
  const faults = [];
  globalThis.reportError = (error) => faults.push(error.message);
  context.after(() => delete globalThis.reportError);
  const { loop, vision } = await started(context);
  context.mock.method(vision, 'safeFrame', async (frame) => {
    frame.close();
    throw new Error('no memory');
  });
  const camera = fakeCamera();
  loop.readFrom(camera.readable);

  await camera.give(new FakeCameraFrame());

  assert.deepEqual(faults, ['no memory']);
  assert.ok(camera.isCancelled);
});
