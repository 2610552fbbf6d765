import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { framePath } from '../sdk/paths.js';
import { installGlobals } from './fakes/globals.js';
import { FakeLink, FakeTrack } from './fakes/link.js';

let link;
beforeEach(() => {
  link = new FakeLink();
});

/** Chromium's processor and generator. */
function installProcessor(context) {
  installGlobals(context, {
    MediaStreamTrackProcessor: class {
      constructor({ track, maxBufferSize }) {
        this.readable = { of: track.id, maxBufferSize };
      }
    },
    MediaStreamTrackGenerator: class {
      isStopped = false;
      writable = {};
      stop() {
        this.isStopped = true;
      }
    },
  });
}

test('Chromium: both streams are handed over, and cameras feed one track', async (context) => {
  installProcessor(context);
  const path = framePath('processor', link);

  const first = await path.connect(new FakeTrack('front'));
  const second = await path.connect(new FakeTrack('back'));

  assert.equal(first, second);
  assert.deepEqual(link.kinds, ['sink', 'source', 'source']);
  assert.deepEqual(link.asked[0].transfer, [first.writable]);
  for (const [index, of] of ['front', 'back'].entries()) {
    const { readable, transfer } = link.asked[index + 1];
    assert.deepEqual(readable, { of, maxBufferSize: 1 });
    assert.deepEqual(transfer, [readable]);
  }
  path.close();
  assert.ok(first.isStopped);
});

test('Chromium: a way out that the worker refused is made anew', async (context) => {
  installProcessor(context);
  const path = framePath('processor', link);
  link.refuse = 'sink';

  await assert.rejects(path.connect(new FakeTrack('front')));
  await path.connect(new FakeTrack('front'));

  assert.deepEqual(link.kinds, ['sink', 'sink', 'source']);
});

test('the standard: the safe track comes out of the worker, a copy of the camera goes in', async () => {
  const path = framePath('standard', link);
  const camera = new FakeTrack('front');

  const first = await path.connect(camera);
  const second = await path.connect(new FakeTrack('back'));

  assert.equal(first.id, 'safe');
  assert.equal(first, second);
  assert.deepEqual(link.kinds, ['generator', 'track', 'track']);
  const { track, transfer } = link.asked[1];
  assert.equal(track.id, 'clone of front');
  assert.deepEqual(transfer, [track]);
});
