import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, test } from 'node:test';

import { planCopy } from '../worker/frame-format.js';
import { slateFrame } from '../worker/slate.js';
import { FakeCameraFrame, installFakeFrames } from './fakes/video-frame.js';

beforeEach(installFakeFrames);

/** How a frame of 5 × 3 pixels is copied: odd sides, at which chroma goes beyond half. */
const planOf = (options) => planCopy(new FakeCameraFrame({ width: 5, height: 3, ...options }));

/** Text of the engine's source. */
const swift = (path) => readFileSync(new URL(`../../Sources/${path}`, import.meta.url), 'utf8');

test('planes lie one behind the other, without gaps', () => {
  const layouts = ['I420', 'NV12', 'RGBA'].map((format) => {
    const { byteCount, options } = planOf({ format });
    return [byteCount, ...options.layout.map(({ offset, stride }) => `${offset}+${stride}`)];
  });

  assert.deepEqual(layouts, [
    [27, '0+5', '15+3', '21+3'],
    [27, '0+5', '15+6'],
    [60, '0+20'],
  ]);
});

test('a format is told by the engine’s number', () => {
  const text = swift('CamaleonImage/PixelFormat.swift');
  for (const format of ['I420', 'NV12', 'RGBA']) {
    const number = new RegExp(`case ${format.toLowerCase()} = (\\d)`).exec(text)?.[1];

    assert.equal(planOf({ format }).format, Number(number), format);
  }
});

test('what the engine cannot read is converted by the browser; the rest is not', () => {
  for (const format of ['BGRA', 'BGRX', 'I422', 'I420A', 'RGBX']) {
    const { options, byteCount } = planOf({ format });
    assert.deepEqual([options.format, byteCount], ['RGBA', 60], format);
  }
  for (const format of ['I420', 'NV12']) assert.ok(!('format' in planOf({ format }).options));
});

test('only the visible part of a frame is copied', () => {
  const frame = new FakeCameraFrame();
  frame.visibleRect = { x: 2, y: 4, width: 6, height: 2 };

  const { width, height, options } = planCopy(frame);

  assert.deepEqual([width, height], [6, 2]);
  assert.deepEqual(options.rect, { x: 2, y: 4, width: 6, height: 2 });
});

test('a camera that does not say its colours is BT.601 in limited range', () => {
  const numbers = [
    {},
    { matrix: null, fullRange: null },
    { matrix: 'smpte170m', fullRange: false },
    { matrix: 'bt709', fullRange: false },
    { matrix: 'bt470bg', fullRange: true },
    { matrix: 'bt709', fullRange: true },
  ].map((colorSpace) => planOf({ colorSpace }).colorSpace);

  assert.deepEqual(numbers, [0, 0, 0, 1, 2, 3]);
});

test('a frame whose content is not told is refused', () => {
  assert.throws(() => planOf({ format: null }), RangeError);
  assert.throws(() => planCopy(Object.assign(new FakeCameraFrame(), { visibleRect: null })), {
    name: 'RangeError',
  });
});

test('the slate is the engine’s grey, to the last byte of odd sides', () => {
  const luma = Number(/slateLuma: UInt8 = (\d+)/.exec(swift('CamaleonImage/Frame.swift'))?.[1]);

  const { bytes, format, codedWidth, codedHeight, timestamp } = slateFrame(5, 3, 7_000);

  assert.deepEqual([...bytes], [...Array(15).fill(luma), ...Array(12).fill(128)]);
  assert.deepEqual([format, codedWidth, codedHeight, timestamp], ['I420', 5, 3, 7_000]);
});
