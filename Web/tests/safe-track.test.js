import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { SafeTrack } from '../call/safe-track.js';

const camera = { id: 'camera' };

/** The text of every file in a folder of the page. */
function filesIn(folder) {
  const directory = new URL(`../${folder}/`, import.meta.url);
  return readdirSync(directory)
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, text: readFileSync(new URL(name, directory), 'utf8') }));
}

test('what a processor made may be sent', async () => {
  const made = { id: 'made' };

  const safe = await SafeTrack.through({ process: async () => made }, camera);

  assert.equal(SafeTrack.sendable(safe), made);
});

test('a processor that returns the camera is refused', async () => {
  await assert.rejects(SafeTrack.through({ process: async (track) => track }, camera), TypeError);
});

test('a camera track cannot be sent, nor be called safe', () => {
  assert.throws(() => SafeTrack.sendable(camera), TypeError);
  assert.throws(() => SafeTrack.sendable({ track: camera }), TypeError);
  assert.throws(() => new SafeTrack(Symbol('passage'), camera), TypeError);
});

test('the call knows neither the page nor the engine', () => {
  for (const { name, text } of filesIn('call')) {
    assert.doesNotMatch(text, /from '(?!\.\/)|import\('(?!\.\/)/, name);
    assert.doesNotMatch(text, /\bdocument\b|\bgetUserMedia\b/, name);
  }
});

test('one file opens devices, and only that one and the camera’s own hold a video track', () => {
  for (const { name, text } of filesIn('ui')) {
    if (name !== 'capture.js') assert.doesNotMatch(text, /getUserMedia|getVideoTracks/, name);
  }
});
