import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { Engine, MATTING_QUALITIES, MODES, STAGES } from '../worker/engine.js';
import { FakeEngine } from './fakes/engine.js';

/** The JavaScript side and the fake below it. */
function engineOver() {
  const fake = new FakeEngine();
  return { engine: new Engine(fake), fake };
}

/** The cases of a Swift enumeration, by their raw values. */
function casesOf(name, path) {
  const text = readFileSync(new URL(`../../Sources/${path}`, import.meta.url), 'utf8');
  const body = text.split(new RegExp(`enum ${name}\\b.*\\{`))[1].split('\n}')[0];
  const names = [...body.matchAll(/^\s*case (\w+(?:, \w+)*)(?: = (\d+))?$/gm)];
  return names.flatMap(([, cases, value]) =>
    value ? [[Number(value), cases]] : cases.split(', '),
  );
}

const format = { width: 4, height: 2, format: 0, colorSpace: 1 };

test('modes and stages stand in the order of the engine’s numbers', () => {
  const modes = casesOf('Background', 'CamaleonPipeline/FrameFormat.swift');
  const stages = casesOf('Stage', 'CamaleonPipeline/FrameFormat.swift');

  assert.deepEqual([...MODES.entries()], modes);
  assert.deepEqual(STAGES, stages);
  const qualities = casesOf('MattingQuality', 'CamaleonPipeline/MattingSchedule.swift');
  assert.deepEqual([...MATTING_QUALITIES.entries()], qualities);
});

test('every reason for which a model is refused has its own sentence and its number', () => {
  const { engine, fake } = engineOver();
  const reasons = casesOf('Reason', 'CamaleonNetwork/ModelError.swift');
  assert.ok(reasons.length >= 9);

  const sentences = reasons.map(([status]) => {
    fake.answers.load_segmenter = status;
    try {
      engine.loadSegmenter(new Uint8Array(1));
    } catch (error) {
      assert.deepEqual([error.name, error.status], ['EngineError', status]);
      return error.message;
    }
    return assert.fail(`${status} was taken for a success`);
  });

  assert.equal(new Set(sentences).size, reasons.length);
  assert.ok(sentences.every((sentence) => !/\d/.test(sentence)));
});

test('a reason that is new to this page is told by its number', () => {
  const { engine, fake } = engineOver();
  fake.answers.load_segmenter = 99;

  assert.throws(() => engine.loadSegmenter(new Uint8Array(1)), { message: /99/, status: 99 });
});

test('bytes are lent to the engine, and taken back also when it refuses them', () => {
  const { engine, fake } = engineOver();
  fake.answers.load_segmenter = 3;

  assert.throws(() => engine.loadSegmenter(Uint8Array.of(5, 6)));

  assert.deepEqual([...fake.received], [5, 6]);
  assert.deepEqual(
    fake.calls.map(([name]) => name),
    ['allocate', 'load_segmenter', 'free'],
  );
  const [[, address]] = fake.callsOf('load_segmenter');
  assert.deepEqual(fake.callsOf('free'), [[address]]);
});

test('memory that grows under a view is looked at anew', () => {
  const { engine, fake } = engineOver();
  const { camaleon_allocate: allocate } = fake.exports;
  engine.input(4);
  fake.exports.camaleon_allocate = (length) => {
    fake.exports.memory.grow(1);
    return allocate(length);
  };

  engine.loadSegmenter(Uint8Array.of(1, 2, 3));

  assert.deepEqual([...fake.received], [1, 2, 3]);
  assert.equal(engine.input(4).length, 4);
});

test('the engine is configured when anything about the frames changes, and only then', () => {
  const { engine, fake } = engineOver();
  const changes = [{}, {}, { width: 8 }, { height: 6 }, { format: 2 }, { colorSpace: 3 }];

  let frames = format;
  const sizes = changes.map((change) => {
    frames = { ...frames, ...change };
    engine.configure(frames);
    return engine.output().length;
  });

  assert.equal(fake.callsOf('configure').length, 5);
  assert.deepEqual(fake.callsOf('configure').at(-1), [8, 6, 2, 3]);
  assert.deepEqual(sizes, [12, 12, 24, 72, 72, 72]);
});

test('frames that were refused are offered again, not taken for configured', () => {
  const { engine, fake } = engineOver();
  fake.answers.configure = -1;

  for (let count = 0; count < 2; count++) {
    assert.throws(() => engine.configure(format), { name: 'EngineError', status: -1 });
  }
  assert.equal(fake.callsOf('configure').length, 2);
});

test('a safe frame of odd sides has room for the chroma at its edges', () => {
  const { engine } = engineOver();

  engine.configure({ ...format, width: 5, height: 3 });

  assert.equal(engine.output().length, 15 + 2 * 3 * 2);
});

test('a plate is a copy, which the next one does not change', () => {
  const { engine, fake } = engineOver();
  fake.answers.encode_plate = 2;
  const memory = fake.bytes(fake.exports.camaleon_plate(), 2);
  memory.set([1, 2]);

  const plate = engine.plate(true);
  memory.set([8, 9]);

  assert.deepEqual([...plate], [1, 2]);
  assert.deepEqual(fake.callsOf('encode_plate'), [[1]]);
});

test('no plate is null, not an empty one', () => {
  const { engine } = engineOver();

  assert.equal(engine.plate(false), null);
});

test('a room is worn, refused or forgotten', () => {
  const { engine, fake } = engineOver();

  engine.wear(Uint8Array.of(4));
  assert.deepEqual([...fake.received], [4]);
  engine.wear(null);
  assert.equal(fake.callsOf('forget_room').length, 1);
  fake.answers.wear = 5;
  assert.throws(() => engine.wear(Uint8Array.of(4)), { name: 'EngineError', status: 5 });
});

test('a mode or an image that the engine does not take is an error', () => {
  const { engine, fake } = engineOver();
  fake.answers.set_image = -1;

  assert.throws(() => engine.setBackground(MODES.indexOf('nonsense')), { name: 'EngineError' });
  assert.throws(() => engine.setImage({ data: new Uint8ClampedArray(4), width: 1, height: 1 }), {
    name: 'EngineError',
  });
});

test('shares and times come in the units that the page shows', () => {
  const { engine, fake } = engineOver();
  fake.answers.hole_share = 250;

  assert.equal(engine.holeShare(), 0.25);
  assert.deepEqual(engine.stageMilliseconds(), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
});
