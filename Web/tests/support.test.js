import assert from 'node:assert/strict';
import { test } from 'node:test';

import { engineFile, support } from '../sdk/support.js';
import { installGlobals } from './fakes/globals.js';

const chromium = {
  VideoFrame: class {},
  MediaStreamTrackProcessor: class {},
  MediaStreamTrackGenerator: class {},
  navigator: { vendor: 'Google Inc.' },
};
const safari = { VideoFrame: class {}, navigator: { vendor: 'Apple Computer, Inc.' } };
const firefox = {
  VideoFrame: class {},
  navigator: { vendor: '' },
  HTMLVideoElement: class {
    requestVideoFrameCallback() {}
  },
  HTMLCanvasElement: class {
    captureStream() {}
  },
};
const nothing = {
  VideoFrame: undefined,
  MediaStreamTrackProcessor: undefined,
  MediaStreamTrackGenerator: undefined,
  HTMLVideoElement: class {},
  HTMLCanvasElement: class {},
  navigator: { vendor: '' },
};

/** What a browser with these globals, and no others, can do. */
function supportIn(context, browser) {
  installGlobals(context, { ...nothing, ...browser });
  return support();
}

/** Lets `WebAssembly.validate` know relaxed instructions, or not. */
function installRelaxed(context, isKnown) {
  // f32x4.relaxed_madd, 0x105 after the prefix of vectors.
  const relaxed = 'fd8502';
  context.mock.method(
    WebAssembly,
    'validate',
    (bytes) => isKnown || !Buffer.from(bytes).toString('hex').includes(relaxed),
  );
}

test('each browser gets the way that it has', (context) => {
  assert.deepEqual(supportIn(context, chromium), { path: 'processor', limits: [] });
  assert.deepEqual(supportIn(context, safari), { path: 'standard', limits: [] });
  const { path, limits } = supportIn(context, firefox);
  assert.equal(path, 'element');
  assert.match(limits.join(), /canvas/);
});

test('half a way is none', (context) => {
  const { HTMLVideoElement, HTMLCanvasElement } = firefox;
  for (const browser of [
    { VideoFrame: class {}, HTMLVideoElement },
    { VideoFrame: class {}, HTMLCanvasElement },
    { VideoFrame: class {}, MediaStreamTrackProcessor: class {} },
    { VideoFrame: class {}, MediaStreamTrackGenerator: class {} },
    { VideoFrame: class {}, navigator: chromium.navigator },
    {},
  ]) {
    const { path, limits } = supportIn(context, browser);

    assert.equal(path, 'none');
    assert.equal(limits.length, 1);
  }
});

test('a browser that lacks what the engine needs is told what that is', (context) => {
  const withoutFrames = supportIn(context, { ...chromium, VideoFrame: undefined });
  context.mock.method(WebAssembly, 'validate', () => false);
  const withoutVectors = supportIn(context, chromium);

  assert.equal(withoutFrames.path, 'none');
  assert.match(withoutFrames.limits.join(), /WebCodecs/);
  assert.equal(withoutVectors.path, 'none');
  assert.match(withoutVectors.limits.join(), /SIMD/);
});

test('the engine with fused multiply–adds is for browsers that know them', (context) => {
  installRelaxed(context, true);
  assert.equal(engineFile(), 'engine-relaxed.wasm');

  installRelaxed(context, false);
  assert.equal(engineFile(), 'engine-simd.wasm');
  assert.equal(supportIn(context, chromium).path, 'processor');
});
