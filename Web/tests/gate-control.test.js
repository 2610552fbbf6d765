import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CamaleonError } from '../sdk/camaleon-error.js';
import { GateControl } from '../sdk/gate-control.js';
import { settled } from './fakes/clock.js';
import { installGlobals } from './fakes/globals.js';
import { FakeLink } from './fakes/link.js';

const NETWORKS = ['detector', 'landmarks', 'recognition'];
const embedding = Float32Array.from({ length: 128 }, () => 0.5);

/** The control, the worker's link below it, and what was fetched; `answer` is the server's. */
function controlOver(context, answer = async () => new Response(Uint8Array.of(1))) {
  const fetched = [];
  installGlobals(context, {
    document: { baseURI: 'https://example.org/r/room' },
    fetch: (url) => {
      fetched.push(url.pathname);
      return answer(url);
    },
  });
  const link = new FakeLink();
  return { control: new GateControl(link, '/assets'), link, fetched };
}

const pathsOf = (networks) => networks.map((network) => `/assets/face/${network}.cml`);

test('the networks are loaded when they are needed, each once', async (context) => {
  const { control, link, fetched } = controlOver(context);

  await control.set({ mode: 'off' });
  assert.deepEqual(fetched, []);
  await control.set({ mode: 'presence' });
  assert.deepEqual(fetched, pathsOf(['detector']));
  await control.set({ mode: 'identity', enrolled: embedding });
  await control.set({ mode: 'presence' });

  assert.deepEqual(fetched, pathsOf(NETWORKS));
  assert.equal(link.kinds.filter((kind) => kind === 'face-network').length, 3);
});

test('the camera is held back from the call on, before anything is fetched', (context) => {
  const { control, link, fetched } = controlOver(context);

  control.set({ mode: 'identity' });

  assert.deepEqual(link.kinds, ['hold-gate']);
  assert.deepEqual(fetched, []);
});

test('a gate whose networks are there is set at once, without a grey frame between', async (context) => {
  const { control, link } = controlOver(context);
  await control.set({ mode: 'presence' });
  link.asked.length = 0;

  control.set({ mode: 'presence', minimumFace: 0.3 });
  control.set({ mode: 'off' });

  assert.deepEqual(link.kinds, ['gate', 'gate']);
});

test('the worker is told the whole gate, after the networks', async (context) => {
  const { control, link } = controlOver(context);
  const zone = { left: 0.2, top: 0, right: 0.8, bottom: 1 };

  await control.set({
    mode: 'identity',
    enrolled: embedding,
    zone,
    minimumFace: 0.2,
    liveness: true,
  });
  assert.deepEqual(link.asked.at(-1).gate, {
    mode: 'identity',
    enrolled: embedding,
    zone,
    minimumFace: 0.2,
    liveness: true,
  });
  assert.equal(link.kinds.indexOf('gate'), link.kinds.lastIndexOf('face-network') + 1);

  await control.set({ mode: 'presence' });
  assert.deepEqual(link.asked.at(-1).gate, {
    mode: 'presence',
    enrolled: null,
    zone: { left: 0, top: 0, right: 1, bottom: 1 },
    minimumFace: 0,
    liveness: false,
  });
});

test('a server without face networks is told apart, with what to run, and nobody is shown', async (context) => {
  const { control, link } = controlOver(context, async () => new Response('', { status: 404 }));

  await assert.rejects(control.set({ mode: 'presence' }), {
    name: 'CamaleonError',
    code: 'faces-missing',
    message: /Scripts\/networks/,
  });

  assert.deepEqual(
    link.asked.map(({ kind, why }) => [kind, why]),
    [
      ['hold-gate', 'loading'],
      ['hold-gate', 'unavailable'],
    ],
  );
});

test('a network that the engine refuses is broken, and nobody is shown', async (context) => {
  const { control, link } = controlOver(context);
  link.refuse = 'face-network';

  await assert.rejects(control.set({ mode: 'presence' }), {
    code: 'faces-broken',
    message: /detector\.cml/,
  });

  assert.deepEqual(link.asked.at(-1).why, 'unavailable');
  assert.ok(!link.kinds.includes('gate'));
});

test('what did not arrive is fetched again at the next choice', async (context) => {
  const answers = [() => Promise.reject(new TypeError('network')), async () => new Response('x')];
  const { control, link } = controlOver(context, () => answers.shift()());

  await assert.rejects(control.set({ mode: 'presence' }), { code: 'assets-unavailable' });
  await control.set({ mode: 'presence' });

  assert.equal(link.asked.at(-1).gate.mode, 'presence');
});

