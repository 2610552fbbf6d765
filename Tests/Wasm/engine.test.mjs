// Both variants of the engine as they are shipped.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';

const modules = Object.fromEntries(
  ['simd', 'relaxed'].map((variant) => {
    const bytes = readFileSync(
      new URL(`../../.build/assets/engine-${variant}.wasm`, import.meta.url),
    );
    return [variant, { bytes, module: new WebAssembly.Module(bytes) }];
  }),
);

/** @param {string} variant */
const exportsOf = (variant) =>
  WebAssembly.Module.exports(modules[variant].module)
    .map(({ name, kind }) => `${kind} ${name}`)
    .sort();

suite('The engine for browsers', () => {
  for (const variant of Object.keys(modules)) {
    test(`asks its host for the time and nothing else (${variant})`, () => {
      const imports = WebAssembly.Module.imports(modules[variant].module);
      assert.deepEqual(imports, [{ module: 'camaleon', name: 'now', kind: 'function' }]);
    });

    test(`is smaller than 400 kB (${variant})`, (context) => {
      context.diagnostic(`${modules[variant].bytes.length} bytes`);
      assert.ok(modules[variant].bytes.length < 400_000);
    });

    test(`starts (${variant})`, () => {
      const { exports } = new WebAssembly.Instance(modules[variant].module, {
        camaleon: { now: () => 0 },
      });
      assert.ok(exports.memory instanceof WebAssembly.Memory);
    });
  }

  test('offers the same functions in both variants', () => {
    assert.deepEqual(exportsOf('simd'), exportsOf('relaxed'));
    assert.ok(exportsOf('simd').some((name) => name.startsWith('function camaleon_')));
  });
});
