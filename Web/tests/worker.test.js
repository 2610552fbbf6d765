import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { MODES } from '../worker/engine.js';
import { settled } from './fakes/clock.js';
import { closable } from './fakes/closable.js';
import { installFakeEngines } from './fakes/engine.js';
import { installGlobals } from './fakes/globals.js';
import { FakeCameraFrame, installFakeFrames } from './fakes/video-frame.js';

let copies = 0;

/** A worker of its own, and what it said to its page. */
async function worker(context) {
  const said = [];
  const self = { postMessage: (message, { transfer }) => said.push({ ...message, transfer }) };
  installGlobals(context, {
    self,
    setInterval: () => 0,
    OffscreenCanvas: class {
      getContext = () => ({
        drawImage: (image) => {
          if (image.isBroken) throw new Error('no picture');
        },
        getImageData: (_x, _y, width, height) => ({
          data: new Uint8ClampedArray(4 * width * height),
          width,
          height,
        }),
      });
    },
  });
  // A module's state is its own in each copy: as in each worker.
  copies += 1;
  await import(`../worker/worker.js?copy=${copies}`);
  const tell = async (data) => {
    await self.onmessage({ data });
    await settled();
    return said.find(({ kind, id }) => kind === 'reply' && id === data.id);
  };
  return { said, tell };
}

const start = { kind: 'start', id: 1, module: {}, model: Uint8Array.of(1) };

beforeEach(installFakeFrames);

test('before the engine has started frames are closed, and commands refused', async (context) => {
  const { said, tell } = await worker(context);
  const frame = new FakeCameraFrame();

  await tell({ kind: 'frame', frame });
  const reply = await tell({ kind: 'plate', id: 7, whole: true });

  assert.ok(frame.isClosed);
  assert.deepEqual(reply.error, { message: 'The engine has not been started.', refused: false });
  assert.equal(said.length, 1);
});

test('a model that is refused is told apart from an engine that does not start', async (context) => {
  const { tell } = await worker(context);

  installFakeEngines(context, ({ answers }) => Object.assign(answers, { load_segmenter: 5 }));
  assert.equal((await tell(start)).error.refused, true);
  context.mock.method(WebAssembly, 'instantiate', async () => {
    throw new WebAssembly.LinkError('no such import');
  });
  assert.equal((await tell({ ...start, id: 2 })).error.refused, false);
});

test('a frame that comes by message goes back as a safe one', async (context) => {
  installFakeEngines(context);
  const { said, tell } = await worker(context);
  await tell(start);
  const frame = new FakeCameraFrame({ timestamp: 9 });

  await tell({ kind: 'frame', frame });

  assert.ok(frame.isClosed);
  const [{ frame: safe, transfer }] = said.filter(({ kind }) => kind === 'frame');
  assert.notEqual(safe, frame);
  assert.deepEqual(transfer, [safe]);
  assert.equal(safe.timestamp, 9);
});

test('an image is closed, whether or not it could be read', async (context) => {
  const engines = installFakeEngines(context);
  const { tell } = await worker(context);
  await tell(start);

  for (const isBroken of [false, true]) {
    const picture = closable({ width: 1, height: 1, isBroken });

    const reply = await tell({
      kind: 'background',
      id: 3 + isBroken,
      mode: 'image',
      image: picture,
    });

    assert.equal('error' in reply, isBroken);
    assert.ok(picture.isClosed);
  }
  assert.deepEqual(engines[0].callsOf('set_background').at(-1), [MODES.indexOf('image')]);
});
