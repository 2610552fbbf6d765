// @ts-check

import { Outbox } from './outbox.js';
import { PeerChannel } from './peer-channel.js';
import { PeerLink } from './peer-link.js';
import { Roster } from './roster.js';
import { Signalling } from './signalling.js';

/**
 * One stay in one room with one other person: joins signalling, connection and room sharing.
 *
 * @typedef {import('./roster.js').Peer} Peer
 * @typedef {import('./safe-track.js').SafeTrack} SafeTrack
 * @typedef {{ camera: boolean, microphone: boolean, hidden: boolean }} Status what is switched on, and whether
 *   the picture is the background alone
 * @typedef {{ kind: 'peer', peer: Peer, stream: MediaStream }
 *   | { kind: 'alone', peer: Peer, reason: 'left' | 'vanished' }
 *   | { kind: 'link', state: import('./peer-link.js').LinkState }
 *   | { kind: 'status', status: Status }
 *   | { kind: 'signalling', connection: import('./signalling.js').Connection }
 *   | { kind: 'fault', error: unknown }} CallEvent
 */
export class Call {
  #api;
  #room;
  #sharing;
  #onEvent;
  /** @type {SafeTrack | null} */
  #video = null;
  /** @type {MediaStreamTrack | null} */
  #audio = null;
  /** @type {Status} */
  #status = { camera: true, microphone: true, hidden: false };
  /** @type {import('./room-api.js').Session | null} */
  #session = null;
  /** @type {Signalling | null} */
  #signalling = null;
  /** @type {Roster | null} */
  #roster = null;
  /** @type {RTCIceServer[]} */
  #iceServers = [];
  /** @type {{ peer: Peer, link: PeerLink, channel: PeerChannel } | null} */
  #other = null;

  /**
   * @param {{
   *   api: import('./room-api.js').RoomApi,
   *   room: string,
   *   sharing: import('./room-sharing.js').RoomSharing,
   *   onEvent: (event: CallEvent) => void,
   * }} options
   */
  constructor({ api, room, sharing, onEvent }) {
    this.#api = api;
    this.#room = room;
    this.#sharing = sharing;
    this.#onEvent = onEvent;
  }

  /**
   * @param {string} name
   * @throws {import('./call-error.js').CallError}
   */
  async join(name) {
    const { member, members, iceServers } = await this.#api.join(this.#room, name);
    const session = { room: this.#room, member };
    this.#session = session;
    this.#iceServers = iceServers;
    this.#roster = new Roster(member, members);
    this.#signalling = new Signalling({
      api: this.#api,
      session,
      onEvent: (event) => this.#take(event),
      onConnection: (connection) => this.#onEvent({ kind: 'signalling', connection }),
    });
    this.#signalling.listen().catch((error) => this.#onEvent({ kind: 'fault', error }));
    this.#meetNext();
  }

  /** @param {SafeTrack | null} video */
  async setVideo(video) {
    this.#video = video;
    await this.#other?.link.setVideo(video);
  }

  /** @param {MediaStreamTrack | null} audio */
  async setAudio(audio) {
    this.#audio = audio;
    await this.#other?.link.setAudio(audio);
  }

  /** @param {Status} status told when it differs: how often the gate changes its mind is nobody’s business */
  setStatus(status) {
    const before = this.#status;
    this.#status = status;
    const { camera, microphone, hidden } = status;
    const isSame =
      camera === before.camera && microphone === before.microphone && hidden === before.hidden;
    if (isSame) return;
    this.#other?.channel.tell({ kind: 'status', ...status });
  }

  /** @returns {Promise<RTCStatsReport> | null} */
  statistics() {
    return this.#other?.link.statistics() ?? null;
  }

  /** Leaves at once; may be called from `pagehide`, and more than once. */
  leave() {
    const session = this.#session;
    if (!session) return;
    this.#session = null;
    this.#signalling?.close();
    this.#part();
    this.#api.leave(session);
  }

  /** @param {import('./server-events.js').ServerEvent} event */
  #take(event) {
    for (const change of this.#roster?.apply(event) ?? []) {
      if (change.kind === 'left') this.#lose(change.peer, change.reason);
    }
    this.#meetNext();
    if (event.kind !== 'description' && event.kind !== 'candidate') return;
    if (event.from === this.#other?.peer.member) this.#other.link.receive(event);
  }

  /** The room is for two: the first other person is the one to talk to. */
  #meetNext() {
    const peer = this.#roster?.peers[0];
    if (peer && this.#session && !this.#other) this.#meet(peer, this.#session);
  }

  /**
   * @param {Peer} peer
   * @param {import('./room-api.js').Session} session
   */
  #meet(peer, session) {
    /** @type {Outbox<import('./room-api.js').PeerMessage>} */
    const outbox = new Outbox((message) => this.#api.send(session, peer.member, message));
    const link = new PeerLink({
      polite: peer.polite,
      iceServers: this.#iceServers,
      video: this.#video,
      audio: this.#audio,
      send: (message) => outbox.post(message),
      onState: (state) => this.#onEvent({ kind: 'link', state }),
      onFault: (error) => this.#onEvent({ kind: 'fault', error }),
    });
    const channel = new PeerChannel(link.channel, {
      onOpen: () => {
        channel.tell({ kind: 'status', ...this.#status });
        this.#sharing.attach(channel);
      },
      onClose: () => {
        if (this.#other?.channel === channel) this.#sharing.detach();
      },
      onControl: (message) => this.#hear(message),
      onPlate: (plate) => this.#sharing.receive(plate),
    });
    this.#other = { peer, link, channel };
    this.#onEvent({ kind: 'peer', peer, stream: link.remoteStream });
  }

  /** @param {import('./control-messages.js').ControlMessage} message */
  #hear(message) {
    if (message.kind !== 'status') return this.#sharing.apply(message);
    const { camera, microphone, hidden } = message;
    this.#onEvent({ kind: 'status', status: { camera, microphone, hidden } });
  }

  /**
   * @param {Peer} peer
   * @param {'left' | 'vanished'} reason
   */
  #lose(peer, reason) {
    if (this.#other?.peer.member !== peer.member) return;
    this.#part();
    this.#onEvent({ kind: 'alone', peer, reason });
  }

  #part() {
    const other = this.#other;
    this.#other = null;
    if (!other) return;
    other.link.close();
    this.#sharing.detach();
  }
}
