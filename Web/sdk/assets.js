// @ts-check

import { CamaleonError } from './camaleon-error.js';
import { engineFile } from './support.js';

/**
 * Fetches the engine and the network that segments.
 *
 * @param {string} base the folder's address, with or without the last slash
 * @param {string} [segmenter] the network's name; the best of the server's unless given
 * @returns {Promise<{ module: WebAssembly.Module, model: Uint8Array }>}
 * @throws {CamaleonError} `assets-unavailable` or `engine-refused`
 */
export async function loadAssets(base, segmenter = 'segmenter') {
  const folder = folderOf(base);
  const [engine, model] = await Promise.all([
    fetchBytes(new URL(engineFile(), folder)),
    fetchBytes(new URL(`${segmenter}.cml`, folder)),
  ]);
  try {
    return { module: await WebAssembly.compile(engine), model };
  } catch {
    throw new CamaleonError('engine-refused', 'The engine is damaged. Load the page again.');
  }
}

/**
 * Fetches one of the face networks, which not every server has: docs/face-networks.md.
 *
 * @param {string} base the folder's address, with or without the last slash
 * @param {import('../worker/gate-words.js').FaceNetwork} network
 * @returns {Promise<Uint8Array>}
 * @throws {CamaleonError} `faces-missing` or `assets-unavailable`
 */
export function loadFaceNetwork(base, network) {
  return fetchBytes(
    new URL(`face/${network}.cml`, folderOf(base)),
    new CamaleonError(
      'faces-missing',
      `This server has no face networks (${network}.cml): faces are neither found nor recognised. ` +
        'Whoever runs it can make them: Scripts/networks .build/assets/face',
    ),
  );
}

/** @param {string} base */
function folderOf(base) {
  return new URL(base.endsWith('/') ? base : `${base}/`, document.baseURI);
}

/**
 * @param {URL} url
 * @param {CamaleonError} [missing] what to throw when the server has no such file
 */
async function fetchBytes(url, missing) {
  const name = url.pathname.split('/').pop();
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url);
  } catch {
    throw new CamaleonError('assets-unavailable', `${name} did not arrive. Is the connection up?`);
  }
  if (response.status === 404 && missing) throw missing;
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
