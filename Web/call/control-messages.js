// @ts-check

/**
 * What two participants tell each other beside media, as JSON text. See docs/peer-channel.md.
 *
 * @typedef {{ kind: 'room-request' | 'room-return' | 'room-accept' | 'room-decline' | 'room-revoke' }} RoomMessage
 * @typedef {{ kind: 'status', camera: boolean, microphone: boolean, hidden: boolean }} StatusMessage
 * @typedef {RoomMessage | StatusMessage} ControlMessage
 */

const roomKinds = new Set([
  'room-request',
  'room-return',
  'room-accept',
  'room-decline',
  'room-revoke',
]);

/**
 * @param {string} text
 * @returns {ControlMessage | null} null for what this page does not know
 */
export function parseControlMessage(text) {
  const value = parse(text);
  if (roomKinds.has(value?.kind)) return { kind: value.kind };
  if (value?.kind !== 'status') return null;
  return {
    kind: 'status',
    camera: value.camera === true,
    microphone: value.microphone === true,
    // An older page hides nobody, and does not say so.
    hidden: value.hidden === true,
  };
}

/**
 * @param {string} text
 * @returns {any}
 */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
