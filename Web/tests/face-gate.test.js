import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { GATE_MODES, GATE_STATES } from '../worker/gate-words.js';
import { Vision } from '../worker/vision.js';
import { settled } from './fakes/clock.js';
import { COMPOSED, installFakeEngines } from './fakes/engine.js';
import { FakeCameraFrame, installFakeFrames, SLATE, slowFrame } from './fakes/video-frame.js';

const enrolled = Float32Array.from({ length: 128 }, (_, index) => index / 128);
const zone = { left: 0.1, top: 0, right: 0.9, bottom: 1 };
const gate = { mode: 'identity', enrolled, zone, minimumFace: 0.25, liveness: true };
const off = { mode: 'off', enrolled: null, zone, minimumFace: 0, liveness: false };

beforeEach(installFakeFrames);

/** Vision that has started, with or without the face networks, and what it told of faces. */
async function started(context, { hasNetworks = true, prepare } = {}) {
  const engines = installFakeEngines(context, prepare);
  const news = [];
  const reports = [];
  const vision = new Vision(
    {},
    Uint8Array.of(1),
    (state) => reports.push(state),
    (item) => news.push(item),
  );
  await vision.start();
  if (hasNetworks) loadNetworks(vision);
  const look = async () => (await vision.safeFrame(new FakeCameraFrame())).bytes[0];
  const states = () => news.filter(({ kind }) => kind === 'gate').map(({ state }) => state);
  return { vision, engines, news, states, look, reports };
}

function loadNetworks(vision) {
  for (const [index, network] of ['detector', 'landmarks', 'recognition'].entries()) {
    vision.loadFaceNetwork(network, Uint8Array.of(index));
  }
}

/** Which engine calls told it a gate, in their order. */
const told = (engine) =>
  engine.calls.map(([name]) => name).filter((name) => /^(set_|process|load_face)/.test(name));

test('who chose no gate has none: the engine is asked nothing of faces', async (context) => {
  const { engines, look, news } = await started(context, { hasNetworks: false });

  assert.equal(await look(), COMPOSED);

  assert.deepEqual(news, []);
  assert.ok(engines[0].calls.every(([name]) => !/gate|enrol|zone|face/.test(name)));
});

test('a gate is told whole, and last that it is on', async (context) => {
  const { vision, engines } = await started(context);

  vision.setGate(gate);

  const [engine] = engines;
  assert.equal(told(engine).at(-1), 'set_gate');
  assert.deepEqual(engine.callsOf('set_gate'), [[GATE_MODES.indexOf('identity')]]);
  assert.deepEqual(engine.callsOf('set_zone'), [[0.1, 0, 0.9, 1]]);
  assert.deepEqual(engine.callsOf('set_minimum_face'), [[0.25]]);
  assert.deepEqual(engine.callsOf('set_liveness'), [[1]]);
  assert.deepEqual(new Float32Array(engine.received.buffer), enrolled);
});

test('an engine that knows nobody any more is not handed a face', async (context) => {
  const { vision, engines } = await started(context);
  vision.setGate(gate);

  for (const mode of ['presence', 'off']) {
    vision.setGate({ ...gate, mode });
    assert.deepEqual(engines[0].callsOf('set_enrolled').at(-1), [0, 0], mode);
  }
});

test('what the gate finds is told when it changes, and only then', async (context) => {
  const { vision, engines, states, look } = await started(context);
  vision.setGate(gate);

  for (const state of ['verifying', 'verified', 'verified', 'unknown', 'unknown']) {
    engines[0].answers.gate_state = GATE_STATES.indexOf(state);
    await look();
  }

  assert.deepEqual(states(), ['loading', 'searching', 'verifying', 'verified', 'unknown']);
});

test('while a gate is awaited nothing but the slate goes out', async (context) => {
  const { vision, engines, states, look } = await started(context);

  vision.holdGate('loading');
  assert.equal(await look(), SLATE);
  assert.deepEqual(engines[0].callsOf('process'), []);
  vision.setGate(gate);
  assert.equal(await look(), COMPOSED);

  assert.deepEqual(states(), ['loading', 'searching']);
});

test('a frame that was being copied when a gate was asked for is a slate', async (context) => {
  const { vision, engines } = await started(context);
  const frame = slowFrame();
  const safe = vision.safeFrame(frame);

  vision.holdGate('loading');
  frame.finish();

  assert.equal((await safe).bytes[0], SLATE);
  assert.deepEqual(engines[0].callsOf('process'), []);
});

test('a gate that the engine refuses lets nothing through, until another is set', async (context) => {
  for (const refusal of [
    'set_gate',
    'set_zone',
    'set_minimum_face',
    'set_liveness',
    'set_enrolled',
  ]) {
    const { vision, engines, states, look } = await started(context);
    engines[0].answers[refusal] = -1;

    assert.throws(() => vision.setGate(gate), { name: 'EngineError' }, refusal);
    assert.equal(await look(), SLATE, refusal);
    assert.equal(states().at(-1), 'unavailable', refusal);

    delete engines[0].answers[refusal];
    vision.setGate(off);
    assert.equal(await look(), COMPOSED, refusal);
    assert.equal(states().at(-1), 'off', refusal);
    context.mock.restoreAll();
  }
});

