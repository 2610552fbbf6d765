// @ts-check

/**
 * Server-sent events out of text that arrives in any pieces.
 *
 * Not `EventSource`: it hides the heartbeat's comments, without which a silent network cannot be
 * told from a quiet room, and the status of a refused stream, without which a room that is gone
 * cannot be told from a server that is down.
 *
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 *
 * @typedef {{ id: string, name: string, data: string }} StreamEvent
 */
export class EventStreamParser {
  #pending = '';
  #id = '';
  #name = '';
  /** @type {string[]} */
  #data = [];

  /**
   * @param {string} text
   * @returns {StreamEvent[]} the events that `text` completes
   */
  push(text) {
    this.#pending += text;
    // A trailing CR may be half of a CR LF: it waits for what follows.
    const lines = this.#pending.split(/\r\n|\n|\r(?!$)/);
    this.#pending = lines.pop() ?? '';
    return lines.flatMap((line) => (line === '' ? this.#dispatch() : this.#field(line)));
  }

  /**
   * @param {string} line
   * @returns {StreamEvent[]} none: a field completes nothing
   */
  #field(line) {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.#data.push(value);
    if (field === 'event') this.#name = value;
    if (field === 'id' && !value.includes('\0')) this.#id = value;
    return [];
  }

  #dispatch() {
    const event = { id: this.#id, name: this.#name || 'message', data: this.#data.join('\n') };
    const hasData = this.#data.length > 0;
    this.#data = [];
    this.#name = '';
    return hasData ? [event] : [];
  }
}
