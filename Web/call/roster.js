// @ts-check

/**
 * Who else is in the room, and who yields to whom when two offers collide: the later joiner.
 *
 * Whoever was there when we joined came before us, so we are polite to them. Everybody that we
 * hear of afterwards came later, however we hear of them.
 *
 * @typedef {import('./server-events.js').ServerEvent} ServerEvent
 * @typedef {import('./room-api.js').Member} Member
 * @typedef {{ member: string, name: string, polite: boolean }} Peer `polite`: we yield to them
 * @typedef {{ kind: 'arrived', peer: Peer }
 *   | { kind: 'left', peer: Peer, reason: 'left' | 'vanished' }} RosterChange
 */
export class Roster {
  #self;
  /** @type {Map<string, Peer>} */
  #peers;

  /**
   * @param {string} self
   * @param {Member[]} present
   */
  constructor(self, present) {
    this.#self = self;
    const others = present.filter(({ member }) => member !== self);
    this.#peers = new Map(others.map((peer) => [peer.member, { ...peer, polite: true }]));
  }

  get peers() {
    return [...this.#peers.values()];
  }

  /**
   * @param {ServerEvent} event
   * @returns {RosterChange[]}
   */
  apply(event) {
    switch (event.kind) {
      case 'welcome':
        return this.#reconcile(event.members);
      case 'arrived':
        return this.#arrive(event);
      case 'left':
        return this.#leave(event.member, event.reason);
      default:
        return [];
    }
  }

  /** @param {Member[]} members the whole truth */
  #reconcile(members) {
    const present = new Set(members.map(({ member }) => member));
    const gone = this.peers.filter(({ member }) => !present.has(member));
    return [
      ...gone.flatMap(({ member }) => this.#leave(member, 'vanished')),
      ...members.flatMap((member) => this.#arrive(member)),
    ];
  }

  /**
   * @param {Member} member
   * @returns {RosterChange[]}
   */
  #arrive({ member, name }) {
    if (member === this.#self || this.#peers.has(member)) return [];
    const peer = { member, name, polite: false };
    this.#peers.set(member, peer);
    return [{ kind: 'arrived', peer }];
  }

  /**
   * @param {string} member
   * @param {'left' | 'vanished'} reason
   * @returns {RosterChange[]}
   */
  #leave(member, reason) {
    const peer = this.#peers.get(member);
    this.#peers.delete(member);
    return peer ? [{ kind: 'left', peer, reason }] : [];
  }
}
