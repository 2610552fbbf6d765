import assert from 'node:assert/strict';
import { test } from 'node:test';

import { plateIntervalMilliseconds, RoomSharing } from '../call/room-sharing.js';
import { FakeClock, settled } from './fakes/clock.js';

/** Sharing with an engine and a channel that keep what they were told. */
function sharingWith({ wear = async () => {} } = {}) {
  const clock = new FakeClock();
  const did = [];
  const rooms = {
    learn: (on) => did.push(`learn ${on}`),
    plate: async ({ whole }) => Uint8Array.of(whole ? 1 : 0),
    wear: async (plate) => {
      did.push(plate ? `wear ${plate}` : 'forget');
      if (plate) await wear(plate);
    },
  };
  const channel = {
    tell: ({ kind }) => did.push(`tell ${kind}`),
    sendPlate: async ([isWhole]) => Boolean(did.push(isWhole ? 'send whole' : 'send changes')),
    forget: () => {},
  };
  const sharing = new RoomSharing({
    rooms,
    onChange: () => {},
    onTiding: (tiding) => did.push(tiding),
    every: clock.every,
  });
  sharing.attach(channel);
  return { sharing, clock, did };
}

test('a shared room is learnt and sent: whole at first, then what changed', async () => {
  const { sharing, clock, did } = sharingWith();

  sharing.apply({ kind: 'room-request' });
  sharing.apply({ kind: 'allow' });
  await settled();
  clock.advance(plateIntervalMilliseconds);
  await settled();

  assert.deepEqual(did, ['tell room-accept', 'learn true', 'send whole', 'send changes']);
});

test('nothing is sent after a revocation, and nothing more is learnt', async () => {
  const { sharing, clock, did } = sharingWith();
  sharing.apply({ kind: 'allow' });
  sharing.apply({ kind: 'room-request' });
  await settled();
  did.length = 0;

  sharing.apply({ kind: 'revoke' });
  clock.advance(10 * plateIntervalMilliseconds);
  await settled();

  assert.deepEqual(did, ['tell room-revoke', 'learn false']);
});

test('a plate that is under way when consent ends is not sent', async () => {
  const { sharing, did } = sharingWith();
  sharing.apply({ kind: 'allow' });

  sharing.apply({ kind: 'room-request' });
  sharing.apply({ kind: 'revoke' });
  await settled();

  assert.ok(!did.includes('send whole'));
});

test('a plate that was not granted never reaches the engine', async () => {
  const { sharing, did } = sharingWith();

  await sharing.receive(Uint8Array.of(9));
  sharing.apply({ kind: 'want' });
  await sharing.receive(Uint8Array.of(9));

  assert.deepEqual(did, ['tell room-request']);
});

test('a granted plate is worn until its owner leaves', async () => {
  const { sharing, did } = sharingWith();
  sharing.apply({ kind: 'want' });
  sharing.apply({ kind: 'room-accept' });

  await sharing.receive(Uint8Array.of(9));
  sharing.detach();
  await sharing.receive(Uint8Array.of(9));

  assert.deepEqual(did, ['tell room-request', 'wear 9', 'forget']);
});

test('an engine that was made anew learns again, and gets the worn room again', async () => {
  const { sharing, clock, did } = sharingWith();
  for (const kind of ['allow', 'room-request', 'want', 'room-accept']) sharing.apply({ kind });
  await settled();
  did.length = 0;

  sharing.renew();
  clock.advance(plateIntervalMilliseconds);
  await settled();

  assert.deepEqual(did, ['learn true', 'tell room-request', 'send whole']);
});

test('a plate that the engine refuses is asked for again, but not for ever', async () => {
  const { sharing, did } = sharingWith({
    wear: async () => {
      throw new Error('plate-refused');
    },
  });
  sharing.apply({ kind: 'want' });
  sharing.apply({ kind: 'room-accept' });
  did.length = 0;

  for (let count = 0; count < 3; count++) await sharing.receive(Uint8Array.of(9));

  assert.deepEqual(did, [
    'wear 9',
    'tell room-request',
    'wear 9',
    'tell room-request',
    'wear 9',
    'tell room-return',
    'forget',
    'room-unusable',
  ]);
});
