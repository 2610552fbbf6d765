import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WorkerLink } from '../sdk/worker-link.js';
import { FakeClock } from './fakes/clock.js';
import { closable } from './fakes/closable.js';
import { installGlobals } from './fakes/globals.js';
import { FakeWorker } from './fakes/worker.js';

/** A link, the worker at its other end, and how often it was told as lost. */
function linked(context, clock = new FakeClock()) {
  installGlobals(context, { Worker: FakeWorker });
  const link = new WorkerLink(clock);
  const told = { lost: 0 };
  link.addEventListener('lost', () => {
    told.lost += 1;
  });
  return { link, clock, worker: FakeWorker.last, told };
}

test('each command gets its own answer, in whatever order they come', async (context) => {
  const { link, worker } = linked(context);

  const answers = [link.ask({ kind: 'plate', whole: true }), link.ask({ kind: 'wear' })];
  worker.answer('wear', { value: 'worn' });
  worker.answer('plate', { value: 'plate' });

  assert.deepEqual(await Promise.all(answers), ['plate', 'worn']);
});

test('what a command hands over is transferred', (context) => {
  const { link, worker } = linked(context);
  const readable = {};

  link.ask({ kind: 'source', readable }, [readable]);

  assert.deepEqual(worker.sent[0].transfer, [readable]);
});

test('a refusal keeps its words, and whether the engine refused', async (context) => {
  const { link, worker } = linked(context);

  const answer = link.ask({ kind: 'start' });
  worker.answer('start', { error: { message: 'damaged', refused: true } });

  await assert.rejects(answer, { message: 'damaged', refused: true });
});

test('news are events by their kind, and answers are not', (context) => {
  const { link, worker } = linked(context);
  const heard = [];
  for (const kind of ['statistics', 'reply']) {
    link.addEventListener(kind, ({ detail }) => heard.push(detail));
  }

  worker.say({ kind: 'statistics', frames: 3 });
  worker.say({ kind: 'reply', id: 99 });

  assert.deepEqual(heard, [{ kind: 'statistics', frames: 3 }]);
});

test('a worker that is silent is given up, and whoever waits for it is told', async (context) => {
  const { link, clock, worker, told } = linked(context);
  const answer = link.ask({ kind: 'plate' });

  clock.advance(5_000);
  assert.equal(told.lost, 0);
  clock.advance(1_000);

  assert.equal(told.lost, 1);
  assert.ok(worker.isTerminated);
  await assert.rejects(answer, { code: 'worker-lost' });
  await assert.rejects(link.ask({ kind: 'plate' }), { code: 'worker-lost' });
});

test('a worker that says something twice a second is kept', (context) => {
  const { clock, worker, told } = linked(context);

  for (let count = 0; count < 60; count++) {
    clock.advance(500);
    worker.say({ kind: 'statistics' });
  }

  assert.equal(told.lost, 0);
});

test('a page that was itself asleep does not blame the worker', (context) => {
  let now = 0;
  let check;
  const every = (_milliseconds, action) => {
    check = action;
    return () => {};
  };
  const { worker, told } = linked(context, { now: () => now, every });

  for (let wake = 0; wake < 5; wake++) {
    now += 60_000;
    check();
    worker.say({ kind: 'statistics' });
  }

  assert.equal(told.lost, 0);
});

test('a worker that breaks is lost once, however often it says so', (context) => {
  for (const event of ['onerror', 'onmessageerror']) {
    const { worker, clock, told } = linked(context);

    worker[event]();
    worker.onerror();
    clock.advance(60_000);

    assert.equal(told.lost, 1, event);
  }
});

test('a frame is handed over, or closed when there is no worker to take it', (context) => {
  const { link, worker } = linked(context);
  const frames = [closable(), closable()];

  link.sendFrame(frames[0]);
  link.close();
  link.sendFrame(frames[1]);

  assert.deepEqual(worker.sent, [{ kind: 'frame', frame: frames[0], transfer: [frames[0]] }]);
  assert.deepEqual(
    frames.map(({ isClosed }) => isClosed),
    [false, true],
  );
});

test('closing ends the worker on purpose: nobody is told of a loss', async (context) => {
  const { link, clock, worker, told } = linked(context);
  const answer = link.ask({ kind: 'plate' });

  link.close();
  clock.advance(60_000);

  assert.ok(worker.isTerminated);
  assert.equal(told.lost, 0);
  await assert.rejects(answer, { code: 'closed' });
});
