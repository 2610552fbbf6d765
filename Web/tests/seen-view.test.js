import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SeenView } from '../ui/seen-view.js';
import { wholeFrame } from '../ui/zone.js';
import { settled } from './fakes/clock.js';
import { installPage } from './fakes/page.js';

const created = new Date(2026, 10, 23);
const embedding = Float32Array.from({ length: 128 }, () => 0.5);

/** The view over the page's elements, and what it told whom. */
async function viewOver(
  context,
  { seen = 'off', stored = null, hasCamera = true, settle = () => {} } = {},
) {
  const page = installPage(context);
  const told = { gates: [], notices: [], standing: new Set(), enrolments: [], choices: [] };
  const store = {
    stored,
    list: async () => (store.stored ? [{ created }] : []),
    load: async () => store.stored,
    save: async (value) => {
      store.stored = value;
    },
    delete: async () => {
      store.stored = null;
    },
  };
  const camera = { isOpen: hasCamera };
  const view = new SeenView({
    vision: {
      setGate: (gate) => told.gates.push(gate),
      enrol: async ({ signal }) => {
        const enrolment = new EventTarget();
        enrolment.result = new Promise((resolve, reject) => {
          enrolment.resolve = resolve;
          signal.addEventListener('abort', () => reject(signal.reason));
        });
        told.enrolments.push(enrolment);
        return enrolment;
      },
    },
    store,
    choice: { seen, zone: wholeFrame, minimumFace: 0.1, liveness: false },
    notices: {
      show: (code) => {
        told.notices.push(code);
        told.standing.add(code);
      },
      hide: (...codes) => {
        for (const code of codes) told.standing.delete(code);
      },
    },
    showCamera: (video) => {
      video.srcObject = camera.isOpen ? 'camera' : null;
      return camera.isOpen;
    },
    whenSettled: async () => settle(camera),
    onChoice: (choice) => told.choices.push(choice.seen),
    onChange: () => {},
  });
  await view.open();
  return { view, page, told, store };
}

/** Goes to where the camera looks at one's face. */
async function beginEnrolment(page) {
  page('seen-identity').choose();
  await settled();
  page('face-consent-accept').click();
  await settled();
}

test('who chooses nothing is asked nothing and told nothing', async (context) => {
  const { page, told } = await viewOver(context);

  assert.ok(page('seen-off').checked);
  assert.equal(page('gate-line').textContent, '');
  assert.ok(page('face-row').hidden && page('zone-row').hidden);
  assert.deepEqual([told.gates, told.notices], [[], []]);
});

test('recognition begins with a question, and no face is looked at before the answer', async (context) => {
  const { page, told } = await viewOver(context);

  page('seen-identity').choose();
  await settled();

  assert.ok(page('face-consent').open);
  assert.deepEqual([told.enrolments, told.gates], [[], []]);
});

test('what one is asked about stays chosen meanwhile, whatever else is told', async (context) => {
  const { view, page } = await viewOver(context);
  page('seen-identity').choose();
  await settled();

  view.state = 'off';

  assert.ok(page('seen-identity').checked);
});

test('who does not agree is where they were; who prefers presence has it', async (context) => {
  for (const [answer, mode] of [
    ['face-consent-cancel', 'off'],
    ['Escape', 'off'],
    ['face-consent-presence', 'presence'],
  ]) {
    const { page, told } = await viewOver(context);
    page('seen-identity').choose();
    await settled();

    if (answer === 'Escape') page('face-consent').close();
    else page(answer).click();
    await settled();

    assert.ok(page(`seen-${mode}`).checked && page(`seen-${mode}`).isFocused, answer);
    assert.ok(!page('face-consent').open, answer);
    assert.deepEqual([told.enrolments.length, told.gates.length], [0, mode === 'off' ? 0 : 1]);
  }
});

test('who agrees is guided, on a picture of their own camera, and then alone seen', async (context) => {
  const { page, told, store } = await viewOver(context);

  await beginEnrolment(page);
  assert.ok(page('enrolment').open);
  assert.equal(page('enrolment-video').srcObject, 'camera');
  const detail = { hint: 'too-far', accepted: 3, wanted: 8 };
  told.enrolments[0].dispatchEvent(Object.assign(new Event('progress'), { detail }));
  assert.equal(page('enrolment-hint').textContent, 'Come closer.');
  assert.deepEqual([page('enrolment-progress').value, page('enrolment-progress').max], [3, 8]);
  told.enrolments[0].resolve(embedding);
  await settled();

  assert.ok(!page('enrolment').open);
  assert.equal(page('enrolment-video').srcObject, null);
  assert.ok(page('seen-identity').checked);
  assert.equal(told.gates.at(-1).enrolled, embedding);
  assert.equal(store.stored, embedding);
  assert.deepEqual(told.notices, ['enrolled']);
  assert.match(page('face-words').textContent, /2026/);
});

test('an enrolment can be cancelled at any time, by the button and by Escape', async (context) => {
  for (const way of ['button', 'Escape']) {
    const { page, told, store } = await viewOver(context);
    await beginEnrolment(page);
    assert.match(page('gate-line').textContent, /being enrolled/);

    if (way === 'button') page('enrolment-cancel').click();
    else page('enrolment').close();
    await settled();

    assert.ok(page('seen-off').checked, way);
    assert.equal(page('enrolment-video').srcObject, null, way);
    assert.deepEqual([told.gates, told.notices, store.stored], [[], [], null], way);
    assert.equal(page('gate-line').textContent, '', way);
  }
});

