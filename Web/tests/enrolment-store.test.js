import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EnrolmentStore } from '../ui/enrolment-store.js';

const embedding = Float32Array.from({ length: 128 }, (_, index) => Math.fround(index / 7 - 9));
const created = Date.UTC(2026, 10, 23);

/** Storage that keeps what a browser would, a copy of it. */
function fakeStorage() {
  const values = new Map();
  return {
    values,
    get: async (key) => values.get(key),
    put: async (key, value) => void values.set(key, structuredClone(value)),
    delete: async (key) => void values.delete(key),
    get record() {
      return [...values.values()][0];
    },
  };
}

async function stored() {
  const storage = fakeStorage();
  const store = new EnrolmentStore(storage, { now: () => created });
  await store.save(embedding);
  return { storage, store };
}

test('what is saved is loaded, to the last bit', async () => {
  const { store } = await stored();

  assert.deepEqual(await store.load(), embedding);
  assert.deepEqual(await store.list(), [{ created: new Date(created) }]);
});

test('where nothing is stored nothing is found', async () => {
  const store = new EnrolmentStore(fakeStorage());

  assert.equal(await store.load(), null);
  assert.deepEqual(await store.list(), []);
});

test('the embedding lies there only encrypted, under a key that cannot be read out', async () => {
  const { storage } = await stored();
  const { key, iv, ciphertext, ...rest } = storage.record;

  assert.deepEqual(rest, { version: 1, created });
  assert.equal(key.extractable, false);
  await assert.rejects(crypto.subtle.exportKey('raw', key));
  assert.equal(iv.length, 12);
  // The embedding's 512 bytes, and the authentication tag's 16.
  assert.equal(ciphertext.byteLength, 528);
  const plain = Buffer.from(embedding.buffer);
  for (let offset = 0; offset < 512; offset += 16) {
    assert.equal(Buffer.from(ciphertext).indexOf(plain.subarray(offset, offset + 16)), -1);
  }
});

test('two enrolments of one face share neither key nor ciphertext', async () => {
  const [first, second] = [await stored(), await stored()];

  assert.notDeepEqual(
    new Uint8Array(first.storage.record.ciphertext),
    new Uint8Array(second.storage.record.ciphertext),
  );
  assert.notDeepEqual(first.storage.record.iv, second.storage.record.iv);
});

test('a known cipher takes the record apart as it was put together', async () => {
  // A second implementation would need the key, which cannot be read out: so with one that can.
  const { createDecipheriv } = await import('node:crypto');
  const raw = new Uint8Array(32).fill(3);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', true, ['encrypt']);
  const subtle = {
    generateKey: async () => key,
    encrypt: (...values) => crypto.subtle.encrypt(...values),
  };
  const fixed = { subtle, getRandomValues: (bytes) => bytes.fill(5) };
  const storage = fakeStorage();

  await new EnrolmentStore(storage, { crypto: fixed, now: () => created }).save(embedding);

  const whole = Buffer.from(storage.record.ciphertext);
  const decipher = createDecipheriv('aes-256-gcm', raw, new Uint8Array(12).fill(5));
  decipher.setAAD(Buffer.from(`camaleon enrolment 1 ${created}`));
  decipher.setAuthTag(whole.subarray(512));
  const plain = Buffer.concat([decipher.update(whole.subarray(0, 512)), decipher.final()]);
  assert.deepEqual(plain, Buffer.from(embedding.buffer));
});

test('a damaged record is reported, never half used, and can be deleted', async () => {
  const damages = {
    'a flipped bit': (record) => {
      new Uint8Array(record.ciphertext)[40] ^= 1;
    },
    'a cut end': (record) => {
      record.ciphertext = record.ciphertext.slice(0, 100);
    },
    'another date': (record) => {
      record.created += 1;
    },
    'another version': (record) => {
      record.version = 2;
    },
    'a missing key': (record) => {
      delete record.key;
    },
    'a key that is none': (record) => {
      record.key = { type: 'secret' };
    },
    'another iv': (record) => {
      record.iv = new Uint8Array(12);
    },
    'no iv': (record) => {
      record.iv = null;
    },
  };
  for (const [name, damage] of Object.entries(damages)) {
    const { storage, store } = await stored();
    damage(storage.record);

    await assert.rejects(
      store.load(),
      { name: 'EnrolmentStoreError', code: 'enrolment-damaged' },
      name,
    );
    assert.equal((await store.list()).length, 1, name);
    await store.delete();
    assert.equal(await store.load(), null, name);
  }
});

test('a record that is nothing of ours is listed as damaged', async () => {
  for (const value of [null, 7, 'text', {}, []]) {
    const storage = fakeStorage();
    storage.values.set('enrolment', value);
    const store = new EnrolmentStore(storage);

    assert.deepEqual(await store.list(), [{ created: null }], `${value}`);
    await assert.rejects(store.load(), { code: 'enrolment-damaged' }, `${value}`);
  }
});

test('what decrypts to no embedding is damaged', async () => {
  for (const wrong of [new Float32Array(127), Float32Array.from(embedding).fill(Number.NaN)]) {
    const storage = fakeStorage();
    const store = new EnrolmentStore(storage);
    await store.save(wrong);

    await assert.rejects(store.load(), { code: 'enrolment-damaged' });
  }
});

test('deleting takes the key along', async () => {
  const { storage, store } = await stored();

  await store.delete();

  assert.equal(storage.values.size, 0);
});

test('a browser that stores nothing is told apart, and no error carries the face', async () => {
  const refuse = async (_key, value) => {
    throw new DOMException(`no room for ${value?.ciphertext}`, 'QuotaExceededError');
  };
  const store = new EnrolmentStore({ get: refuse, put: refuse, delete: refuse });

  for (const step of [
    () => store.list(),
    () => store.load(),
    () => store.save(embedding),
    () => store.delete(),
  ]) {
    await assert.rejects(step, (error) => {
      assert.deepEqual([error.name, error.code], ['EnrolmentStoreError', 'store-unavailable']);
      assert.equal(error.cause, undefined);
      assert.doesNotMatch(error.message, /ArrayBuffer|-9|0\./);
      return true;
    });
  }
});

test('a page without cryptography, as over http, stores nothing', async () => {
  const storage = fakeStorage();
  const store = new EnrolmentStore(storage, { crypto: {} });

  await assert.rejects(store.save(embedding), { code: 'store-unavailable' });
  assert.equal(storage.values.size, 0);
});
