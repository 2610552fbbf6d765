import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chunksOf, longestPlateBytes, messageBytes, PlateAssembler } from '../call/chunks.js';
import { PeerChannel } from '../call/peer-channel.js';
import { settled } from './fakes/clock.js';
import { FakeDataChannel } from './fakes/data-channel.js';

/** Bytes that differ from their neighbours, so that a piece out of place shows. */
const plateOf = (length) => Uint8Array.from({ length }, (_, index) => (index * 31) % 251);

function channelAndEvents() {
  const data = new FakeDataChannel();
  const events = [];
  const channel = new PeerChannel(data, {
    onOpen: () => events.push('open'),
    onClose: () => events.push('close'),
    onControl: (message) => events.push(message),
    onPlate: (plate) => events.push(plate),
  });
  return { data, channel, events };
}

test('a plate survives its way in chunks', () => {
  const payload = messageBytes - 12;
  for (const length of [1, payload - 1, payload, payload + 1, 3 * payload + 5]) {
    const assembler = new PlateAssembler();
    const chunks = [...chunksOf(plateOf(length), 4)];

    const plates = chunks.map((chunk) => assembler.push(chunk));

    assert.deepEqual(plates.pop(), plateOf(length));
    assert.ok(plates.every((plate) => plate === null));
    assert.ok(chunks.every((chunk) => chunk.byteLength <= messageBytes));
  }
});

test('a chunk that is missing, twice there or of another plate drops the plate', () => {
  const [first, second, third] = chunksOf(plateOf(40_000), 1);
  const [, other] = chunksOf(plateOf(40_000), 2);
  for (const chunks of [
    [first, third],
    [first, second, second, third],
    [first, other, third],
    [second, third],
  ]) {
    const assembler = new PlateAssembler();

    assert.ok(chunks.every((chunk) => assembler.push(chunk) === null));
  }
});

test('after a plate was dropped, the next one arrives', () => {
  const assembler = new PlateAssembler();
  const [first] = chunksOf(plateOf(40_000), 1);
  assembler.push(first);

  const [next] = chunksOf(plateOf(9), 2);

  assert.deepEqual(assembler.push(next), plateOf(9));
});

test('a plate that claims to be longer than any is not begun', () => {
  const chunk = new ArrayBuffer(13);
  new DataView(chunk).setUint32(8, longestPlateBytes + 1, true);

  assert.equal(new PlateAssembler().push(chunk), null);
});

test('chunks of any bytes never throw', () => {
  const assembler = new PlateAssembler();
  for (let length = 0; length < 40; length++) {
    const chunk = plateOf(length).buffer;
    assembler.push(chunk);
  }
  assert.equal(assembler.push(new ArrayBuffer(messageBytes + 1)), null);
});

test('a plate waits while the channel is full, and stops when told to', async () => {
  const { data, channel } = channelAndEvents();
  const stop = new AbortController();

  const isSent = channel.sendPlate(plateOf(1_000_000), stop.signal);
  await settled();
  const before = data.sent.length;
  assert.ok(before < 25);

  data.drain();
  await settled();
  const after = data.sent.length;
  assert.ok(after > before);

  stop.abort();
  assert.equal(await isSent, false);
  assert.equal(data.sent.length, after);
});

test('a plate that waits on a channel that closes is given up', async () => {
  const { data, channel, events } = channelAndEvents();

  const isSent = channel.sendPlate(plateOf(1_000_000), new AbortController().signal);
  await settled();
  data.close();

  assert.equal(await isSent, false);
  assert.deepEqual(events, ['close']);
});

test('text is a control message when it is known, and nothing else', () => {
  const { data, events } = channelAndEvents();

  data.receive('{"kind":"room-request","more":1}');
  data.receive('{"kind":"status","camera":true,"microphone":"yes"}');
  for (const text of ['{', 'null', '[]', '{"kind":"toString"}', '"room-accept"']) {
    data.receive(text);
  }

  assert.deepEqual(events, [
    { kind: 'room-request' },
    { kind: 'status', camera: true, microphone: false, hidden: false },
  ]);
});
