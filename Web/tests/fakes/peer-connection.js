/**
 * The signalling states of a peer connection, and nothing else of it.
 *
 * Source: https://www.w3.org/TR/webrtc/#rtcsignalingstate-enum
 */
export class FakePeerConnection {
  signalingState = 'stable';
  localDescription = null;
  remoteDescription = null;
  candidates = [];
  refusesCandidates = false;

  async setLocalDescription() {
    await null;
    const isAnswer = this.signalingState === 'have-remote-offer';
    this.localDescription = { type: isAnswer ? 'answer' : 'offer', sdp: 'v=0' };
    this.signalingState = isAnswer ? 'stable' : 'have-local-offer';
  }

  async setRemoteDescription(description) {
    await null;
    const isOffer = description.type === 'offer';
    if (isOffer && this.signalingState === 'have-local-offer') this.localDescription = null;
    if (!isOffer && this.signalingState !== 'have-local-offer') throw new Error('not expected');
    this.remoteDescription = description;
    this.signalingState = isOffer ? 'have-remote-offer' : 'stable';
  }

  async addIceCandidate(candidate) {
    if (this.refusesCandidates) throw new Error('no such description');
    this.candidates.push(candidate);
  }

  close() {
    this.signalingState = 'closed';
  }
}
