// @ts-check

/**
 * Perfect negotiation: both sides may offer at any time, and on collision the polite one yields.
 *
 * The polite side does not make the first offer: it would only collide with the other's, which
 * alone has the transceivers.
 *
 * Source: https://www.w3.org/TR/webrtc/#perfect-negotiation-example
 *
 * @typedef {import('./room-api.js').PeerMessage} PeerMessage
 */
export class Negotiation {
  #connection;
  #polite;
  #send;
  #beforeAnswer;
  #makingOffer = false;
  #ignoresOffer = false;
  #settingRemoteAnswer = false;

  /**
   * @param {{
   *   connection: RTCPeerConnection,
   *   polite: boolean,
   *   send: (message: PeerMessage) => void,
   *   beforeAnswer: () => Promise<void>,
   * }} options
   */
  constructor({ connection, polite, send, beforeAnswer }) {
    this.#connection = connection;
    this.#polite = polite;
    this.#send = send;
    this.#beforeAnswer = beforeAnswer;
  }

  /** Answers `negotiationneeded`. */
  async offer() {
    if (this.#polite && !this.#connection.remoteDescription) return;
    try {
      this.#makingOffer = true;
      await this.#connection.setLocalDescription();
      this.#sendLocalDescription();
    } finally {
      this.#makingOffer = false;
    }
  }

  /** @param {PeerMessage} message */
  async receive(message) {
    if (message.kind === 'description') await this.#receiveDescription(message.description);
    else await this.#receiveCandidate(message.candidate);
  }

  /** @param {import('./room-api.js').Description} description */
  async #receiveDescription(description) {
    const connection = this.#connection;
    const isStable = connection.signalingState === 'stable' || this.#settingRemoteAnswer;
    const collides = description.type === 'offer' && (this.#makingOffer || !isStable);
    this.#ignoresOffer = !this.#polite && collides;
    if (this.#ignoresOffer) return;

    this.#settingRemoteAnswer = description.type === 'answer';
    try {
      await connection.setRemoteDescription(description);
    } finally {
      this.#settingRemoteAnswer = false;
    }
    if (description.type !== 'offer') return;
    await this.#beforeAnswer();
    await connection.setLocalDescription();
    this.#sendLocalDescription();
  }

  /** @param {RTCIceCandidateInit | null} candidate */
  async #receiveCandidate(candidate) {
    try {
      // Null says that there are no more; browsers differ in what they take for that.
      await this.#connection.addIceCandidate(candidate ?? { candidate: '', sdpMid: '0' });
    } catch (error) {
      // Candidates of an offer that was ignored have nowhere to go. An end of candidates that a
      // browser refuses costs nothing either.
      if (!this.#ignoresOffer && candidate) throw error;
    }
  }

  #sendLocalDescription() {
    const description = this.#connection.localDescription;
    if (description?.type !== 'offer' && description?.type !== 'answer') return;
    this.#send({
      kind: 'description',
      description: { type: description.type, sdp: description.sdp },
    });
  }
}
