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
