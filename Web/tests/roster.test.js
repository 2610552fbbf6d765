import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Roster } from '../call/roster.js';

const ada = { member: 'a', name: 'Ada' };
const grace = { member: 'g', name: 'Grace' };

test('whoever was there before is yielded to; whoever comes later is not', () => {
  const roster = new Roster('me', [ada]);

  roster.apply({ kind: 'arrived', ...grace });

  assert.deepEqual(roster.peers, [
    { ...ada, polite: true },
    { ...grace, polite: false },
  ]);
});

test('one is not one’s own peer', () => {
  const roster = new Roster('a', [ada]);

  assert.deepEqual(roster.apply({ kind: 'welcome', member: 'a', members: [ada] }), []);
  assert.deepEqual(roster.peers, []);
});

test('a welcome is the whole truth: it brings and it takes away', () => {
  const roster = new Roster('me', [ada]);

  const changes = roster.apply({ kind: 'welcome', member: 'me', members: [grace] });

  assert.deepEqual(changes, [
    { kind: 'left', peer: { ...ada, polite: true }, reason: 'vanished' },
    { kind: 'arrived', peer: { ...grace, polite: false } },
  ]);
});

test('an arrival that is told twice happens once', () => {
  const roster = new Roster('me', [ada]);

  assert.deepEqual(roster.apply({ kind: 'arrived', ...ada }), []);
});

test('a stranger who leaves changes nothing', () => {
  assert.deepEqual(new Roster('me', []).apply({ kind: 'left', member: 'x', reason: 'left' }), []);
});
