import { FakeDataChannel } from './data-channel.js';
import { FakePeerConnection } from './peer-connection.js';

/** A sender and receiver pair that keeps the track that it was given. */
function transceiver(kind) {
  const sender = {
    track: null,
    async replaceTrack(track) {
      sender.track = track;
    },
  };
  return { sender, receiver: { track: { kind } }, direction: 'sendrecv' };
}

/** A peer connection with transceivers; the latest one made is `FakeMediaConnection.last`. */
export class FakeMediaConnection extends FakePeerConnection {
  transceivers = [];
  connectionState = 'new';
  restarts = 0;
  #events = new EventTarget();

  constructor() {
    super();
    FakeMediaConnection.last = this;
  }

  createDataChannel(label, options) {
    this.channel = Object.assign(new FakeDataChannel(), { label, ...options });
    return this.channel;
  }

  addTransceiver(kind) {
    this.transceivers.push(transceiver(kind));
    return this.transceivers.at(-1);
  }

  getTransceivers() {
    return this.transceivers;
  }

  addEventListener(...listener) {
    this.#events.addEventListener(...listener);
  }

  /** Goes to `state`, as the network would have it. */
  become(state) {
    this.connectionState = state;
    this.#events.dispatchEvent(new Event('connectionstatechange'));
  }

  restartIce() {
    this.restarts += 1;
  }

  /** What goes out as video. */
  get video() {
    return this.transceivers.find(({ receiver }) => receiver.track.kind === 'video')?.sender.track;
  }
}

/** Puts the fakes where a browser has the real ones. */
export function installFakeMedia() {
  globalThis.RTCPeerConnection = FakeMediaConnection;
  globalThis.RTCRtpReceiver = {};
  globalThis.MediaStream = class {
    addTrack() {}
  };
}
