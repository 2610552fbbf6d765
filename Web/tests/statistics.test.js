import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FrameStatistics } from '../worker/statistics.js';

/** Statistics of frames that arrived after these gaps, in milliseconds. */
function afterGaps(...gaps) {
  const statistics = new FrameStatistics();
  let timestamp = 1_000_000;
  statistics.noteArrival(timestamp);
  for (const gap of gaps) {
    timestamp += 1000 * gap;
    statistics.noteArrival(timestamp);
  }
  return statistics;
}

const steady = Array(30).fill(33);

test('frames that the browser left out show as gaps', () => {
  assert.equal(afterGaps(...steady).dropped, 0);
  assert.equal(afterGaps(...steady, 66).dropped, 1);
  assert.equal(afterGaps(...steady, 132, 33).dropped, 3);
});

test('a frame that is a little late was not preceded by another', () => {
  assert.equal(afterGaps(...steady, 39, 27, 45, 33, 39, 27).dropped, 0);
});

test('a camera that slows down in the dark is soon known to be slow', () => {
  const { dropped } = afterGaps(...steady, ...Array(500).fill(66));

  assert.ok(dropped < 10, `${dropped}`);
});

test('timestamps that begin anew are another camera’s, and leave nothing out', () => {
  assert.equal(afterGaps(...steady, -900, 33, 0, 33).dropped, 0);
});

test('a camera that was off for a while left nothing out', () => {
  assert.equal(afterGaps(...steady, 60_000, 33, 33).dropped, 0);
});

test('the rate is that of the last frames', () => {
  const statistics = new FrameStatistics();
  assert.equal(statistics.framesPerSecond, 0);

  for (let frame = 0; frame < 50; frame++) statistics.noteFrame(1000 * frame, []);
  assert.equal(statistics.framesPerSecond, 1);
  for (let frame = 0; frame < 120; frame++) statistics.noteFrame(60_000 + 40 * frame, []);
  assert.equal(statistics.framesPerSecond, 25);
  assert.equal(statistics.frames, 170);
});

test('a stage is told by its median and by its slowest twentieth', () => {
  const statistics = new FrameStatistics();
  // Out of order, and the first of them so long ago that they no longer count.
  const durations = [
    ...Array(30).fill(1e6),
    ...Array.from({ length: 120 }, (_, n) => (n * 7) % 120),
  ];

  for (const duration of durations) statistics.noteFrame(0, [['total', duration]]);

  assert.deepEqual(statistics.stages, { total: { median: 60, p95: 114 } });
});
