import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BrowserStorage } from '../ui/browser-storage.js';
import { EnrolmentStore } from '../ui/enrolment-store.js';
import { installGlobals } from './fakes/globals.js';

/** As much of IndexedDB as the storage uses; `faults` names what fails, and how. */
function installDatabase(context, faults = {}) {
  const tables = new Map();
  const state = { opened: 0, closed: 0 };
  const later = (action) => setImmediate(action);
  const transaction = (table, mode) => {
    const running = { error: null };
    const request = (action) => {
      const made = {};
      later(() => {
        if (faults.commit) {
          running.error = new DOMException('full', faults.commit);
          return running.onabort();
        }
        made.result = action();
        return running.oncomplete();
      });
      return made;
    };
    const write = (action) => {
      assert.equal(mode, 'readwrite');
      return request(action);
    };
    running.objectStore = () => ({
      get: (key) => request(() => table.get(key)),
      put: (value, key) => write(() => table.set(key, structuredClone(value)) && key),
      delete: (key) => write(() => void table.delete(key)),
    });
    return running;
  };
  const database = {
    createObjectStore: (name) => tables.set(name, new Map()),
    transaction: (name, mode) => transaction(tables.get(name), mode),
    close: () => {
      state.closed += 1;
    },
  };
  const open = () => {
    if (faults.throws) throw new DOMException('insecure', faults.throws);
    const request = { result: database };
    later(() => {
      if (faults.open) {
        request.error = new DOMException('private', faults.open);
        return request.onerror();
      }
      state.opened += 1;
      if (tables.size === 0) request.onupgradeneeded();
      return request.onsuccess();
    });
    return request;
  };
  installGlobals(context, { indexedDB: faults.missing ? undefined : { open } });
  return state;
}

test('what is put is there until it is deleted, and no connection stays open', async (context) => {
  const state = installDatabase(context);
  const storage = new BrowserStorage();

  assert.equal(await storage.get('face'), undefined);
  await storage.put('face', { version: 1 });
  assert.deepEqual(await storage.get('face'), { version: 1 });
  await storage.delete('face');
  assert.equal(await storage.get('face'), undefined);

  assert.deepEqual(state, { opened: 5, closed: 5 });
});

test('an enrolment is kept with its key', async (context) => {
  installDatabase(context);
  const embedding = Float32Array.from({ length: 128 }, (_, index) => index / 128);

  await new EnrolmentStore(new BrowserStorage()).save(embedding);

  assert.deepEqual(await new EnrolmentStore(new BrowserStorage()).load(), embedding);
});

test('however a browser refuses to store, it is a refusal and not a hang', async (context) => {
  const ways = [
    { missing: true },
    { throws: 'SecurityError' },
    { open: 'InvalidStateError' },
    { commit: 'QuotaExceededError' },
  ];
  for (const faults of ways) {
    const state = installDatabase(context, faults);
    const store = new EnrolmentStore(new BrowserStorage());

    for (const step of [() => store.list(), () => store.save(new Float32Array(128))]) {
      await assert.rejects(step, { code: 'store-unavailable' }, JSON.stringify(faults));
    }
    assert.equal(state.opened, state.closed);
  }
});
