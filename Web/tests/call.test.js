import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Call } from '../call/call.js';
import { parseControlMessage } from '../call/control-messages.js';
import { settled } from './fakes/clock.js';
import { FakeMediaConnection, installFakeMedia } from './fakes/media.js';

installFakeMedia();

const sharing = { attach() {}, detach() {}, apply() {}, receive() {} };

/** One tab's call, in which everybody in `present` was before it, and whom it spoke for. */
function callOf(member, present = []) {
  const spoken = [];
  const events = [];
  let write = () => {};
  const api = {
    join: async () => ({ member, name: member, members: present, iceServers: [] }),
    events: async (session, { signal }) => {
      spoken.push({ request: 'events', ...session });
      return new ReadableStream({
        start: (controller) => {
          write = (text) => controller.enqueue(new TextEncoder().encode(text));
          signal.addEventListener('abort', () => controller.error(signal.reason));
        },
      });
    },
    send: async (session, to) => void spoken.push({ request: 'messages', ...session, to }),
    leave: (session) => spoken.push({ request: 'leave', ...session }),
  };
  const call = new Call({ api, room: 'r', sharing, onEvent: (event) => events.push(event.kind) });
  return { call, spoken, events, write: (text) => write(text) };
}

test('a call speaks for the member that it joined as, whatever else its browser is', async () => {
  const other = { member: 'first', name: 'First' };
  const { call, spoken, write } = callOf('second', [other]);

  await call.join('Second');
  await settled();
  const description = JSON.stringify({ from: 'first', description: { type: 'offer', sdp: '' } });
  write(`event: description\ndata: ${description}\n\n`);
  await settled();
  call.leave();

  const session = { room: 'r', member: 'second' };
  assert.deepEqual(spoken, [
    { request: 'events', ...session },
    { request: 'messages', ...session, to: 'first' },
    { request: 'leave', ...session },
  ]);
});

test('a call that was left is left once, and meets nobody any more', async () => {
  const { call, spoken, events, write } = callOf('me');
  await call.join('Me');
  await settled();

  write('event: arrived\ndata: {"member":"late","name":"Late"}\n\n');
  call.leave();
  call.leave();
  await settled();

  assert.equal(spoken.filter(({ request }) => request === 'leave').length, 1);
  assert.ok(!events.includes('peer'));
});

test('a call that was never joined is not left', () => {
  const { call, spoken } = callOf('me');

  call.leave();

  assert.deepEqual(spoken, []);
});

test('whether one is hidden is told as yes or no, never why, at first and at each change', async () => {
  const { call } = callOf('second', [{ member: 'first', name: 'First' }]);
  call.setStatus({ camera: true, microphone: true, hidden: true });
  await call.join('Second');
  const { channel } = FakeMediaConnection.last;

  channel.dispatchEvent(new Event('open'));
  // As at each change of the gate's mind, of which only the last one matters.
  for (const hidden of [true, true, false, false]) {
    call.setStatus({ camera: true, microphone: true, hidden });
  }
  call.leave();

  assert.deepEqual(channel.sent.map(JSON.parse), [
    { kind: 'status', camera: true, microphone: true, hidden: true },
    { kind: 'status', camera: true, microphone: true, hidden: false },
  ]);
});

test('a page of before that says nothing of hiding hides nobody', () => {
  const hiddenIn = (text) => parseControlMessage(text).hidden;

  assert.equal(hiddenIn('{"kind":"status","camera":true,"microphone":true}'), false);
  assert.equal(hiddenIn('{"kind":"status","hidden":"no"}'), false);
  assert.equal(hiddenIn('{"kind":"status","hidden":true,"why":"unknown"}'), true);
});
