import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { reasonFor } from '../ui/capture.js';
import { gateText, hintText } from '../ui/gate-texts.js';
import { modeAfter } from '../ui/mode-after.js';
import { modeHint } from '../ui/mode-hint.js';
import { noticeFor } from '../ui/notice-texts.js';
import { loadPreferences, savePreferences } from '../ui/preferences.js';
import { pathTo, routeOf } from '../ui/route.js';
import { describeVideo } from '../ui/statistics-view.js';
import { ENROLMENT_HINTS, GATE_STATES } from '../worker/gate-words.js';

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

test('everybody in view may be seen until somebody chooses otherwise', () => {
  for (const text of [
    null,
    '{',
    '{"seen":"nobody"}',
    '{"seen":7,"zone":9,"minimumFace":"large","liveness":1}',
  ]) {
    const { seen, zone, minimumFace, liveness } = loadPreferences(storageWith(text));
    assert.equal(liveness, false, text);

    assert.equal(seen, 'off', text);
    assert.deepEqual(zone, { left: 0, top: 0, right: 1, bottom: 1 });
    assert.ok(minimumFace >= 0 && minimumFace < 0.5);
  }
});

test('who may be seen is remembered, with the zone', () => {
  const storage = storageWith();
  const zone = { left: 0.1, top: 0.1, right: 0.9, bottom: 0.9 };

  savePreferences(storage, { seen: 'identity', zone, minimumFace: 0.25, liveness: true });

  const { seen, zone: remembered, minimumFace, liveness } = loadPreferences(storage);
  assert.deepEqual([seen, remembered, minimumFace, liveness], ['identity', zone, 0.25, true]);
});

test('each reason for which one is hidden has its own words', () => {
  const usual = { isEnrolling: false, lacksFace: false };
  const hiding = [...GATE_STATES, 'loading', 'unavailable'].filter(
    (state) => !['off', 'present', 'verified'].includes(state),
  );

  const texts = hiding.map((state) => gateText(state, usual));

  assert.equal(new Set(texts).size, hiding.length);
  assert.ok(texts.every((text) => text.startsWith('Hidden: ')));
  assert.match(gateText('searching', { ...usual, lacksFace: true }), /no face is enrolled/);
  assert.match(gateText('off', { ...usual, isEnrolling: true }), /being enrolled/);
  assert.match(gateText('brand-new', usual), /^Hidden/);
});

test('whoever is seen is told so, and whoever is never hidden is told nothing', () => {
  const usual = { isEnrolling: false, lacksFace: false };

  assert.equal(gateText('verified', usual), 'You are visible.');
  assert.equal(gateText('present', usual), 'You are visible.');
  assert.equal(gateText('off', usual), '');
});

test('each hint of an enrolment says what to do', () => {
  assert.equal(new Set(ENROLMENT_HINTS.map(hintText)).size, ENROLMENT_HINTS.length);
  assert.equal(hintText('brand-new'), hintText('look'));
});

test('everything that can go wrong with faces has its own sentence', () => {
  const codes = ['faces-missing', 'faces-broken', 'faces-unreachable', 'gate-refused'];
  codes.push('enrolment-needs-camera', 'enrolment-interrupted', 'enrolment-damaged');
  codes.push('enrolment-not-stored', 'enrolment-not-deleted', 'store-unavailable');

  const sentences = new Set(codes.map((code) => noticeFor(code).text));

  assert.equal(sentences.size, codes.length);
  assert.ok(!sentences.has(noticeFor('brand-new').text));
  assert.match(noticeFor('faces-missing').text, /Scripts\/networks/);
});

test('every element that the page’s script asks for by name is there, once', () => {
  const page = readFileSync(new URL('../index.html', import.meta.url), 'utf8');
  const folder = new URL('../ui/', import.meta.url);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) => [
      ...readFileSync(new URL(name, folder), 'utf8').matchAll(
        /(?<![.#\w])(?:html|button|input|element|put)\(\s*'([\w-]+)'/g,
      ),
    ])
    .map(([, name]) => name);
  assert.ok(names.length > 50);

  for (const name of new Set(names)) {
    assert.equal(page.split(` id="${name}"`).length, 2, name);
  }
});

test('whatever describes or labels an element is there', () => {
  const page = readFileSync(new URL('../index.html', import.meta.url), 'utf8');
  const references = [
    ...page.matchAll(/\s(?:aria-(?:labelledby|describedby|controls)|for)="([^"]+)"/g),
  ].flatMap(([, names]) => names.split(' '));
  assert.ok(references.length > 15);

  for (const name of references) assert.ok(page.includes(` id="${name}"`), name);
  for (const [dialog] of page.matchAll(/<dialog[^>]*>/g)) assert.match(dialog, /aria-labelledby/);
});

test('the page has no inline style or script, and asks nobody else for anything', () => {
  const page = readFileSync(new URL('../index.html', import.meta.url), 'utf8');

  assert.doesNotMatch(page, /\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc="\/)/);
  assert.doesNotMatch(page, /(src|href)="(https?:)?\/\//);
});
