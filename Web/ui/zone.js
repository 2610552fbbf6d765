// @ts-check

/**
 * The part of the camera's picture in which a face counts.
 *
 * @typedef {import('../sdk/camaleon.js').Zone} Zone
 */

/** @type {Zone} */
export const wholeFrame = { left: 0, top: 0, right: 1, bottom: 1 };

/** A side is at least this share of the picture's: a smaller zone can hardly be hit or seen. */
const leastSide = 0.1;

/**
 * @param {any} value from storage
 * @returns {Zone} the whole frame for what is no zone
 */
export function zoneFrom(value) {
  const { left, top, right, bottom } = value ?? {};
  const isZone =
    [left, top, right, bottom].every(
      (side) => typeof side === 'number' && side >= 0 && side <= 1,
    ) &&
    right - left >= leastSide - rounding &&
    bottom - top >= leastSide - rounding;
  return isZone ? { left, top, right, bottom } : wholeFrame;
}

/**
 * The zone between two opposite corners, in any order, which may lie outside of the picture.
 *
 * @param {{ x: number, y: number }} one
 * @param {{ x: number, y: number }} other
 * @returns {Zone}
 */
export function zoneBetween(one, other) {
  const [left, right] = span(one.x, other.x);
  const [top, bottom] = span(one.y, other.y);
  return { left, top, right, bottom };
}

/**
 * @param {Zone} zone
 * @param {number} across share of the picture's width
 * @param {number} down share of its height
 * @returns {Zone} of the same size, kept within the picture
 */
export function movedZone({ left, top, right, bottom }, across, down) {
  const x = clamp(across, -left, 1 - right);
  const y = clamp(down, -top, 1 - bottom);
  return { left: left + x, top: top + y, right: right + x, bottom: bottom + y };
}

/**
 * @param {Zone} zone
 * @param {number} across by which its right side moves
 * @param {number} down by which its lower side moves
 * @returns {Zone}
 */
export function resizedZone({ left, top, right, bottom }, across, down) {
  return {
    left: Math.min(left, 1 - leastSide),
    top: Math.min(top, 1 - leastSide),
    right: clamp(right + across, left + leastSide, 1),
    bottom: clamp(bottom + down, top + leastSide, 1),
  };
}

/**
 * @param {Zone} zone
 * @returns {string} in words, for whoever does not see the rectangle
 */
export function describeZone({ left, top, right, bottom }) {
  if (left <= 0 && top <= 0 && right >= 1 && bottom >= 1) return 'The whole picture';
  const percent = (/** @type {number} */ share) => `${Math.round(100 * share)} %`;
  return (
    `From ${percent(left)} to ${percent(right)} across, ` +
    `from ${percent(top)} to ${percent(bottom)} down`
  );
}

/** What sums of shares are off by. */
const rounding = 1e-9;

/**
 * @param {number} one
 * @param {number} other
 * @returns {[number, number]} within 0…1, and no shorter than a side may be
 */
function span(one, other) {
  const low = clamp(Math.min(one, other), 0, 1 - leastSide);
  return [low, clamp(Math.max(one, other), low + leastSide, 1)];
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
