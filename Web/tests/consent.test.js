import assert from 'node:assert/strict';
import { test } from 'node:test';

import { consentAfter, noConsent } from '../call/consent.js';

/** The state after `kinds`, and everything that was to be done on the way. */
function after(...kinds) {
  let state = noConsent;
  const done = [];
  for (const kind of kinds) {
    const outcome = consentAfter(state, { kind });
    state = outcome.state;
    for (const action of outcome.actions) {
      done.push(action.message?.kind ?? action.code ?? action.kind);
    }
  }
  return { ...state, done };
}

test('a room is asked for, and not sent before the answer', () => {
  const { sharing, done } = after('opened', 'room-request');

  assert.equal(sharing, 'asked');
  assert.deepEqual(done, []);
});

test('a yes accepts and begins with the whole room', () => {
  const { sharing, done } = after('opened', 'room-request', 'allow');

  assert.equal(sharing, 'shared');
  assert.deepEqual(done, ['room-accept', 'send-whole']);
});

test('a no declines', () => {
  const { sharing, done } = after('opened', 'room-request', 'revoke');

  assert.equal(sharing, 'private');
  assert.deepEqual(done, ['room-decline']);
});

test('a consent that was given before is not asked for again', () => {
  assert.equal(after('allow', 'opened', 'room-request').sharing, 'shared');
});

test('a consent ends when the other person leaves', () => {
  for (const way of [['allow'], ['room-request'], ['allow', 'room-request']]) {
    assert.equal(after('opened', ...way, 'closed').sharing, 'private');
  }
});

test('a revocation tells the other person', () => {
  const { sharing, done } = after('opened', 'allow', 'room-request', 'revoke');

  assert.equal(sharing, 'private');
  assert.equal(done.at(-1), 'room-revoke');
});

test('a request that repeats itself brings the whole room again', () => {
  const { done } = after('opened', 'allow', 'room-request', 'room-request');

  assert.deepEqual(done.slice(2), ['room-accept', 'send-whole']);
});

test('a wish waits for somebody to ask, and asks them', () => {
  assert.equal(after('want').wearing, 'wanted');
  assert.deepEqual(after('want', 'opened').done, ['room-request']);
  assert.equal(after('want', 'opened', 'room-accept').wearing, 'granted');
});

test('a room is forgotten as soon as it is revoked, given back, or its owner leaves', () => {
  const worn = ['want', 'opened', 'room-accept'];

  for (const [end, wearing] of [
    ['room-revoke', 'own'],
    ['unwant', 'own'],
    ['closed', 'wanted'],
  ]) {
    const outcome = after(...worn, end);
    assert.equal(outcome.wearing, wearing, end);
    assert.ok(outcome.done.includes('forget'), end);
  }
});

test('a grant that nobody asked for is given back', () => {
  const { wearing, done } = after('opened', 'room-accept');

  assert.equal(wearing, 'own');
  assert.deepEqual(done, ['room-return']);
});

test('both may wear the other’s room at once', () => {
  const { sharing, wearing } = after('want', 'opened', 'room-accept', 'room-request', 'allow');

  assert.deepEqual([sharing, wearing], ['shared', 'granted']);
});

test('no order of events sends or wears a room without a consent', () => {
  const kinds = ['allow', 'revoke', 'want', 'unwant', 'opened', 'closed'];
  kinds.push('room-request', 'room-return', 'room-accept', 'room-decline', 'room-revoke');
  const walk = (state, isAllowed, isGranted, depth) => {
    if (state.sharing === 'shared') assert.ok(isAllowed);
    if (state.wearing === 'granted') assert.ok(isGranted);
    if (depth === 0) return;
    for (const kind of kinds) {
      const allowed = kind === 'allow' || (isAllowed && kind !== 'revoke' && kind !== 'closed');
      const ends = ['room-revoke', 'closed'].includes(kind);
      const granted = kind === 'room-accept' || (isGranted && !ends);
      walk(consentAfter(state, { kind }).state, allowed, granted, depth - 1);
    }
  };

  walk(noConsent, false, false, 5);
});
