import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Camaleon, CamaleonError } from '../sdk/camaleon.js';
import { Vision } from '../ui/vision.js';
import { settled } from './fakes/clock.js';
import { closable } from './fakes/closable.js';

/** An engine that does as it is told; `goes` makes its worker one that is gone. */
class FakeCamaleon extends EventTarget {
  told = [];
  isClosed = false;
  goes = false;

  async setBackground({ mode }) {
    if (this.goes) throw new CamaleonError('worker-lost', 'gone');
    this.told.push(mode);
  }

  async learnPlate(on) {
    this.told.push(`learn ${on}`);
  }

  async setGate({ mode }) {
    if (this.goes) throw new CamaleonError('worker-lost', 'gone');
    this.told.push(`gate ${mode}`);
  }

  enrol() {
    this.told.push('enrol');
    return {};
  }

  async wear() {
    if (this.goes) throw new CamaleonError('worker-lost', 'gone');
  }

  become(state, code) {
    this.dispatchEvent(Object.assign(new Event('state'), { detail: { state, code } }));
  }

  find(state) {
    this.dispatchEvent(Object.assign(new Event('gate'), { detail: { state } }));
  }

  close() {
    this.isClosed = true;
  }
}

/** The page's engine, the SDK's below it, and what it said. */
function visionOver(context) {
  const engines = [];
  context.mock.method(Camaleon, 'create', async () => {
    engines.push(new FakeCamaleon());
    return engines.at(-1);
  });
  const said = [];
  const gates = [];
  const vision = new Vision({
    onFailure: (code) => said.push(`failed ${code}`),
    onRecovery: (code) => said.push(`recovered from ${code}`),
    onGate: (state) => gates.push(state),
    onGateFailure: (code) => said.push(`gate ${code}`),
  });
  return { vision, engines, said, gates };
}

test('an engine that starts again by itself says so once', async (context) => {
  const { vision, engines, said } = visionOver(context);
  await vision.start();
  const [engine] = engines;

  engine.become('running');
  engine.become('failed', 'engine-trapped');
  engine.become('starting');
  engine.become('running');
  engine.become('running');

  assert.deepEqual(said, ['failed engine-trapped', 'recovered from engine-trapped']);
});

test('an engine that was replaced is heard no more', async (context) => {
  const { vision, engines, said } = visionOver(context);
  await vision.start();
  engines[0].become('failed', 'worker-lost');

  await vision.start();
  engines[0].become('failed', 'engine-trapped');
  engines[1].become('running');

  assert.ok(engines[0].isClosed);
  assert.deepEqual(said, ['failed worker-lost']);
});

test('an enrolment that is asked for too soon waits for the engine', async (context) => {
  const { vision, engines } = visionOver(context);
  const options = { signal: new AbortController().signal };
  assert.equal(await vision.enrol(options), null);

  const start = vision.start();
  assert.ok(await vision.enrol(options));
  await start;

  assert.deepEqual(engines[0].told, ['blur', 'enrol']);
});

test('an enrolment need not wait for the engine to be cancelled', async (context) => {
  const { vision } = visionOver(context);
  context.mock.method(Camaleon, 'create', () => new Promise(() => {}));
  vision.start();
  const cancel = new AbortController();

  const enrolment = vision.enrol({ signal: cancel.signal });
  cancel.abort();

  assert.equal(await enrolment, null);
});

test('a new engine is told the background that was chosen last, and to learn again', async (context) => {
  const { vision, engines } = visionOver(context);
  await vision.setBackground({ mode: 'camaleon' });
  vision.rooms.learn(true);

  await vision.start();
  assert.deepEqual(engines[0].told, ['learn true', 'camaleon']);

  engines[0].goes = true;
  await vision.setBackground({ mode: 'blur' });
  await vision.rooms.wear(Uint8Array.of(1));
  await vision.start();
  assert.deepEqual(engines[1].told, ['learn true', 'blur']);
});

test('an image that was overtaken is not used, and every image is closed', async (context) => {
  const { vision, engines } = visionOver(context);
  await vision.start();
  const images = [closable(), closable()];
  const slow = async () => {
    await settled();
    return images[0];
  };

  const steps = [
    vision.setBackground({ mode: 'image', render: slow }),
    vision.setBackground({ mode: 'image', render: async () => images[1] }),
  ];
  await Promise.all(steps);

  assert.deepEqual(engines[0].told, ['blur', 'image']);
  assert.ok(images.every(({ isClosed }) => isClosed));
});

test('an engine that refuses a background says so', async (context) => {
  const { vision, engines } = visionOver(context);
  await vision.start();
  context.mock.method(engines[0], 'setBackground', async () => {
    throw new CamaleonError('image-refused', 'no');
  });

  await assert.rejects(vision.setBackground({ mode: 'image' }), { code: 'image-refused' });
});

test('a new engine is told who may be seen before anything else, and then what it finds', async (context) => {
  const { vision, engines, gates } = visionOver(context);
  vision.setGate({ mode: 'presence' });

  await vision.start();
  engines[0].find('present');
  await vision.start();
  engines[0].find('absent');

  assert.equal(engines[0].told[0], 'gate presence');
  assert.equal(engines[1].told[0], 'gate presence');
  assert.deepEqual(gates, ['loading', 'present', 'loading']);
});

test('who chose no gate is not asked about one', async (context) => {
  const { vision, engines, gates } = visionOver(context);

  await vision.start();

  assert.deepEqual(engines[0].told, ['blur']);
  assert.deepEqual(gates, ['off']);
});

test('a gate that cannot be set is told, but not of an engine that is gone or a choice before', async (context) => {
  const { vision, engines, said } = visionOver(context);
  await vision.start();
  const [engine] = engines;
  const fail = () => Promise.reject(new CamaleonError('faces-missing', 'none'));

  engine.goes = true;
  vision.setGate({ mode: 'presence' });
  await settled();
  assert.deepEqual(said, []);
  const refusal = context.mock.method(engine, 'setGate', fail);
  vision.setGate({ mode: 'presence' });
  await settled();
  assert.deepEqual(said, ['gate faces-missing']);
  vision.setGate({ mode: 'identity' });
  refusal.mock.restore();
  engine.goes = false;
  vision.setGate({ mode: 'off' });
  await settled();

  assert.deepEqual(said, ['gate faces-missing']);
});
