// @ts-check

/**
 * What a custom event carries; who emits it says what that is.
 *
 * @param {Event} event
 */
export function detailOf(event) {
  return /** @type {CustomEvent} */ (event).detail;
}
