// @ts-check

import { withCheapestFirst } from './codecs.js';
import { Negotiation } from './negotiation.js';
import { SafeTrack } from './safe-track.js';

/**
 * The connection to one other participant: video and audio both ways, and the data channel.
 *
 * The impolite side makes the transceivers and the first offer; the polite side takes them over
 * when the offer comes. (A transceiver that is made on both sides before would be there twice:
 * RFC 9429, section 5.10.)
 *
 * @typedef {import('./room-api.js').PeerMessage} PeerMessage
 * @typedef {'connecting' | 'connected' | 'unsteady'} LinkState
 */
export class PeerLink {
  /** What the other participant sends. */
  remoteStream = new MediaStream();
  /** Negotiated by both sides: docs/peer-channel.md. */
  channel;
  #connection;
  #negotiation;
  #onState;
  #onFault;
  /** @type {SafeTrack | null} */
  #video;
  /** @type {MediaStreamTrack | null} */
  #audio;
  /** @type {RTCRtpTransceiver | undefined} */
  #videoTransceiver;
  /** @type {RTCRtpTransceiver | undefined} */
  #audioTransceiver;

  /**
   * @param {{
   *   polite: boolean,
   *   iceServers: RTCIceServer[],
   *   video: SafeTrack | null,
   *   audio: MediaStreamTrack | null,
   *   send: (message: PeerMessage) => void,
   *   onState: (state: LinkState) => void,
   *   onFault: (error: unknown) => void,
   * }} options
   */
  constructor({ polite, iceServers, video, audio, send, onState, onFault }) {
    SafeTrack.sendable(video);
    this.#video = video;
    this.#audio = audio;
    this.#onState = onState;
    this.#onFault = onFault;
    this.#connection = new RTCPeerConnection({ iceServers });
    this.channel = this.#connection.createDataChannel('camaleon', { negotiated: true, id: 0 });
    this.#negotiation = new Negotiation({
      connection: this.#connection,
      polite,
      send,
      beforeAnswer: () => this.#takeOver(),
    });
    this.#listen(send);
    if (!polite) this.#run(this.#makeTransceivers());
  }

  /** @param {SafeTrack | null} video */
  async setVideo(video) {
    const track = SafeTrack.sendable(video);
    this.#video = video;
    await this.#videoTransceiver?.sender.replaceTrack(track);
  }

  /** @param {MediaStreamTrack | null} audio */
  async setAudio(audio) {
    this.#audio = audio;
    await this.#audioTransceiver?.sender.replaceTrack(audio);
  }

  /** @param {PeerMessage} message */
  receive(message) {
    this.#run(this.#negotiation.receive(message));
  }

  statistics() {
    return this.#connection.getStats();
  }

  close() {
    this.#connection.close();
  }

  /** @param {(message: PeerMessage) => void} send */
  #listen(send) {
    const connection = this.#connection;
    connection.addEventListener('negotiationneeded', () => this.#run(this.#negotiation.offer()));
    connection.addEventListener('icecandidate', ({ candidate }) =>
      send({ kind: 'candidate', candidate: candidate?.toJSON() ?? null }),
    );
    connection.addEventListener('track', ({ track }) => this.remoteStream.addTrack(track));
    connection.addEventListener('connectionstatechange', () => this.#follow());
  }

  #follow() {
    const state = this.#connection.connectionState;
    if (state === 'connected') this.#onState('connected');
    if (state === 'disconnected' || state === 'failed') this.#onState('unsteady');
    // New candidates on both sides; the tracks and the channel stay.
    if (state === 'failed') this.#connection.restartIce();
  }

  async #makeTransceivers() {
    const streams = [new MediaStream()];
    this.#audioTransceiver = this.#connection.addTransceiver('audio', { streams });
    this.#videoTransceiver = this.#connection.addTransceiver('video', { streams });
    preferCheapestCodec(this.#videoTransceiver);
    await this.#attachTracks();
  }

  /** On the polite side, before its answer: sends on the transceivers that the offer brought. */
  async #takeOver() {
    const stream = new MediaStream();
    for (const transceiver of this.#connection.getTransceivers()) {
      transceiver.direction = 'sendrecv';
      // One stream for both: a receiver keeps the tracks of one stream in step.
      transceiver.sender.setStreams?.(stream);
      if (transceiver.receiver.track.kind === 'audio') this.#audioTransceiver = transceiver;
      else this.#videoTransceiver = transceiver;
    }
    if (this.#videoTransceiver) preferCheapestCodec(this.#videoTransceiver);
    await this.#attachTracks();
  }

  async #attachTracks() {
    await Promise.all([this.setAudio(this.#audio), this.setVideo(this.#video)]);
  }

  /** @param {Promise<void>} step */
  #run(step) {
    step.catch((error) => {
      // What was under way when the connection was closed ends in an error; nobody needs to know.
      if (this.#connection.signalingState !== 'closed') this.#onFault(error);
    });
  }
}

/** @param {RTCRtpTransceiver} transceiver */
function preferCheapestCodec(transceiver) {
  const codecs = RTCRtpReceiver.getCapabilities?.('video')?.codecs;
  if (codecs) transceiver.setCodecPreferences?.(withCheapestFirst(codecs));
}
