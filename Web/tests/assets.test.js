import assert from 'node:assert/strict';
import { test } from 'node:test';

import { loadAssets } from '../sdk/assets.js';
import { installGlobals } from './fakes/globals.js';

/** The smallest module that there is. */
const WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const MODEL = Uint8Array.of(1, 2, 3);

/** A server that has both files, but for those that `answers` gives otherwise; and what was asked. */
function installServer(context, answers = {}) {
  const asked = [];
  installGlobals(context, {
    document: { baseURI: 'https://example.org/r/room' },
    fetch: async (url) => {
      asked.push(url.href);
      const name = url.pathname.split('/').pop();
      const kind = name.endsWith('.wasm') ? 'engine' : 'model';
      if (answers[kind]) return answers[kind]();
      return new Response(kind === 'engine' ? WASM : MODEL);
    },
  });
  return asked;
}

/** An answer that breaks off in the middle. */
const brokenOff = () =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(MODEL);
        controller.error(new TypeError('network'));
      },
    }),
  );

test('the engine and the model come from the folder, however its name ends', async (context) => {
  for (const folder of ['/assets', '/assets/', 'https://example.org/assets']) {
    const asked = installServer(context);

    const { module, model } = await loadAssets(folder);

    assert.ok(module instanceof WebAssembly.Module);
    assert.deepEqual(model, MODEL);
    assert.match(asked[0], /^https:\/\/example\.org\/assets\/engine-(simd|relaxed)\.wasm$/);
    assert.equal(asked[1], 'https://example.org/assets/segmenter.cml');
  }
});

test('a file that does not come is named', async (context) => {
  const missing = () => new Response('', { status: 404 });
  const refused = () => Promise.reject(new TypeError('network'));
  for (const answer of [missing, refused, brokenOff]) {
    for (const [kind, name] of [
      ['engine', /engine-\w+\.wasm/],
      ['model', /segmenter\.cml/],
    ]) {
      installServer(context, { [kind]: answer });

      await assert.rejects(loadAssets('/assets'), { code: 'assets-unavailable', message: name });
    }
  }
});

test('a page that stands for the missing engine is not taken for one', async (context) => {
  installServer(context, { engine: () => new Response('<!doctype html>') });

  await assert.rejects(loadAssets('/assets'), { name: 'CamaleonError', code: 'engine-refused' });
});
