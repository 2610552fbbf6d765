import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CamaleonError } from '../sdk/camaleon.js';
import { EnrolmentStoreError } from '../ui/enrolment-store.js';
import { Gatekeeper } from '../ui/gatekeeper.js';
import { wholeFrame } from '../ui/zone.js';
import { settled } from './fakes/clock.js';

const created = new Date(Date.UTC(2026, 10, 23));
const embedding = Float32Array.from({ length: 128 }, () => 0.5);

/** A store that holds `embedding` or nothing; `fault` is the code that all of it fails with. */
class FakeStore {
  constructor({ held = null, fault = '' } = {}) {
    Object.assign(this, { held, fault });
  }

  async list() {
    this.#check();
    return this.held ? [{ created }] : [];
  }

  async load() {
    this.#check('enrolment-damaged');
    return this.held;
  }

  async save(value) {
    this.#check();
    this.held = value;
  }

  async delete() {
    this.#check();
    this.held = null;
  }

  #check(also = '') {
    const isHit = this.fault === 'store-unavailable' || (this.fault !== '' && this.fault === also);
    if (isHit) throw new EnrolmentStoreError(this.fault, '');
  }
}

/** Whoever decides who is seen, and what came of it. */
function keeperOver({
  seen = 'off',
  store = new FakeStore(),
  hasEngine = true,
  liveness = false,
} = {}) {
  const gates = [];
  const problems = [];
  const choices = [];
  const enrolments = [];
  const vision = {
    setGate: (gate) => gates.push(gate),
    enrol: async ({ signal }) => {
      if (!hasEngine) return null;
      const enrolment = new EventTarget();
      enrolment.result = new Promise((resolve, reject) => {
        Object.assign(enrolment, { resolve, reject });
        signal.addEventListener('abort', () => reject(signal.reason));
      });
      enrolments.push(enrolment);
      return enrolment;
    },
  };
  const keeper = new Gatekeeper({
    vision,
    store,
    choice: { seen, zone: wholeFrame, minimumFace: 0.1, liveness },
    listener: {
      onChange: () => {},
      onChoice: (choice) => choices.push(choice),
      onProblem: (code) => problems.push(code),
    },
    now: () => created,
  });
  const enrol = (signal = new AbortController().signal) => {
    const progress = [];
    const done = keeper.enrol({ signal, onProgress: (hint) => progress.push(hint) });
    return { done, progress, enrolment: enrolments.at(-1) };
  };
  return { keeper, store, gates, problems, choices, enrol };
}

test('everybody in view is what one begins with, and the engine hears of no gate', async () => {
  const { keeper, gates, problems } = keeperOver();

  await keeper.open();

  assert.deepEqual([gates, problems, keeper.isHidden], [[], [], false]);
});

test('a gate that was chosen before is there before there is an engine', () => {
  for (const seen of ['presence', 'identity']) {
    const { gates } = keeperOver({ seen, store: new FakeStore({ held: embedding }) });

    assert.deepEqual(gates, [
      { mode: seen, enrolled: undefined, zone: wholeFrame, minimumFace: 0.1, liveness: false },
    ]);
  }
});

test('whoever is enrolled is loaded and recognised, and nobody else is loaded for presence', async () => {
  const store = new FakeStore({ held: embedding });
  const { keeper, gates } = keeperOver({ seen: 'identity', store });

  await keeper.open();
  assert.equal(gates.at(-1).enrolled, embedding);
  await keeper.choose('presence');

  assert.equal(gates.at(-1).enrolled, undefined);
});

test('an enrolment that is gone, damaged or out of reach hides, and says so', async () => {
  for (const [fault, told] of [
    ['', []],
    ['enrolment-damaged', ['enrolment-damaged']],
    ['store-unavailable', ['store-unavailable']],
  ]) {
    const held = fault === 'enrolment-damaged' ? embedding : null;
    const { keeper, gates, problems } = keeperOver({
      seen: 'identity',
      store: new FakeStore({ held, fault }),
    });

    await keeper.open();

    assert.deepEqual(problems, told);
    assert.ok(keeper.lacksFace);
    assert.ok(gates.every(({ mode, enrolled }) => mode === 'identity' && !enrolled));
  }
});

test('to be recognised one has to be enrolled before; until then the choice is not made', async () => {
  const { keeper, gates, choices } = keeperOver();

  assert.equal(await keeper.choose('identity'), false);

  assert.equal(keeper.mode, 'off');
  assert.deepEqual([gates, choices], [[], []]);
});

test('a choice that is overtaken while the face is loaded does nothing', async () => {
  const { keeper, gates } = keeperOver({ store: new FakeStore({ held: embedding }) });

  await Promise.all([keeper.choose('identity'), keeper.choose('presence')]);

  assert.deepEqual(
    gates.map(({ mode }) => mode),
    ['presence'],
  );
});

test('whoever has enrolled is stored, and from then on alone seen', async () => {
  const { keeper, store, gates, choices, enrol } = keeperOver();

  const { done, progress, enrolment } = enrol();
  assert.ok(keeper.isHidden);
  await settled();
  const detail = { hint: 'still', accepted: 1, wanted: 8 };
  enrolment.dispatchEvent(Object.assign(new Event('progress'), { detail }));
  enrolment.resolve(embedding);

  assert.equal(await done, true);
  assert.deepEqual(progress, [detail]);
  assert.equal(store.held, embedding);
  assert.equal(gates.at(-1).enrolled, embedding);
  assert.equal(choices.at(-1).seen, 'identity');
  assert.deepEqual(keeper.face, { created, isStored: true });
});

