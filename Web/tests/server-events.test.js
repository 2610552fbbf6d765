import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseServerEvent } from '../call/server-events.js';

test('a welcome is read with its members', () => {
  const data = '{"member":"m1","members":[{"member":"m1","name":"Ada"}]}';

  assert.deepEqual(parseServerEvent({ name: 'welcome', data }), {
    kind: 'welcome',
    member: 'm1',
    members: [{ member: 'm1', name: 'Ada' }],
  });
});

test('an end of candidates is read', () => {
  const event = parseServerEvent({ name: 'candidate', data: '{"from":"m1","candidate":null}' });

  assert.equal(event.candidate, null);
});

test('what is unknown or malformed is passed over', () => {
  for (const [name, data] of [
    ['heartbeat', '{}'],
    ['toString', '{}'],
    ['welcome', '{"member":"m1","members":[{}]}'],
    ['left', 'nonsense'],
    ['left', 'null'],
    ['description', '{"from":"m1","description":{"type":"rollback","sdp":""}}'],
  ]) {
    assert.equal(parseServerEvent({ name, data }), null, `${name} ${data}`);
  }
});
