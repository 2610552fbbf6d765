import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Engine } from '../worker/engine.js';
import { FACE_NETWORKS, GATE_MODES, GATE_STATES } from '../worker/gate-words.js';
import { FakeEngine } from './fakes/engine.js';

/** The JavaScript side and the fake below it. */
function engineOver() {
  const fake = new FakeEngine();
  return { engine: new Engine(fake), fake };
}

const embedding = Float32Array.from({ length: 128 }, (_, index) => (index - 64) / 100);

test('each face network is loaded as what it is, and its bytes are taken back', () => {
  const { engine, fake } = engineOver();

  for (const network of FACE_NETWORKS) engine.loadFaceNetwork(network, Uint8Array.of(1, 2));

  assert.deepEqual(
    fake.callsOf('load_face_network').map(([kind, , length]) => [kind, length]),
    [
      [1, 2],
      [2, 2],
      [3, 2],
    ],
  );
  assert.equal(fake.callsOf('free').length, 3);
});

test('a face network that is refused is named, with the reason', () => {
  const { engine, fake } = engineOver();
  fake.answers.load_face_network = 5;

  assert.throws(() => engine.loadFaceNetwork('landmarks', Uint8Array.of(1)), {
    name: 'EngineError',
    status: 5,
    message: 'The face network landmarks was refused: it is damaged.',
  });
  assert.equal(fake.callsOf('free').length, 1);
});

test('a gate without its networks, or of no known kind, is an error', () => {
  const { engine, fake } = engineOver();

  for (const mode of ['presence', 'identity']) {
    assert.throws(() => engine.setGate(mode), { name: 'EngineError', status: -1 });
  }
  engine.setGate('off');
  fake.answers.set_gate = -1;
  assert.throws(() => engine.setGate('nonsense'), { name: 'EngineError' });

  assert.deepEqual(fake.callsOf('set_gate').slice(0, 3), [[1], [2], [0]]);
  assert.deepEqual(GATE_MODES, ['off', 'presence', 'identity']);
});

test('a zone that is empty and a size that is no share are errors', () => {
  const { engine, fake } = engineOver();

  engine.setZone({ left: 0.1, top: 0.2, right: 0.8, bottom: 0.9 });
  assert.deepEqual(fake.callsOf('set_zone'), [[0.1, 0.2, 0.8, 0.9]]);
  assert.throws(() => engine.setZone({ left: 0.5, top: 0, right: 0.5, bottom: 1 }), {
    name: 'EngineError',
  });
  assert.throws(() => engine.setMinimumFace(1.5), { name: 'EngineError' });
});

test('signs of life are asked for or not', () => {
  const { engine, fake } = engineOver();

  engine.setLiveness(true);
  engine.setLiveness(false);
  fake.answers.set_liveness = -1;

  assert.deepEqual(fake.callsOf('set_liveness'), [[1], [0]]);
  assert.throws(() => engine.setLiveness(true), { name: 'EngineError', status: -1 });
});

test('an embedding goes in as little-endian numbers, and is forgotten without any', () => {
  const { engine, fake } = engineOver();

  engine.setEnrolled(embedding);
  const view = new DataView(fake.received.buffer);
  assert.equal(fake.received.length, 512);
  assert.equal(view.getFloat32(4 * 127, true), embedding[127]);
  engine.setEnrolled(null);

  assert.deepEqual(fake.callsOf('set_enrolled').at(-1), [0, 0]);
});

test('an embedding that is refused is not in the error', () => {
  const { engine, fake } = engineOver();
  fake.answers.set_enrolled = -1;

  assert.throws(
    () => engine.setEnrolled(Float32Array.of(0.125)),
    (error) => {
      assert.equal(error.name, 'EngineError');
      assert.doesNotMatch(JSON.stringify({ ...error, message: error.message }), /125/);
      return true;
    },
  );
});

test('what the gate finds is told in words; what is new to this page is not “visible”', () => {
  const { engine, fake } = engineOver();

  const words = [0, 3, 6, 9, 10, 42, -1].map((number) => {
    fake.answers.gate_state = number;
    return engine.gateState();
  });

  assert.deepEqual(words.slice(0, 5), [
    'off',
    'verified',
    'present',
    'several',
    'waiting-for-life',
  ]);
  assert.deepEqual(words.slice(5), ['searching', 'searching']);
  assert.equal(GATE_STATES.length, 11);
});

test('the state of an enrolment is taken apart', () => {
  const { engine, fake } = engineOver();
  fake.answers.enrol_state = 3 | (4 << 8) | (12 << 16);

  assert.deepEqual(engine.enrolmentState(), {
    isDone: false,
    hint: 'too-far',
    accepted: 4,
    wanted: 12,
  });
});

test('the enrolled embedding is a copy, and null before it is done', () => {
  const { engine, fake } = engineOver();
  assert.equal(engine.enrolmentResult(), null);
  fake.enrol(embedding);

  const result = engine.enrolmentResult();
  fake.bytes(fake.exports.camaleon_enrol_result(), 512).fill(0);

  assert.ok(engine.enrolmentState().isDone);
  assert.deepEqual(result, embedding);
});

test('an enrolment without the networks is an error', () => {
  const { engine } = engineOver();

  assert.throws(() => engine.beginEnrolment(), { name: 'EngineError' });
});

test('a frame is processed at its own time', () => {
  const { engine, fake } = engineOver();

  engine.process(33_000.5);

  assert.deepEqual(fake.callsOf('process'), [[33_000.5]]);
});
