import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallError } from '../call/call-error.js';
import { Outbox } from '../call/outbox.js';
import { RoomApi } from '../call/room-api.js';

/** A server that gives one answer, and keeps what it was asked. */
function apiAnswering(status, body) {
  const asked = [];
  const fetch = async (path, init) => {
    asked.push({ path, body: init.body && JSON.parse(init.body) });
    return new Response(body && JSON.stringify(body), { status });
  };
  const beacons = [];
  return { api: new RoomApi(fetch, (path) => beacons.push(path)), asked, beacons };
}

test('joining sends the name and gives who is there', async () => {
  const answer = { member: 'm', name: 'Ada', members: [], iceServers: [] };
  const { api, asked } = apiAnswering(201, answer);

  assert.deepEqual(await api.join('a b', 'Ada'), answer);
  assert.deepEqual(asked, [{ path: '/api/rooms/a%20b/members', body: { name: 'Ada' } }]);
});

test('a refusal keeps the server’s code', async () => {
  const { api } = apiAnswering(409, { error: { code: 'room_full', message: 'Full.' } });

  await assert.rejects(api.join('r', 'Ada'), { code: 'room_full', message: 'Full.' });
});

test('an answer that is not the protocol’s is refused', async () => {
  await assert.rejects(apiAnswering(201, { member: 1 }).api.join('r', 'Ada'), {
    code: 'bad_answer',
  });
  await assert.rejects(apiAnswering(502).api.createRoom(), { code: 'unreachable' });
});

test('a network that is down is told as unreachable', async () => {
  const api = new RoomApi(async () => {
    throw new TypeError('failed to fetch');
  });

  await assert.rejects(api.createRoom(), { code: 'unreachable' });
});

test('leaving is a beacon, which outlives the page', () => {
  const { api, beacons } = apiAnswering(204);

  api.leave({ room: 'r', member: 'm' });

  assert.deepEqual(beacons, ['/api/rooms/r/leave?member=m']);
});

test('whoever speaks is named, since two tabs of one browser carry both cookies', async () => {
  const session = { room: 'a b', member: 'm&1' };
  const message = { kind: 'candidate', candidate: null };
  const { api, asked } = apiAnswering(200, {});

  await api.events(session, { lastEventId: '', signal: new AbortController().signal });
  await api.send(session, 'other', message);

  assert.deepEqual(asked, [
    { path: '/api/rooms/a%20b/events?member=m%261', body: undefined },
    { path: '/api/rooms/a%20b/messages?member=m%261', body: { to: 'other', ...message } },
  ]);
});

test('an event stream goes on after the last event, and has none before the first', async () => {
  const headers = [];
  const api = new RoomApi(async (_path, init) => {
    headers.push(init.headers);
    return new Response('');
  });

  for (const lastEventId of ['', '7']) {
    await api.events({ room: 'r', member: 'm' }, { lastEventId, signal: AbortSignal.abort() });
  }

  assert.deepEqual(
    headers.map((sent) => sent['Last-Event-ID']),
    [undefined, '7'],
  );
});

test('messages go out one after the other, and again after a passing refusal', async () => {
  const sent = [];
  let refusals = 1;
  const outbox = new Outbox(
    async (message) => {
      if (refusals-- > 0) throw new CallError('too_many_requests', 'slowly');
      sent.push(message);
    },
    async () => {},
  );

  outbox.post('description');
  await outbox.post('candidate');

  assert.deepEqual(sent, ['description', 'candidate']);
});

test('a message that is refused for good does not hold up the next', async () => {
  const sent = [];
  const outbox = new Outbox(async (message) => {
    if (message === 'bad') throw new CallError('member_not_found', 'gone');
    sent.push(message);
  });

  outbox.post('bad');
  await outbox.post('good');

  assert.deepEqual(sent, ['good']);
});
