// @ts-check

import { CamaleonError } from './camaleon-error.js';
import { engineFile } from './support.js';

/**
 * Fetches the engine and the model.
 *
 * @param {string} base the folder's address, with or without the last slash
 * @returns {Promise<{ module: WebAssembly.Module, model: Uint8Array }>}
 * @throws {CamaleonError} `assets-unavailable` or `engine-refused`
 */
export async function loadAssets(base) {
  const folder = new URL(base.endsWith('/') ? base : `${base}/`, document.baseURI);
  const [engine, model] = await Promise.all([
    fetchBytes(new URL(engineFile(), folder)),
    fetchBytes(new URL('unet.cml', folder)),
  ]);
  try {
    return { module: await WebAssembly.compile(engine), model };
  } catch {
    throw new CamaleonError('engine-refused', 'The engine is damaged. Load the page again.');
  }
}

/** @param {URL} url */
async function fetchBytes(url) {
  const name = url.pathname.split('/').pop();
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url);
  } catch {
    throw new CamaleonError('assets-unavailable', `${name} did not arrive. Is the connection up?`);
  }
  if (!response.ok) {
    throw new CamaleonError(
      'assets-unavailable',
      `${name} is missing on the server (${response.status}).`,
    );
  }
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new CamaleonError(
      'assets-unavailable',
      `${name} did not arrive whole. Load the page again.`,
    );
  }
}
