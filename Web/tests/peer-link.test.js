import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PeerLink } from '../call/peer-link.js';
import { SafeTrack } from '../call/safe-track.js';
import { settled } from './fakes/clock.js';
import { FakeMediaConnection, installFakeMedia } from './fakes/media.js';

installFakeMedia();

const camera = { id: 'camera' };
const made = { id: 'made' };
const safe = await SafeTrack.through({ process: async () => made }, camera);

/** A link, the fake below it, and what it said. */
function linkWith({ polite = false, video = null } = {}) {
  const said = [];
  const link = new PeerLink({
    polite,
    iceServers: [],
    video,
    audio: null,
    send: () => {},
    onState: (state) => said.push(state),
    onFault: (error) => said.push(error),
  });
  return { link, connection: FakeMediaConnection.last, said };
}

test('the camera’s own track is refused, at first and later', async () => {
  assert.throws(() => linkWith({ video: camera }), TypeError);

  const { link, connection } = linkWith();
  await assert.rejects(link.setVideo(camera), TypeError);
  assert.equal(connection.video, null);
});

test('a safe track goes out from whoever was here first', async () => {
  const { connection } = linkWith({ video: safe });
  await settled();

  assert.equal(connection.video, made);
});

test('whoever came later sends on what the first offer brings', async () => {
  const { link, connection } = linkWith({ polite: true, video: safe });
  assert.equal(connection.transceivers.length, 0);
  connection.addTransceiver('audio');
  connection.addTransceiver('video');

  link.receive({ kind: 'description', description: { type: 'offer', sdp: 'v=0' } });
  await settled();

  assert.equal(connection.video, made);
});

test('the data channel is the one that both sides agreed on', () => {
  const { link } = linkWith();

  assert.deepEqual(
    [link.channel.label, link.channel.negotiated, link.channel.id],
    ['camaleon', true, 0],
  );
});

test('a connection that fails looks for another way', () => {
  const { connection, said } = linkWith();

  connection.become('connected');
  connection.become('disconnected');
  connection.become('failed');

  assert.deepEqual(said, ['connected', 'unsteady', 'unsteady']);
  assert.equal(connection.restarts, 1);
});
