// @ts-check

import { CallError } from './call-error.js';

/**
 * The server's requests, one method each. See docs/protocol.md.
 *
 * @typedef {{ member: string, name: string }} Member
 * @typedef {Member & { members: Member[], iceServers: RTCIceServer[] }} Membership
 * @typedef {{ room: string, member: string }} Session who speaks, and in which room
 * @typedef {{ room: string, members: number, capacity: number }} RoomSummary
 * @typedef {{ type: 'offer' | 'answer', sdp: string }} Description
 * @typedef {{ kind: 'description', description: Description }
 *   | { kind: 'candidate', candidate: RTCIceCandidateInit | null }} PeerMessage
 */
export class RoomApi {
  #fetch;
  #beacon;

  /**
   * @param {(path: string, init?: RequestInit) => Promise<Response>} [fetch]
   * @param {(path: string) => boolean} [beacon]
   */
  constructor(
    fetch = (path, init) => globalThis.fetch(path, init),
    beacon = (path) => navigator.sendBeacon(path),
  ) {
    this.#fetch = fetch;
    this.#beacon = beacon;
  }

  /** @returns {Promise<string>} the new room */
  async createRoom() {
    const answer = await this.#ask('POST', '/api/rooms', {});
    if (typeof answer?.room !== 'string') throw badAnswer();
    return answer.room;
  }

  /**
   * @param {string} room
   * @returns {Promise<RoomSummary>}
   */
  async describe(room) {
    const answer = await this.#ask('GET', pathOf(room));
    if (typeof answer?.members !== 'number') throw badAnswer();
    return answer;
  }

  /**
   * @param {string} room
   * @param {string} name
   * @returns {Promise<Membership>}
   */
  async join(room, name) {
    const answer = await this.#ask('POST', `${pathOf(room)}/members`, { name });
    if (typeof answer?.member !== 'string' || !Array.isArray(answer.members)) throw badAnswer();
    return { ...answer, iceServers: answer.iceServers ?? [] };
  }

  /**
   * @param {Session} session
   * @param {string} to
   * @param {PeerMessage} message
   */
  async send(session, to, message) {
    await this.#ask('POST', pathAs(session, 'messages'), { to, ...message });
  }

  /**
   * Opens the room's event stream; its body is for the caller to read.
   *
   * @param {Session} session
   * @param {{ lastEventId: string, signal: AbortSignal }} options
   */
  async events(session, { lastEventId, signal }) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'text/event-stream' };
    if (lastEventId !== '') headers['Last-Event-ID'] = lastEventId;
    const response = await this.#fetch(pathAs(session, 'events'), {
      headers,
      signal,
      cache: 'no-store',
    });
    if (!response.ok || !response.body) throw await errorFrom(response);
    return response.body;
  }

  /**
   * A beacon outlives the page, which a fetch does not.
   *
   * @param {Session} session
   */
  leave(session) {
    this.#beacon(pathAs(session, 'leave'));
  }

  /**
   * @param {'GET' | 'POST'} method
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<any>} what the server said; the caller checks it
   */
  async #ask(method, path, body) {
    const response = await this.#fetch(path, {
      method,
      headers: body ? { 'Content-Type': 'application/json' } : {},
      body: body && JSON.stringify(body),
    }).catch(() => {
      throw new CallError('unreachable', 'The server does not answer.');
    });
    if (!response.ok) throw await errorFrom(response);
    return response.status === 204 ? null : response.json().catch(() => null);
  }
}

/** @param {string} room */
const pathOf = (room) => `/api/rooms/${encodeURIComponent(room)}`;

/**
 * The path of a request that a member makes. It names them, since two tabs of one browser carry both
 * cookies, and the server would take either for the one that joined last.
 *
 * @param {Session} session
 * @param {'events' | 'messages' | 'leave'} request
 */
const pathAs = ({ room, member }, request) =>
  `${pathOf(room)}/${request}?member=${encodeURIComponent(member)}`;

const badAnswer = () =>
  new CallError('bad_answer', 'The server gave an answer that was not understood.');

/** @param {Response} response */
async function errorFrom(response) {
  const body = await response.json().catch(() => null);
  return typeof body?.error?.code === 'string'
    ? new CallError(body.error.code, String(body.error.message))
    : new CallError('unreachable', `The server answered ${response.status}.`);
}
