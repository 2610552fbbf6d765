// @ts-check

/**
 * @template {Element} Type
 * @param {string} id
 * @param {new () => Type} type
 * @returns {Type} the page's element `id`
 */
export function element(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new TypeError(`the page has no ${type.name} #${id}`);
  return found;
}

/** @param {string} id */
export const button = (id) => element(id, HTMLButtonElement);

/** @param {string} id */
export const input = (id) => element(id, HTMLInputElement);

/** @param {string} id */
export const html = (id) => element(id, HTMLElement);

/**
 * Says something, once: a live region announces what is written again.
 *
 * @param {string} id
 * @param {string} text
 */
export function put(id, text) {
  const place = html(id);
  if (place.textContent !== text) place.textContent = text;
}