test('what is remembered of a choice has nothing of the face', async () => {
  const { choices, enrol } = keeperOver();

  const { done, enrolment } = enrol();
  enrolment.resolve(embedding);
  await done;

  assert.deepEqual(Object.keys(choices.at(-1)).sort(), ['liveness', 'minimumFace', 'seen', 'zone']);
});

test('an enrolment that is cancelled leaves everything as it was, without a word', async () => {
  const { keeper, store, gates, problems, enrol } = keeperOver();
  const cancel = new AbortController();

  const { done } = enrol(cancel.signal);
  cancel.abort();

  assert.equal(await done, false);
  assert.deepEqual([gates, problems, store.held, keeper.mode], [[], [], null, 'off']);
  assert.equal(keeper.isHidden, false);
});

test('an enrolment that fails says why', async () => {
  for (const [code, told] of [
    ['faces-missing', 'faces-missing'],
    ['assets-unavailable', 'faces-unreachable'],
    ['enrolment-interrupted', 'enrolment-interrupted'],
  ]) {
    const { keeper, problems, enrol } = keeperOver();

    const { done, enrolment } = enrol();
    enrolment.reject(new CamaleonError(code, ''));

    assert.equal(await done, false);
    assert.deepEqual(problems, [told]);
    assert.equal(keeper.mode, 'off');
  }
  const { problems, enrol } = keeperOver({ hasEngine: false });
  assert.equal(await enrol().done, false);
  assert.deepEqual(problems, ['enrolment-interrupted']);
});

test('in a private window the face is known until the page is closed', async () => {
  const store = new FakeStore({ fault: 'store-unavailable' });
  const { keeper, gates, problems, enrol } = keeperOver({ store });
  await keeper.open();

  const { done, enrolment } = enrol();
  enrolment.resolve(embedding);
  await done;

  assert.deepEqual(problems, ['enrolment-not-stored']);
  assert.equal(gates.at(-1).enrolled, embedding);
  assert.deepEqual(keeper.face, { created, isStored: false });
  assert.equal(await keeper.forget(), true);
  assert.equal(keeper.face, null);
});

test('a face that is deleted is in the store and in the engine no more, and all are hidden', async () => {
  const { keeper, store, gates } = keeperOver({
    seen: 'identity',
    store: new FakeStore({ held: embedding }),
  });
  await keeper.open();

  assert.equal(await keeper.forget(), true);

  assert.equal(store.held, null);
  assert.deepEqual([gates.at(-1).mode, gates.at(-1).enrolled], ['identity', undefined]);
  assert.ok(keeper.lacksFace);
});

test('a damaged enrolment is listed without a date, and can be deleted', async () => {
  const store = new FakeStore({ held: embedding, fault: 'enrolment-damaged' });
  store.list = async () => (store.held ? [{ created: null }] : []);
  const { keeper } = keeperOver({ store });
  await keeper.open();
  assert.deepEqual(keeper.face, { created: null, isStored: true });

  assert.equal(await keeper.forget(), true);

  assert.equal(keeper.face, null);
});

test('a face that could not be deleted is said to be there still', async () => {
  const store = new FakeStore({ held: embedding });
  const { keeper, problems } = keeperOver({ store });
  await keeper.open();
  store.delete = () => Promise.reject(new EnrolmentStoreError('store-unavailable', ''));

  assert.equal(await keeper.forget(), false);

  assert.deepEqual(problems, ['enrolment-not-deleted']);
  assert.deepEqual(keeper.face, { created, isStored: true });
});

test('signs of life are asked for when one says so, and remembered', () => {
  const { keeper, gates, choices } = keeperOver();

  keeper.setLiveness(true);

  assert.deepEqual([gates.at(-1).liveness, choices.at(-1).liveness], [true, true]);
});

test('signs of life that were asked for before are asked of the first engine', () => {
  const { gates } = keeperOver({ seen: 'identity', liveness: true });

  assert.deepEqual(
    gates.map(({ liveness }) => liveness),
    [true],
  );
});

test('a zone and a least size go to the gate, and are remembered', async () => {
  const { keeper, gates, choices } = keeperOver({ seen: 'presence' });
  const zone = { left: 0.2, top: 0.2, right: 0.8, bottom: 0.9 };

  keeper.setPlace({ zone, minimumFace: 0.3 });
  await settled();

  assert.deepEqual(gates.at(-1), {
    mode: 'presence',
    enrolled: undefined,
    zone,
    minimumFace: 0.3,
    liveness: false,
  });
  assert.deepEqual(choices.at(-1), { seen: 'presence', zone, minimumFace: 0.3, liveness: false });
});

test('one is hidden in every state but those in which one is seen', () => {
  const { keeper } = keeperOver();
  const isHiddenIn = (state) => {
    keeper.state = state;
    return keeper.isHidden;
  };

  for (const state of ['off', 'present', 'verified']) assert.equal(isHiddenIn(state), false, state);
  for (const state of ['loading', 'unavailable', 'searching', 'verifying', 'unknown', 'absent']) {
    assert.equal(isHiddenIn(state), true, state);
  }
  for (const state of ['too-small', 'outside', 'several', 'brand-new']) {
    assert.equal(isHiddenIn(state), true, state);
  }
});