test('a gate without the networks that it needs lets nothing through', async (context) => {
  const { vision, look } = await started(context, { hasNetworks: false });
  vision.loadFaceNetwork('detector', Uint8Array.of(1));

  assert.throws(() => vision.setGate(gate), { name: 'EngineError' });
  assert.equal(await look(), SLATE);

  vision.setGate({ ...gate, mode: 'presence' });
  assert.equal(await look(), COMPOSED);
});

test('a renewed engine has the gate before its first frame', async (context) => {
  const { vision, engines, states, look } = await started(context);
  vision.setGate(gate);
  engines[0].traps.add('process');

  assert.equal(await look(), SLATE);
  await settled();
  assert.equal(await look(), COMPOSED);

  assert.deepEqual(states(), ['loading', 'searching', 'loading', 'searching']);
  const calls = told(engines[1]);
  assert.ok(calls.indexOf('set_gate') < calls.indexOf('process'));
  assert.equal(calls.filter((name) => name === 'load_face_network').length, 3);
  assert.deepEqual(engines[1].callsOf('set_gate'), [[GATE_MODES.indexOf('identity')]]);
  assert.deepEqual(new Float32Array(engines[1].received.buffer), enrolled);
});

test('a renewed engine that refuses the networks or the gate lets nothing through', async (context) => {
  for (const refusal of ['load_face_network', 'set_gate']) {
    const prepare = (engine) => {
      // The second engine, and each one after it.
      if (prepare.count++ > 0) engine.answers[refusal] = 5;
    };
    prepare.count = 0;
    const { vision, engines, states, look } = await started(context, { prepare });
    vision.setGate(gate);
    engines[0].traps.add('process');

    await look();
    await settled();
    for (let count = 0; count < 3; count++) assert.equal(await look(), SLATE, refusal);

    assert.equal(states().at(-1), 'unavailable', refusal);
    assert.deepEqual(engines[1].callsOf('process'), [], refusal);
    context.mock.restoreAll();
  }
});

test('a trap while a gate is set does not open it', async (context) => {
  for (const trap of ['set_gate', 'set_enrolled', 'gate_state']) {
    const { vision, engines, look } = await started(context);
    engines[0].traps.add(trap);

    vision.setGate(gate);
    assert.equal(await look(), SLATE, trap);
    await settled();
    assert.equal(await look(), COMPOSED, trap);

    assert.deepEqual(engines[1].callsOf('set_gate'), [[GATE_MODES.indexOf('identity')]], trap);
    context.mock.restoreAll();
  }
});

test('an engine that is renewed while a gate is awaited does not end the wait', async (context) => {
  const { vision, engines, states, look } = await started(context);
  vision.setGate(off);
  vision.holdGate('loading');
  engines[0].traps.add('hole_share');

  assert.equal(vision.hole, 1);
  await settled();

  assert.equal(engines.length, 2);
  assert.equal(await look(), SLATE);
  assert.equal(states().at(-1), 'loading');
});

test('a gate that is set while there is no engine is the next one’s', async (context) => {
  const { vision, engines, look } = await started(context);
  engines[0].traps.add('hole_share');
  assert.equal(vision.hole, 1);

  vision.setGate(gate);
  await settled();

  assert.equal(await look(), COMPOSED);
  assert.deepEqual(engines[1].callsOf('set_gate'), [[GATE_MODES.indexOf('identity')]]);
});

test('a network over which the engine traps is not taken for loaded', async (context) => {
  const { vision, engines } = await started(context, { hasNetworks: false });
  engines[0].traps.add('load_face_network');

  assert.throws(() => vision.loadFaceNetwork('detector', Uint8Array.of(1)));
  await settled();

  assert.deepEqual(engines[1].callsOf('load_face_network'), []);
});

test('an enrolment tells how far it is, then the embedding once, and leaves none behind', async (context) => {
  const { vision, engines, news, look } = await started(context);
  const [engine] = engines;

  vision.beginEnrolment();
  await look();
  await look();
  engine.answers.enrol_state = 7 | (3 << 8) | (8 << 16);
  await look();
  engine.enrol(enrolled);
  await look();
  await look();

  assert.deepEqual(news, [
    { kind: 'enrolment', hint: 'look', accepted: 0, wanted: 0 },
    { kind: 'enrolment', hint: 'still', accepted: 3, wanted: 8 },
    { kind: 'enrolled', embedding: enrolled },
  ]);
  assert.equal(engine.callsOf('enrol_cancel').length, 1);
});

test('an enrolment without networks or without an engine does not begin', async (context) => {
  const { vision, engines } = await started(context, { hasNetworks: false });
  assert.throws(() => vision.beginEnrolment(), { name: 'EngineError' });

  engines[0].traps.add('hole_share');
  assert.equal(vision.hole, 1);
  assert.throws(() => vision.beginEnrolment());
});

test('an enrolment ends with its engine, and says so', async (context) => {
  const { vision, engines, news, look } = await started(context);
  vision.beginEnrolment();
  engines[0].traps.add('process');

  await look();
  await settled();
  await look();

  assert.deepEqual(news, [{ kind: 'enrolment-lost' }]);
  assert.deepEqual(engines[1].callsOf('enrol_begin'), []);
});

test('an enrolment that was cancelled is followed no more', async (context) => {
  const { vision, engines, news, look } = await started(context);
  vision.beginEnrolment();

  vision.cancelEnrolment();
  engines[0].enrol(enrolled);
  await look();

  assert.deepEqual(news, []);
  assert.equal(engines[0].callsOf('enrol_cancel').length, 1);
});
