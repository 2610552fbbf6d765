// @ts-check

import { element, html, put } from './elements.js';
import { Tile } from './tile.js';

/**
 * The other person: their picture, their name, what is switched off, and the way to invite them.
 *
 * @typedef {import('../call/call.js').CallEvent} CallEvent
 * @typedef {import('../call/roster.js').Peer} Peer
 */
export class CallView {
  #studio;
  #notices;
  #tile = new Tile(html('remote-tile'), element('remote-video', HTMLVideoElement));
  #connection = html('connection');
  /** @type {Peer | null} */
  #peer = null;

  /**
   * @param {HTMLElement} studio
   * @param {import('./notices.js').Notices} notices
   */
  constructor(studio, notices) {
    this.#studio = studio;
    this.#notices = notices;
  }

  get name() {
    return this.#peer?.name ?? null;
  }

  /** @param {CallEvent} event */
  take(event) {
    switch (event.kind) {
      case 'peer':
        return this.#meet(event.peer, event.stream);
      case 'alone':
        this.#notices.show(`other-${event.reason}`, event.peer.name);
        return this.clear();
      case 'link':
        return this.#showLink(event.state);
      case 'status':
        return this.#showStatus(event.status);
      case 'signalling':
        return this.#showConnection(event.connection);
      case 'fault':
        return this.#notices.show('unsteady', this.name ?? undefined);
    }
  }

  play() {
    return this.#tile.play();
  }

  clear() {
    this.#peer = null;
    this.#studio.dataset.peer = 'absent';
    this.#connection.textContent = '';
    this.#notices.hide('unsteady', 'sound-blocked');
    this.#tile.showStream(null);
    this.#tile.picture = 'none';
    put('remote-away', '');
  }

  /**
   * @param {Peer} peer
   * @param {MediaStream} stream
   */
  async #meet(peer, stream) {
    this.#peer = peer;
    this.#studio.dataset.peer = 'present';
    this.#notices.hide('other-left', 'other-vanished');
    html('remote-name').textContent = peer.name;
    html('remote-avatar').dataset.initial = [...peer.name][0]?.toUpperCase() ?? '';
    this.#connection.textContent = `Connecting to ${peer.name}…`;
    this.#tile.picture = 'waiting';
    if (!(await this.#tile.showStream(stream))) this.#notices.show('sound-blocked');
  }

  /** @param {import('../call/peer-link.js').LinkState} state */
  #showLink(state) {
    const name = this.name ?? '';
    if (state === 'unsteady') this.#notices.show('unsteady', name);
    else this.#notices.hide('unsteady');
    this.#connection.textContent = state === 'connected' ? `In a call with ${name}` : '';
  }

  /** @param {import('../call/call.js').Status} status */
  #showStatus({ camera, microphone, hidden }) {
    this.#tile.picture = camera ? 'live' : 'off';
    put('remote-away', camera && hidden ? `${this.name ?? 'The other person'} is away` : '');
    html('remote-tile').toggleAttribute('data-muted', !microphone);
  }

  /** @param {import('../call/signalling.js').Connection} connection */
  #showConnection(connection) {
    if (connection.state === 'lost') this.#notices.show('reconnecting');
    else this.#notices.hide('reconnecting');
    if (connection.state === 'ended') this.#notices.show(connection.code);
  }
}
