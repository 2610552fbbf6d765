// @ts-check

/**
 * What the server says on a room's event stream. See docs/protocol.md.
 *
 * @typedef {import('./room-api.js').Member} Member
 * @typedef {import('./room-api.js').Description} Description
 *
 * @typedef {{ kind: 'welcome', member: string, members: Member[] }} Welcome
 * @typedef {{ kind: 'arrived', member: string, name: string }} Arrived
 * @typedef {{ kind: 'left', member: string, reason: 'left' | 'vanished' }} Left
 * @typedef {{ kind: 'description', from: string, description: Description }} DescriptionFrom
 * @typedef {{ kind: 'candidate', from: string, candidate: RTCIceCandidateInit | null }} CandidateFrom
 * @typedef {{ kind: 'closing', reason: 'shutdown' | 'replaced' }} Closing
 * @typedef {Welcome | Arrived | Left | DescriptionFrom | CandidateFrom | Closing} ServerEvent
 */

/** @type {Record<string, (data: any) => boolean>} */
const isWellFormed = {
  welcome: ({ member, members }) =>
    isText(member) && Array.isArray(members) && members.every(isMember),
  arrived: isMember,
  left: ({ member }) => isText(member),
  description: ({ from, description }) => isText(from) && isDescription(description),
  candidate: ({ from, candidate }) => isText(from) && typeof candidate === 'object',
  closing: ({ reason }) => isText(reason),
};

/**
 * @param {{ name: string, data: string }} event
 * @returns {ServerEvent | null} null for what this page does not know, which it passes over: a
 *   newer server may say more
 */
export function parseServerEvent({ name, data }) {
  if (!Object.hasOwn(isWellFormed, name)) return null;
  const value = parseJSON(data);
  return value && isWellFormed[name](value) ? { ...value, kind: name } : null;
}

/**
 * @param {string} text
 * @returns {any} an object, or null
 */
function parseJSON(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** @param {unknown} value */
const isText = (value) => typeof value === 'string';

/** @param {any} value */
function isMember(value) {
  return isText(value?.member) && isText(value.name);
}

/** @param {any} value */
function isDescription(value) {
  return ['offer', 'answer'].includes(value?.type) && isText(value.sdp);
}