test('an enrolment waits for a camera that is being opened', async (context) => {
  const settle = (camera) => {
    camera.isOpen = true;
  };
  const { page, told } = await viewOver(context, { hasCamera: false, settle });

  await beginEnrolment(page);

  assert.ok(page('enrolment').open);
  assert.deepEqual(told.notices, []);
});

test('without a camera nobody can enrol, and it is said', async (context) => {
  const { page, told } = await viewOver(context, { hasCamera: false });

  await beginEnrolment(page);

  assert.deepEqual(told.notices, ['enrolment-needs-camera']);
  assert.ok(!page('enrolment').open && page('seen-off').checked);
});

test('who is enrolled already is not asked again', async (context) => {
  const { page, told } = await viewOver(context, { stored: embedding });
  assert.match(page('face-words').textContent, /2026/);

  page('seen-identity').choose();
  await settled();

  assert.ok(!page('face-consent').open);
  assert.equal(told.gates.at(-1).enrolled, embedding);
});

test('a face that is deleted is no longer said to be stored', async (context) => {
  const { page, told } = await viewOver(context);
  await beginEnrolment(page);
  told.enrolments[0].resolve(embedding);
  await settled();

  page('face-delete').click();
  await settled();

  assert.deepEqual([...told.standing], ['enrolment-deleted']);
});

test('an enrolment can be deleted whatever is chosen', async (context) => {
  for (const seen of ['off', 'presence', 'identity']) {
    const { page, told, store } = await viewOver(context, { seen, stored: embedding });
    assert.ok(!page('face-row').hidden && !page('face-delete').hidden, seen);

    page('face-delete').click();
    await settled();

    assert.equal(store.stored, null, seen);
    assert.deepEqual(told.notices, ['enrolment-deleted'], seen);
    assert.ok(page('face-delete').hidden && page(`seen-${seen}`).isFocused, seen);
    assert.ok(
      told.gates.slice(-1).every(({ enrolled }) => enrolled === undefined),
      seen,
    );
  }
});

test('why one is hidden is said at once, and that one is seen to a screen reader alone', async (context) => {
  const { view, page } = await viewOver(context, { seen: 'presence' });

  view.state = 'absent';
  assert.equal(page('gate-line').textContent, 'Hidden: no face is in view, or it is too close.');
  assert.ok(view.isHidden && !page('gate-line').classes.has('visually-hidden'));
  view.state = 'present';

  assert.equal(page('gate-line').textContent, 'You are visible.');
  assert.ok(!view.isHidden && page('gate-line').classes.has('visually-hidden'));
});

test('signs of life are a choice of whoever alone is seen, and off at first', async (context) => {
  const { page, told } = await viewOver(context, { stored: embedding });
  assert.ok(page('life-row').hidden);

  page('seen-identity').choose();
  await settled();
  assert.ok(!page('life-row').hidden && !page('liveness').checked);
  page('liveness').checked = true;
  page('liveness').fire('change');

  assert.equal(told.gates.at(-1).liveness, true);
  assert.ok(page('liveness').checked);
});

test('who is awaited to show life is hidden, and told what to do', async (context) => {
  const { view, page } = await viewOver(context, { seen: 'identity', stored: embedding });

  view.state = 'waiting-for-life';

  assert.ok(view.isHidden);
  assert.equal(page('gate-line').textContent, 'Hidden: turn your head a little, or blink.');
});

test('a zone is moved by arrows, resized by shift, and in force when it is confirmed', async (context) => {
  const { page, told } = await viewOver(context, { seen: 'presence' });
  const press = (key, shiftKey = false) => page('zone').fire('keydown', { key, shiftKey });
  page('zone-open').click();
  assert.equal(page('zone-words').textContent, 'The whole picture');

  for (let count = 0; count < 10; count++) press('ArrowLeft', true);
  press('ArrowRight');
  assert.equal(page('zone-words').textContent, 'From 2 % to 82 % across, from 0 % to 100 % down');
  assert.ok(press('ArrowDown').defaultPrevented && !press('Tab').defaultPrevented);
  page('minimum-face').value = '25';
  const before = told.gates.length;
  page('zone-done').click();

  assert.equal(before, 1);
  const { zone, minimumFace } = told.gates.at(-1);
  assert.deepEqual(
    [zone.left.toFixed(2), zone.right.toFixed(2), minimumFace],
    ['0.02', '0.82', 0.25],
  );
  assert.equal(page('zone-video').srcObject, null);
});

test('a zone is drawn by dragging, and left as it was when it is cancelled', async (context) => {
  const { page, told } = await viewOver(context, { seen: 'presence' });
  page('zone-stage').getBoundingClientRect = () => ({ left: 10, top: 20, width: 200, height: 100 });
  const at = (clientX, clientY) => ({ clientX, clientY, button: 0, pointerId: 1 });
  page('zone-open').click();

  page('zone-stage').fire('pointerdown', at(160, 100));
  page('zone-stage').fire('pointermove', at(60, 40));
  page('zone-stage').fire('pointerup', at(60, 40));
  page('zone-stage').fire('pointermove', at(200, 100));

  assert.equal(page('zone-words').textContent, 'From 25 % to 75 % across, from 20 % to 80 % down');
  assert.equal(page('zone').properties['--left'], '0.25');
  page('zone-cancel').click();
  assert.equal(told.gates.length, 1);
  page('zone-open').click();
  assert.equal(page('zone-words').textContent, 'The whole picture');
});
