// @ts-check

/** What went wrong, by a code that never changes, and in words. */
export class CamaleonError extends Error {
  /**
   * @param {'unsupported-browser' | 'assets-unavailable' | 'engine-refused' | 'model-refused'
   *   | 'plate-refused' | 'image-refused' | 'closed' | 'worker-lost' | 'faces-missing'
   *   | 'faces-broken' | 'gate-refused' | 'enrolment-interrupted'} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = 'CamaleonError';
    this.code = code;
  }
}
