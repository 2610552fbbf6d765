// @ts-check

const databaseName = 'camaleon';
const tableName = 'values';

/**
 * Values by their keys in IndexedDB, which takes what `localStorage` does not: bytes, and a key that no
 * script can read. Every method rejects where the browser stores nothing, as in some private windows.
 *
 * @typedef {{
 *   get(key: string): Promise<any>,
 *   put(key: string, value: object): Promise<void>,
 *   delete(key: string): Promise<void>,
 * }} KeyValueStorage `get` gives undefined for what is not there
 *
 * @implements {KeyValueStorage}
 */
export class BrowserStorage {
  /** @param {string} key */
  get(key) {
    return inTable('readonly', (table) => table.get(key));
  }

  /**
   * @param {string} key
   * @param {object} value
   */
  async put(key, value) {
    await inTable('readwrite', (table) => table.put(value, key));
  }

  /** @param {string} key */
  async delete(key) {
    await inTable('readwrite', (table) => table.delete(key));
  }
}

/**
 * @param {IDBTransactionMode} mode
 * @param {(table: IDBObjectStore) => IDBRequest} action
 * @returns {Promise<any>} the action's result, once it is on disk
 */
async function inTable(mode, action) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(tableName, mode);
      const request = action(transaction.objectStore(tableName));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? request.error);
    });
  } finally {
    database.close();
  }
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(tableName);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
