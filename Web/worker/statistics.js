// @ts-check

/** Frames that a median is taken over: four seconds of them. */
const WINDOW = 120;

/** A longer gap, in microseconds, is no engine that was busy but a camera that was off. */
const LONGEST_GAP = 1_000_000;

/** How many frames came and went, how fast, and how long each stage took. */
export class FrameStatistics {
  /** @type {Map<string, number[]>} the last {@link WINDOW} durations of a stage, in milliseconds */
  #durations = new Map();
  /** @type {number[]} when the last frames were done, in milliseconds */
  #times = [];
  #lastTimestamp = Number.NaN;
  #interval = Number.NaN;
  frames = 0;
  dropped = 0;

  /**
   * Notes the camera's timestamp of a frame that is about to be processed: a gap of more than one and
   * three quarter intervals means that the browser left frames out because the worker was busy.
   *
   * @param {number} timestamp microseconds
   */
  noteArrival(timestamp) {
    const gap = timestamp - this.#lastTimestamp;
    this.#lastTimestamp = timestamp;
    if (!(gap > 0 && gap < LONGEST_GAP)) return;
    if (gap > 1.75 * this.#interval) this.dropped += Math.round(gap / this.#interval) - 1;
    // The interval is the shortest seen, and forgets slowly: cameras slow down in the dark.
    this.#interval = Math.min(gap, 1.02 * (this.#interval || gap));
  }

  /**
   * @param {number} now milliseconds
   * @param {Iterable<[string, number]>} durations of each stage, in milliseconds
   */
  noteFrame(now, durations) {
    this.frames += 1;
    push(this.#times, now);
    for (const [stage, duration] of durations) {
      const list = this.#durations.get(stage) ?? [];
      this.#durations.set(stage, list);
      push(list, duration);
    }
  }

  get framesPerSecond() {
    const span = (this.#times.at(-1) ?? 0) - (this.#times[0] ?? 0);
    return span > 0 ? ((this.#times.length - 1) * 1000) / span : 0;
  }

  /** @returns {{ [stage: string]: { median: number, p95: number } }} milliseconds */
  get stages() {
    return Object.fromEntries(
      [...this.#durations].map(([stage, list]) => {
        const sorted = [...list].sort((a, b) => a - b);
        return [stage, { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) }];
      }),
    );
  }
}

/**
 * @param {number[]} list
 * @param {number} value
 */
function push(list, value) {
  list.push(value);
  if (list.length > WINDOW) list.shift();
}

/**
 * @param {number[]} sorted
 * @param {number} share
 */
function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
