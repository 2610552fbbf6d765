// @ts-check

import { zoneFrom } from './zone.js';

/**
 * What is remembered on this machine. Never a picture; never the mode *none*, which is chosen anew
 * each time; never a consent, which is given to one person; never a face, which `enrolment-store.js`
 * encrypts.
 *
 * @typedef {import('../sdk/camaleon.js').Mode} Mode
 * @typedef {{
 *   name: string,
 *   mode: Exclude<Mode, 'none'>,
 *   image: string,
 *   camera: string,
 *   microphone: string,
 *   quality: 'standard' | 'high',
 *   shortcuts: boolean,
 *   seen: import('../sdk/camaleon.js').GateMode,
 *   zone: import('../sdk/camaleon.js').Zone,
 *   minimumFace: number,
 *   liveness: boolean,
 * }} Preferences
 */

const key = 'camaleon-preferences';

/** @type {Preferences} */
const defaults = {
  name: '',
  mode: 'blur',
  image: 'studio',
  camera: '',
  microphone: '',
  quality: 'standard',
  shortcuts: true,
  seen: 'off',
  zone: zoneFrom(null),
  // Of the picture's height: a passer-by is smaller. Not measured.
  minimumFace: 0.1,
  liveness: false,
};

/** The largest that one may ask a face to be, as a share of the picture's height. */
const largestMinimum = 0.6;

/**
 * @param {Pick<Storage, 'getItem'>} storage
 * @returns {Preferences} the defaults for whatever is missing or makes no sense
 */
export function loadPreferences(storage) {
  const stored = parse(storage);
  return {
    name: textOr(defaults.name, stored.name),
    mode: ['image', 'camaleon'].includes(stored.mode) ? stored.mode : defaults.mode,
    image: textOr(defaults.image, stored.image),
    camera: textOr(defaults.camera, stored.camera),
    microphone: textOr(defaults.microphone, stored.microphone),
    quality: stored.quality === 'high' ? 'high' : defaults.quality,
    shortcuts: stored.shortcuts !== false,
    seen: ['presence', 'identity'].includes(stored.seen) ? stored.seen : defaults.seen,
    zone: zoneFrom(stored.zone),
    minimumFace: shareOr(defaults.minimumFace, stored.minimumFace),
    liveness: stored.liveness === true,
  };
}

/**
 * @param {Pick<Storage, 'getItem' | 'setItem'>} storage
 * @param {Partial<Omit<Preferences, 'mode'> & { mode: Mode }>} change
 */
export function savePreferences(storage, change) {
  const { mode, ...rest } = change;
  const remembered = mode && mode !== 'none' ? { ...rest, mode } : rest;
  try {
    storage.setItem(key, JSON.stringify({ ...loadPreferences(storage), ...remembered }));
  } catch {
    // Storage is full or forbidden: the choices then last as long as the page.
  }
}

/**
 * @param {Pick<Storage, 'getItem'>} storage
 * @returns {any}
 */
function parse(storage) {
  try {
    return JSON.parse(storage.getItem(key) ?? '{}') ?? {};
  } catch {
    return {};
  }
}

/**
 * @param {string} fallback
 * @param {unknown} value
 */
const textOr = (fallback, value) => (typeof value === 'string' ? value.slice(0, 200) : fallback);

/**
 * @param {number} fallback
 * @param {unknown} value
 */
const shareOr = (fallback, value) =>
  typeof value === 'number' && value >= 0 && value <= largestMinimum ? value : fallback;
