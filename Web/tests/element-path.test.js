import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { ElementPath } from '../sdk/element-path.js';
import { closable } from './fakes/closable.js';
import { installGlobals } from './fakes/globals.js';
import { FakeLink, FakeTrack } from './fakes/link.js';

let link;
beforeEach(() => {
  link = new FakeLink();
});

/** A page with a video element that plays, and a canvas that says what is drawn on it. */
function installElements(context) {
  const page = { drawn: [], isHidden: false, callbacks: [] };
  page.nextFrame = () => page.callbacks.shift()?.();
  const video = {
    readyState: 4,
    videoWidth: 8,
    videoHeight: 4,
    play: async () => {},
    requestVideoFrameCallback: (callback) => page.callbacks.push(callback),
  };
  const canvas = {
    getContext: () => ({ drawImage: (image) => page.drawn.push(image) }),
    captureStream: () => ({ getVideoTracks: () => [{ id: 'safe', stop() {} }] }),
  };
  const document = Object.assign(new EventTarget(), {
    createElement: (name) => (name === 'video' ? video : canvas),
  });
  Object.defineProperty(document, 'hidden', { get: () => page.isHidden });
  installGlobals(context, {
    document,
    HTMLMediaElement: { HAVE_CURRENT_DATA: 2 },
    MediaStream: class {
      constructor(tracks) {
        this.getTracks = () => tracks;
        this.getVideoTracks = () => tracks;
      }
    },
    VideoFrame: class {
      constructor(source) {
        if (page.isBroken) throw new DOMException('no frame', 'InvalidStateError');
        this.source = source;
      }
    },
  });
  return { page, video, canvas, document };
}

/** A frame that the worker made. */
const safeFrame = (displayWidth, displayHeight) => closable({ displayWidth, displayHeight });

test('what is drawn on the canvas is what the worker made, and is closed', async (context) => {
  const { page, video, canvas } = installElements(context);
  const path = new ElementPath(link);
  await path.connect(new FakeTrack('front'));
  page.nextFrame();
  const safe = safeFrame(16, 12);

  link.tell('frame', { frame: safe });

  assert.deepEqual(page.drawn, [safe]);
  assert.ok(safe.isClosed);
  assert.deepEqual([canvas.width, canvas.height], [16, 12]);
  assert.deepEqual(
    link.frames.map(({ source }) => source),
    [video, video],
  );
});

test('a camera that ended is not looked at again', async (context) => {
  const { page, video } = installElements(context);
  const path = new ElementPath(link);
  const camera = new FakeTrack('front');
  await path.connect(camera);
  link.frames.length = 0;

  camera.readyState = 'ended';
  page.nextFrame();
  camera.end();
  page.nextFrame();

  assert.deepEqual(link.frames, []);
  assert.equal(video.srcObject, null);
});

test('an old camera that ends does not take the new one away', async (context) => {
  const { video } = installElements(context);
  const path = new ElementPath(link);
  const [old, replacement] = [new FakeTrack('front'), new FakeTrack('back')];
  await path.connect(old);
  await path.connect(replacement);

  old.end();

  assert.deepEqual(video.srcObject.getTracks(), [replacement]);
});

test('while the page is hidden the worker asks for frames', async (context) => {
  const { page, document } = installElements(context);
  const path = new ElementPath(link);
  await path.connect(new FakeTrack('front'));
  const before = link.frames.length;

  page.isHidden = true;
  document.dispatchEvent(new Event('visibilitychange'));
  page.nextFrame();
  assert.equal(link.frames.length, before);
  assert.ok(link.asked.at(-1).milliseconds > 0);

  link.tell('tick');
  assert.equal(link.frames.length, before + 1);

  page.isHidden = false;
  document.dispatchEvent(new Event('visibilitychange'));
  assert.equal(link.asked.at(-1).milliseconds, 0);
});

test('a frame that cannot be taken is not the last one', async (context) => {
  const { page } = installElements(context);
  const path = new ElementPath(link);
  await path.connect(new FakeTrack('front'));
  const before = link.frames.length;

  page.isBroken = true;
  assert.throws(() => page.nextFrame());
  page.isBroken = false;
  page.nextFrame();

  assert.equal(link.frames.length, before + 1);
});

test('nothing is taken or drawn after closing', async (context) => {
  const { page, video, document } = installElements(context);
  const path = new ElementPath(link);
  await path.connect(new FakeTrack('front'));
  link.frames.length = 0;

  path.close();
  page.nextFrame();
  link.tell('tick');
  link.tell('frame', { frame: safeFrame(8, 4) });
  document.dispatchEvent(new Event('visibilitychange'));

  assert.deepEqual(link.frames, []);
  assert.deepEqual(page.drawn, []);
  assert.equal(video.srcObject, null);
});
