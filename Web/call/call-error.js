// @ts-check

/**
 * Something that the call could not do.
 *
 * `code` is stable: the server's own code (docs/protocol.md), or one of this side's: `unreachable`
 * (no answer), `bad_answer` (an answer that the protocol does not know).
 */
export class CallError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = 'CallError';
    this.code = code;
  }
}

/**
 * @param {unknown} error
 * @returns {string} its code, or `unreachable` when it has none: fetch rejects without one
 */
export function codeOf(error) {
  return error instanceof CallError ? error.code : 'unreachable';
}
