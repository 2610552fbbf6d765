import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  describeZone,
  movedZone,
  resizedZone,
  wholeFrame,
  zoneBetween,
  zoneFrom,
} from '../ui/zone.js';

const zone = { left: 0.2, top: 0.3, right: 0.6, bottom: 0.9 };

/** The zone in whole percents, which sums of shares are not quite. */
const percents = (value) =>
  ['left', 'top', 'right', 'bottom'].map((side) => Math.round(100 * value[side]));

test('a zone is drawn from any corner, within the picture', () => {
  const corners = [
    [
      { x: 0.2, y: 0.3 },
      { x: 0.6, y: 0.9 },
    ],
    [
      { x: 0.6, y: 0.9 },
      { x: 0.2, y: 0.3 },
    ],
    [
      { x: 0.2, y: 0.9 },
      { x: 0.6, y: 0.3 },
    ],
  ];
  for (const [one, other] of corners) {
    assert.deepEqual(percents(zoneBetween(one, other)), [20, 30, 60, 90]);
  }
  assert.deepEqual(percents(zoneBetween({ x: -2, y: -1 }, { x: 5, y: 3 })), [0, 0, 100, 100]);
});

test('a zone is never too small to be hit, not even at the picture’s edge', () => {
  for (const at of [0, 0.5, 1]) {
    const { left, top, right, bottom } = zoneBetween({ x: at, y: at }, { x: at, y: at });

    assert.ok(right - left > 0.099 && bottom - top > 0.099, `${at}`);
    assert.ok(left >= 0 && top >= 0 && right <= 1 && bottom <= 1, `${at}`);
  }
});

test('a zone that is moved keeps its size and stays in the picture', () => {
  assert.deepEqual(percents(movedZone(zone, 0.1, -0.1)), [30, 20, 70, 80]);
  assert.deepEqual(percents(movedZone(zone, 5, 5)), [60, 40, 100, 100]);
  assert.deepEqual(percents(movedZone(zone, -5, -5)), [0, 0, 40, 60]);
});

test('a zone that is resized keeps its upper left corner', () => {
  assert.deepEqual(percents(resizedZone(zone, 0.1, -0.1)), [20, 30, 70, 80]);
  assert.deepEqual(percents(resizedZone(zone, 5, 5)), [20, 30, 100, 100]);
  assert.deepEqual(percents(resizedZone(zone, -5, -5)), [20, 30, 30, 40]);
});

test('whatever is stored, what comes out is a zone', () => {
  assert.deepEqual(zoneFrom(zone), zone);
  const smallest = zoneBetween({ x: 0.3, y: 0.7 }, { x: 0.3, y: 0.7 });
  assert.deepEqual(zoneFrom(smallest), smallest);
  const wrong = [null, 7, {}, { ...zone, right: 0.2 }, { ...zone, left: -1 }];
  wrong.push({ ...zone, bottom: 2 }, { ...zone, top: '0' }, { ...zone, top: Number.NaN });
  for (const value of wrong) assert.deepEqual(zoneFrom(value), wholeFrame);
});

test('a zone is described to whoever does not see it', () => {
  assert.equal(describeZone(zone), 'From 20 % to 60 % across, from 30 % to 90 % down');
  assert.equal(describeZone(wholeFrame), 'The whole picture');
});
