import assert from 'node:assert/strict';
import { test } from 'node:test';

import { backOffMilliseconds } from '../call/back-off.js';
import { CallError } from '../call/call-error.js';
import { Signalling } from '../call/signalling.js';
import { FakeClock, settled } from './fakes/clock.js';

const welcome = 'id: 1\nevent: welcome\ndata: {"member":"m","members":[]}\n\n';

/** Signalling over streams that the test writes, one for each time it connects. */
function signallingOver(...answers) {
  const clock = new FakeClock();
  const events = [];
  const connections = [];
  const asked = [];
  const api = {
    async events(_session, { lastEventId, signal }) {
      asked.push(lastEventId);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      signal.addEventListener('abort', () => answer.fail());
      return answer.body;
    },
  };
  const signalling = new Signalling({
    api,
    session: { room: 'r', member: 'm' },
    clock,
    onEvent: (event) => events.push(event.kind),
    onConnection: ({ state, code }) => connections.push(code ? `${state} ${code}` : state),
  });
  return { signalling, clock, events, connections, asked };
}

/** A stream of bytes that stays open. */
function openStream() {
  let controller;
  const body = new ReadableStream({
    start(started) {
      controller = started;
    },
  });
  return {
    body,
    write: (text) => controller.enqueue(new TextEncoder().encode(text)),
    end: () => controller.close(),
    fail: () => {
      try {
        controller.error(new Error('aborted'));
      } catch {
        // It had ended already.
      }
    },
  };
}

test('a stream that ends is opened again, from the last event on', async () => {
  const first = openStream();
  const second = openStream();
  const { signalling, clock, events, connections, asked } = signallingOver(first, second);

  signalling.listen();
  await settled();
  first.write(welcome);
  first.end();
  await settled();
  clock.advance(500);
  await settled();
  second.write(welcome);
  await settled();

  assert.deepEqual(connections, ['open', 'lost unreachable', 'open']);
  assert.deepEqual(events, ['welcome', 'welcome']);
  assert.deepEqual(asked, ['', '1']);
  signalling.close();
});

test('a stream that is silent for 25 seconds is given up; a heartbeat keeps it', async () => {
  const stream = openStream();
  const { signalling, clock, connections } = signallingOver(stream, openStream());

  signalling.listen();
  await settled();
  stream.write(welcome);
  await settled();
  clock.advance(24_000);
  stream.write(': heartbeat\n\n');
  await settled();
  clock.advance(24_000);
  await settled();
  assert.deepEqual(connections, ['open']);

  clock.advance(1000);
  await settled();
  assert.deepEqual(connections, ['open', 'lost unreachable']);
  signalling.close();
});

test('a room that is gone is not asked for again', async () => {
  const gone = new CallError('room_not_found', 'gone');
  const { signalling, connections, asked } = signallingOver(gone);

  await signalling.listen();

  assert.deepEqual(connections, ['ended room_not_found']);
  assert.equal(asked.length, 1);
});

test('a membership that another tab took is not fought for', async () => {
  const stream = openStream();
  const { signalling, connections } = signallingOver(stream);

  const ended = signalling.listen();
  await settled();
  stream.write('event: closing\ndata: {"reason":"replaced"}\n\n');
  await ended;

  assert.deepEqual(connections, ['ended replaced']);
});

test('the waits between attempts double, up to fifteen seconds', () => {
  const waits = [0, 1, 2, 3, 10, 1000].map((attempt) => backOffMilliseconds(attempt, 1));

  assert.deepEqual(waits, [500, 1000, 2000, 4000, 15_000, 15_000]);
  assert.equal(backOffMilliseconds(0, 0), 250);
});