test('of two gates the one that was chosen last holds, however the first one ends', async (context) => {
  for (const late of [new Response('x'), new Response('', { status: 404 })]) {
    let finish;
    const { control, link } = controlOver(
      context,
      () =>
        new Promise((resolve) => {
          finish = () => resolve(late);
        }),
    );

    const slow = control.set({ mode: 'presence' });
    await settled();
    await control.set({ mode: 'off' });
    finish();
    await slow;

    assert.deepEqual(
      link.asked.filter(({ kind }) => kind === 'gate').map(({ gate }) => gate.mode),
      ['off'],
    );
    assert.ok(link.asked.every(({ why }) => why !== 'unavailable'));
  }
});

test('a gate that the worker refuses says so', async (context) => {
  const { control, link } = controlOver(context);
  link.refuse = 'gate';

  await assert.rejects(control.set({ mode: 'presence' }), { code: 'gate-refused' });
});

test('an enrolment tells its progress, and gives the embedding', async (context) => {
  const { control, link } = controlOver(context);
  const heard = [];

  const enrolment = control.enrol();
  enrolment.addEventListener('progress', ({ detail }) => heard.push(detail));
  await settled();
  link.tell('enrolment', { kind: 'enrolment', hint: 'too-far', accepted: 2, wanted: 8 });
  link.tell('enrolled', { embedding });

  assert.equal(await enrolment.result, embedding);
  assert.deepEqual(heard, [{ hint: 'too-far', accepted: 2, wanted: 8 }]);
});

test('whoever is enrolled is hidden while the networks load, and the gate is then as before', async (context) => {
  const { control, link } = controlOver(context);

  const enrolment = control.enrol();
  enrolment.result.catch(() => {});
  await settled();

  const loads = NETWORKS.map(() => 'face-network');
  assert.deepEqual(link.kinds, ['hold-gate', ...loads, 'enrol', 'gate']);
  assert.equal(link.asked.at(-1).gate.mode, 'off');
});

test('an enrolment whose networks are there holds nothing back', async (context) => {
  const { control, link } = controlOver(context);
  await control.set({ mode: 'identity', enrolled: embedding });
  link.asked.length = 0;

  control.enrol().result.catch(() => {});
  await settled();

  assert.deepEqual(link.kinds, ['enrol']);
});

test('an enrolment that cannot begin leaves the gate as it was', async (context) => {
  const { control, link } = controlOver(context, async () => new Response('', { status: 404 }));

  await assert.rejects(control.enrol().result, { code: 'faces-missing' });

  assert.deepEqual([link.kinds[0], link.asked.at(-1).gate.mode], ['hold-gate', 'off']);
});

test('a gate that is chosen while an enrolment loads is the one that holds', async (context) => {
  const { control, link } = controlOver(context);

  control.enrol().result.catch(() => {});
  await control.set({ mode: 'presence' });
  await settled();

  assert.deepEqual(
    link.asked.filter(({ kind }) => kind === 'gate').map(({ gate }) => gate.mode),
    ['presence'],
  );
});

test('an enrolment that is cancelled ends in the engine too', async (context) => {
  const { control, link } = controlOver(context);
  const cancel = new AbortController();

  const { result } = control.enrol(cancel.signal);
  await settled();
  cancel.abort();

  await assert.rejects(result, { name: 'AbortError' });
  assert.deepEqual(
    link.asked.filter(({ kind }) => kind === 'enrol').map(({ on }) => on),
    [true, false],
  );
});

test('an enrolment that is cancelled while the networks load never begins', async (context) => {
  const { control, link } = controlOver(context);
  const cancel = new AbortController();

  const { result } = control.enrol(cancel.signal);
  cancel.abort();

  await assert.rejects(result, { name: 'AbortError' });
  assert.ok(!link.kinds.includes('enrol'));
});

test('an enrolment need not wait for the network to be cancelled', async (context) => {
  const { control, link } = controlOver(context, () => new Promise(() => {}));
  const cancel = new AbortController();

  const { result } = control.enrol(cancel.signal);
  await settled();
  cancel.abort();

  await assert.rejects(result, { name: 'AbortError' });
  assert.deepEqual(link.kinds, ['hold-gate', 'gate']);
});

test('an enrolment ends when its engine or its worker does, or is closed', async (context) => {
  for (const end of ['enrolment-lost', 'lost', 'closed']) {
    const { control, link } = controlOver(context);

    const { result } = control.enrol();
    await settled();
    if (end === 'closed') control.close();
    else link.tell(end);

    await assert.rejects(result, { name: 'CamaleonError', code: 'enrolment-interrupted' });
  }
});

test('an enrolment that the engine does not begin says so', async (context) => {
  const { control, link } = controlOver(context);
  link.refuse = 'enrol';

  const { result } = control.enrol();

  await assert.rejects(result, (error) => {
    assert.ok(error instanceof CamaleonError);
    assert.equal(error.code, 'enrolment-interrupted');
    return true;
  });
});
