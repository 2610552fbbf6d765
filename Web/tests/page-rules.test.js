import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { reasonFor } from '../ui/capture.js';
import { modeAfter } from '../ui/mode-after.js';
import { modeHint } from '../ui/mode-hint.js';
import { noticeFor } from '../ui/notice-texts.js';
import { loadPreferences, savePreferences } from '../ui/preferences.js';
import { pathTo, routeOf } from '../ui/route.js';
import { describeVideo } from '../ui/statistics-view.js';

/** Storage that holds `text`, whatever the key. */
function storageWith(text = null) {
  return {
    text,
    getItem() {
      return this.text;
    },
    setItem(_key, value) {
      this.text = value;
    },
  };
}

test('a room’s path leads back to the room', () => {
  assert.deepEqual(routeOf(pathTo('k7mq-2_x')), { view: 'room', room: 'k7mq-2_x' });
  assert.deepEqual(routeOf('/r/abc/'), { view: 'room', room: 'abc' });
});

test('any other path leads to the first page', () => {
  for (const path of ['/', '/r/', '/r/a/b', '/r/%3Cscript%3E', `/r/${'a'.repeat(65)}`]) {
    assert.deepEqual(routeOf(path), { view: 'landing' }, path);
  }
});

test('the blur is what one begins with', () => {
  for (const text of [null, '{', 'null', '[]', '{"mode":"none"}', '{"mode":7}']) {
    assert.equal(loadPreferences(storageWith(text)).mode, 'blur', text);
  }
});

test('a mode is remembered, but never the one that shows the room', () => {
  const storage = storageWith();

  savePreferences(storage, { mode: 'camaleon', name: 'Ada' });
  savePreferences(storage, { mode: 'none' });

  assert.equal(loadPreferences(storage).mode, 'camaleon');
  assert.equal(loadPreferences(storage).name, 'Ada');
  assert.ok(!storage.text.includes('none'));
});

test('storage that is full costs nothing but the memory', () => {
  const storage = {
    getItem: () => null,
    setItem() {
      throw new Error('full');
    },
  };

  savePreferences(storage, { name: 'Ada' });
});

test('the mode that shows the room says so', () => {
  const { text, tone } = modeHint('none', 'own', null);

  assert.equal(text, 'No background: your room is visible.');
  assert.equal(tone, 'warning');
});

test('showing one’s room survives no fault of the engine, not even one that is new', () => {
  const faults = [
    'engine-trapped',
    'worker-lost',
    'frame-refused',
    'assets-unavailable',
    'new',
    '',
  ];

  assert.deepEqual(
    faults.map((fault) => modeAfter('none', fault)),
    faults.map(() => 'blur'),
  );
});

test('any other mode survives a fault, and every mode a device that goes', () => {
  for (const mode of ['blur', 'image', 'camaleon']) {
    assert.equal(modeAfter(mode, 'engine-trapped'), mode);
  }
  for (const problem of ['camera-ended', 'camera-busy', 'microphone-denied']) {
    assert.equal(modeAfter('none', problem), 'none', problem);
  }
});

test('whoever’s room is hidden by a fault is told, and can choose again', () => {
  const { text, remedy, label } = noticeFor('room-hidden');

  assert.match(text, /blur/);
  assert.equal(remedy, 'choose-background');
  assert.ok(label);
});

test('CamaLeon mode names whose room it is', () => {
  assert.match(modeHint('camaleon', 'granted', 'Ada').text, /in the room of Ada/);
  assert.match(modeHint('camaleon', 'requested', 'Ada').text, /Ada is being asked/);
});

test('each reason for which a device does not open is told apart', () => {
  const reasons = ['NotAllowedError', 'NotFoundError', 'NotReadableError', 'TypeError'].map(
    (name) => reasonFor(Object.assign(new Error(), { name })),
  );

  assert.deepEqual(reasons, ['denied', 'missing', 'busy', 'unsupported']);
});

test('a notice names the other person as they named themselves', () => {
  assert.equal(
    noticeFor('other-left', '$& {name}').text,
    '$& {name} has left. Your link still works.',
  );
});

test('a code that nobody foresaw still gets a sentence and a remedy', () => {
  for (const code of ['brand-new', 'toString', '']) {
    assert.equal(noticeFor(code).label, 'Try again');
  }
});

test('every failure of the engine has its own sentence', () => {
  const codes = ['unsupported-browser', 'assets-unavailable', 'engine-refused', 'model-refused'];
  codes.push('engine-trapped', 'worker-lost', 'camera-ended', 'frame-refused');

  const sentences = new Set(codes.map((code) => noticeFor(code).text));

  assert.equal(sentences.size, codes.length);
  assert.ok(!sentences.has(noticeFor('brand-new').text));
});

test('the received video is told by size, rate and codec', () => {
  const stats = [
    { type: 'codec', id: 'c', mimeType: 'video/H264' },
    {
      type: 'inbound-rtp',
      kind: 'video',
      codecId: 'c',
      frameWidth: 640,
      frameHeight: 480,
      framesPerSecond: 29.6,
    },
  ];

  assert.equal(describeVideo(stats), '640 × 480, 30 a second, H264');
  assert.equal(describeVideo([]), '–');
});

test('the page has no inline style or script, and asks nobody else for anything', () => {
  const page = readFileSync(new URL('../index.html', import.meta.url), 'utf8');

  assert.doesNotMatch(page, /\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc="\/)/);
  assert.doesNotMatch(page, /(src|href)="(https?:)?\/\//);
});
