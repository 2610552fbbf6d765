// The freestanding runtime of the engine (Sources/CIntrinsics/runtime.c), by itself.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const product = `${root}.build/wasm-tests/runtime.wasm`;
const functions = [
  'malloc',
  'free',
  'posix_memalign',
  'memcpy',
  'memmove',
  'memset',
  'memcmp',
  'arc4random_buf',
];

mkdirSync(`${root}.build/wasm-tests`, { recursive: true });
execFileSync('clang', [
  '--target=wasm32-unknown-none-wasm',
  ...['-O3', '-ffreestanding', '-nostdlib', '-mbulk-memory'],
  `-I${root}Sources/CIntrinsics/include`,
  '-Wl,--no-entry',
  ...functions.map((name) => `-Wl,--export=${name}`),
  ...['-o', product, `${root}Sources/CIntrinsics/runtime.c`],
]);
const module = new WebAssembly.Module(readFileSync(product));

function fresh() {
  const { exports } = new WebAssembly.Instance(module);
  return { ...exports, bytes: () => new Uint8Array(exports.memory.buffer) };
}

/** A generator of the same numbers every time (Numerical Recipes, linear congruential). */
function generator(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

suite('The allocator', () => {
  test('keeps what was written, whatever is allocated and freed around it', () => {
    const runtime = fresh();
    const random = generator(1);
    const live = [];
    const check = ({ address, size, byte }) => {
      const contents = runtime.bytes().subarray(address, address + size);
      assert.ok(contents.every((value) => value === byte));
    };

    for (let step = 0; step < 20_000; step++) {
      if (live.length > 60 || (live.length > 0 && random(2))) {
        const [block] = live.splice(random(live.length), 1);
        check(block);
        runtime.free(block.address);
      } else {
        const block = { size: random(2000), byte: random(256), address: 0 };
        block.address = runtime.malloc(block.size);
        assert.equal(block.address % 16, 0);
        runtime.bytes().fill(block.byte, block.address, block.address + block.size);
        live.push(block);
      }
    }

    live.forEach(check);
  });

  test('does not grow when frames change their size again and again', () => {
    const runtime = fresh();
    const sizes = [640 * 480, 1280 * 720, 320 * 240, 1920 * 1080].map((pixels) => pixels * 1.5);
    const resizeOnce = () => {
      for (const size of sizes) {
        const planes = [size, size / 4, size, 4096].map((count) => runtime.malloc(count));
        for (const address of planes) runtime.free(address);
      }
    };
    resizeOnce();
    const before = runtime.memory.buffer.byteLength;

    for (let round = 0; round < 500; round++) resizeOnce();

    assert.equal(runtime.memory.buffer.byteLength, before);
  });

  test('aligns as strictly as it is asked to', () => {
    const runtime = fresh();
    const result = runtime.malloc(16);

    for (const boundary of [4, 16, 32, 64, 4096]) {
      for (const size of [0, 1, 100, 70_000]) {
        assert.equal(runtime.posix_memalign(result, boundary, size), 0);
        const address = new DataView(runtime.memory.buffer).getUint32(result, true);
        assert.equal(address % boundary, 0);
        runtime.bytes().fill(255, address, address + size);
      }
    }

    assert.ok(runtime.malloc(1_000_000) > 0);
  });

  test('gives the whole memory back when everything is freed', () => {
    const runtime = fresh();
    const blocks = Array.from({ length: 100 }, () => runtime.malloc(10_000));
    const before = runtime.memory.buffer.byteLength;
    for (const address of blocks.filter((_, index) => index % 2)) runtime.free(address);
    for (const address of blocks.filter((_, index) => index % 2 === 0)) runtime.free(address);

    runtime.malloc(990_000);

    assert.equal(runtime.memory.buffer.byteLength, before);
  });

  test('traps when the host refuses memory, since address 0 could be written to', () => {
    const runtime = fresh();

    for (const size of [2 ** 31 - 1, 2 ** 32 - 1]) {
      assert.throws(() => {
        for (;;) runtime.malloc(size);
      }, WebAssembly.RuntimeError);
    }
  });
});

suite('The byte functions', () => {
  test('move bytes that overlap', () => {
    const runtime = fresh();
    const address = runtime.malloc(16);
    runtime.bytes().set([1, 2, 3, 4, 5, 6], address);

    runtime.memmove(address + 2, address, 4);

    assert.deepEqual([...runtime.bytes().subarray(address, address + 6)], [1, 2, 1, 2, 3, 4]);
  });

  test('compare as unsigned bytes, from the first on', () => {
    const runtime = fresh();
    const [first, second] = [runtime.malloc(16), runtime.malloc(16)];
    runtime.bytes().set([1, 200, 0], first);
    runtime.bytes().set([1, 100, 9], second);

    assert.equal(runtime.memcmp(first, second, 1), 0);
    assert.ok(runtime.memcmp(first, second, 3) > 0);
    assert.ok(runtime.memcmp(second, first, 3) < 0);
  });

  test('fill and copy exactly the bytes that they are told to', () => {
    const runtime = fresh();
    const [from, to] = [runtime.malloc(16), runtime.malloc(16)];
    runtime.memset(from, 7, 16);
    runtime.memset(to, 1, 16);

    runtime.memcpy(to + 4, from, 8);

    const expected = [1, 1, 1, 1, 7, 7, 7, 7, 7, 7, 7, 7, 1, 1, 1, 1];
    assert.deepEqual([...runtime.bytes().subarray(to, to + 16)], expected);
  });

  test('seed hashes with bytes that differ', () => {
    const runtime = fresh();
    const address = runtime.malloc(64);

    runtime.arc4random_buf(address, 64);

    assert.ok(new Set(runtime.bytes().subarray(address, address + 64)).size > 32);
  });
});
