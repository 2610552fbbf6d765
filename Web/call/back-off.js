// @ts-check

const firstMilliseconds = 500;
const longestMilliseconds = 15_000;

/**
 * How long to wait before attempt `attempt` (0 is the first retry): doubling, up to 15 s, of which
 * the upper half is left to chance so that a server that comes back is not met by everybody at once.
 *
 * @param {number} attempt
 * @param {number} chance in 0..<1
 */
export function backOffMilliseconds(attempt, chance) {
  const ceiling = Math.min(firstMilliseconds * 2 ** attempt, longestMilliseconds);
  return ceiling / 2 + (ceiling / 2) * chance;
}
