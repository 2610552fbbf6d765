import assert from 'node:assert/strict';
import { test } from 'node:test';

import { withCheapestFirst } from '../call/codecs.js';
import { Negotiation } from '../call/negotiation.js';
import { settled } from './fakes/clock.js';
import { FakePeerConnection } from './fakes/peer-connection.js';

/** A side whose messages wait in `outbox` until the test hands them over. */
function side(polite) {
  const connection = new FakePeerConnection();
  const outbox = [];
  const negotiation = new Negotiation({
    connection,
    polite,
    send: (message) => outbox.push(message),
    beforeAnswer: async () => {},
  });
  return { connection, negotiation, outbox };
}

/** Hands messages to and fro until neither side has anything to say. */
async function exchange(one, other) {
  while (one.outbox.length + other.outbox.length > 0) {
    const toOther = one.outbox.splice(0);
    const toOne = other.outbox.splice(0);
    await Promise.all([
      ...toOther.map((message) => other.negotiation.receive(message)),
      ...toOne.map((message) => one.negotiation.receive(message)),
    ]);
    await settled();
  }
}

test('an offer is answered', async () => {
  const [first, later] = [side(false), side(true)];

  await first.negotiation.offer();
  await exchange(first, later);

  assert.equal(first.connection.remoteDescription.type, 'answer');
  assert.equal(later.connection.signalingState, 'stable');
});

test('the polite side does not make the first offer', async () => {
  const later = side(true);

  await later.negotiation.offer();

  assert.deepEqual(later.outbox, []);
});

test('of two offers that collide, the polite side’s yields', async () => {
  const [first, later] = [side(false), side(true)];
  await first.negotiation.offer();
  await exchange(first, later);

  await Promise.all([first.negotiation.offer(), later.negotiation.offer()]);
  await exchange(first, later);

  assert.equal(first.connection.signalingState, 'stable');
  assert.equal(later.connection.signalingState, 'stable');
  assert.equal(first.connection.localDescription.type, 'offer');
  assert.equal(later.connection.localDescription.type, 'answer');
});

test('candidates of an offer that was ignored may fail; others may not', async () => {
  const first = side(false);
  const candidate = { kind: 'candidate', candidate: { candidate: 'x', sdpMid: '0' } };
  first.connection.refusesCandidates = true;

  await assert.rejects(first.negotiation.receive(candidate));

  await first.negotiation.offer();
  await first.negotiation.receive({
    kind: 'description',
    description: { type: 'offer', sdp: 'v=0' },
  });
  await first.negotiation.receive(candidate);
});

test('H.264 is offered first, in the packetization that splits frames', () => {
  const codecs = [
    { mimeType: 'video/VP8' },
    { mimeType: 'video/H264', sdpFmtpLine: 'packetization-mode=0' },
    { mimeType: 'video/rtx' },
    { mimeType: 'video/H264', sdpFmtpLine: 'packetization-mode=1' },
  ];

  const order = withCheapestFirst(codecs).map((codec) => codecs.indexOf(codec));

  assert.deepEqual(order, [3, 1, 0, 2]);
});
