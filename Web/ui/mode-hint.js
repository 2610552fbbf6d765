// @ts-check

/**
 * The sentence under the modes: what the others see.
 *
 * @typedef {import('../sdk/camaleon.js').Mode} Mode
 * @typedef {import('../call/consent.js').Wearing} Wearing
 *
 * @param {Mode} mode
 * @param {Wearing} wearing
 * @param {string | null} name the other person's, if there is one
 * @returns {{ text: string, tone: 'plain' | 'warning' }}
 */
export function modeHint(mode, wearing, name) {
  switch (mode) {
    case 'none':
      return { text: 'No background: your room is visible.', tone: 'warning' };
    case 'blur':
      return plain('You, before your own room, blurred until nothing can be read in it.');
    case 'image':
      return plain('You, before an image.');
    case 'camaleon':
      return plain(camaleonHint(wearing, name ?? 'The other person'));
  }
}

/**
 * @param {Wearing} wearing
 * @param {string} name
 */
function camaleonHint(wearing, name) {
  if (wearing === 'granted') return `You, in the room of ${name}.`;
  if (wearing === 'requested')
    return `${name} is being asked. Until then you are before a plain grey.`;
  return 'You, in the other person’s room. They are asked when they are here; until then you are before a plain grey.';
}

/** @param {string} text */
const plain = (text) => ({ text, tone: /** @type {const} */ ('plain') });
