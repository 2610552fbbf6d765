import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import {
  EMBEDDING_LENGTH,
  ENROLMENT_DONE,
  ENROLMENT_HINTS,
  FACE_NETWORKS,
  GATE_MODES,
  GATE_STATES,
} from '../worker/gate-words.js';

/** @param {string} path below Sources */
const source = (path) =>
  readFileSync(new URL(`../../Sources/${path}`, import.meta.url), 'utf8').replace(/\/\/.*/g, '');

/** The body of a declaration: up to the first brace at the start of a line. */
function bodyOf(text, declaration) {
  const start = text.indexOf(declaration);
  assert.notEqual(start, -1, `no “${declaration}”`);
  return text.slice(start).split(/^\}/m)[0];
}

/** The cases of an enum in Swift, in the order of their raw values, which have no gap. */
function casesOf(text, declaration) {
  const cases = [...bodyOf(text, declaration).matchAll(/case (\w+) = (\d+)/g)]
    .map(([, name, value]) => ({ name, value: Number(value) }))
    .sort((one, other) => one.value - other.value);
  assert.deepEqual(
    cases.map(({ value }) => value),
    cases.map((_, index) => index),
  );
  return cases.map(({ name }) => name);
}

const inWords = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const gate = source('CamaleonPipeline/GateTypes.swift');

test('the page and the engine count modes, networks and states alike', () => {
  const states = casesOf(gate, 'enum GateState').map((name) =>
    name === 'severalWhileVerifying' ? 'several' : inWords(name),
  );

  assert.deepEqual(casesOf(gate, 'enum GateMode').map(inWords), [...GATE_MODES]);
  const kinds = casesOf(source('CamaleonPipeline/NetworkKind.swift'), 'enum NetworkKind');
  assert.deepEqual(kinds.map(inWords), ['segmenter', ...FACE_NETWORKS]);
  assert.deepEqual(states, [...GATE_STATES]);
});

test('the page has a word for each hint of an enrolment, and the right one', () => {
  const codes = bodyOf(source('CamaleonWasm/GateExports.swift'), 'extension Enrolment.Hint');
  const words = {};
  for (const [, hints, code] of codes.matchAll(/case ([.\w, ]+): (\d+)/g)) {
    for (const hint of hints.split(', ')) words[hint] = ENROLMENT_HINTS[code] ?? Number(code);
  }

  assert.deepEqual(words, {
    '.findFace': 'nobody',
    '.beAlone': 'several',
    '.comeCloser': 'too-far',
    '.moveBack': 'too-close',
    '.lookStraight': 'turned',
    '.holdStill': 'dark',
    '.hold': 'still',
    '.wait': 'still',
    '.done': ENROLMENT_DONE,
  });
  assert.deepEqual(
    Object.keys(words).sort(),
    [
      ...bodyOf(source('CamaleonFace/Enrolment.swift'), 'enum Hint')
        .split('\n    }')[0]
        .matchAll(/case (\w+)/g),
    ]
      .map(([, name]) => `.${name}`)
      .sort(),
  );
});

test('an embedding has as many numbers here as there', () => {
  const [, length] =
    source('CamaleonFace/Embedding.swift').match(/\b(?:length|count)\b\D*(\d+)/) ?? [];

  assert.equal(Number(length), EMBEDDING_LENGTH);
});
