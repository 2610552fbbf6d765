// @ts-check

/**
 * What the store could not do. The codes are stable: `store-unavailable` (this browser stores nothing
 * here), `enrolment-damaged` (what is stored cannot be read, and can be deleted). Neither code nor
 * message ever carries anything of a face.
 */
export class EnrolmentStoreError extends Error {
  /**
   * @param {'store-unavailable' | 'enrolment-damaged'} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = 'EnrolmentStoreError';
    this.code = code;
  }
}

/** Of the record's form; a record of another version is not guessed at. */
const version = 1;
const place = 'enrolment';
const embeddingLength = 128;

/**
 * The enrolled face, as it lies in the browser: encrypted by a key that no script can read out, and
 * which goes with it when it is deleted. docs/privacy.md says what that protects from, and what not.
 *
 * AES-GCM with a random IV of 96 bits, and a new key for each enrolment, so that no IV comes twice
 * under one key: NIST SP 800-38D, section 8.2.
 *
 * @typedef {{ created: Date | null }} Enrolled `created` is null for a record that is damaged
 * @typedef {{
 *   version: number,
 *   created: number,
 *   key: CryptoKey,
 *   iv: Uint8Array,
 *   ciphertext: ArrayBuffer,
 * }} EnrolmentRecord `created` in milliseconds since 1970
 */
export class EnrolmentStore {
  #storage;
  #crypto;
  #now;

  /**
   * @param {import('./browser-storage.js').KeyValueStorage} storage
   * @param {{ crypto?: Crypto, now?: () => number }} [options]
   */
  constructor(storage, options = {}) {
    this.#storage = storage;
    this.#crypto = options.crypto ?? globalThis.crypto;
    this.#now = options.now ?? Date.now;
  }

  /**
   * @returns {Promise<Enrolled[]>} what is stored: one enrolment or none
   * @throws {EnrolmentStoreError} `store-unavailable`
   */
  async list() {
    const record = await orUnavailable(() => this.#storage.get(place));
    if (record === undefined) return [];
    return [{ created: isRecord(record) ? new Date(record.created) : null }];
  }

  /**
   * @returns {Promise<Float32Array | null>} null if none is stored
   * @throws {EnrolmentStoreError}
   */
  async load() {
    const record = await orUnavailable(() => this.#storage.get(place));
    if (record === undefined) return null;
    if (!isRecord(record)) throw damaged();
    const bytes = await this.#decrypt(record);
    const embedding = embeddingIn(bytes);
    bytes.fill(0);
    if (!embedding) throw damaged();
    return embedding;
  }

  /**
   * Takes the place of the enrolment before.
   *
   * @param {Float32Array} embedding
   * @throws {EnrolmentStoreError} `store-unavailable`: then what was stored before still is
   */
  async save(embedding) {
    const created = this.#now();
    const bytes = bytesOf(embedding);
    await orUnavailable(async () => {
      const { subtle } = this.#crypto;
      const key = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
        'encrypt',
        'decrypt',
      ]);
      const iv = this.#crypto.getRandomValues(new Uint8Array(12));
      const ciphertext = await subtle.encrypt(algorithm(iv, created), key, bytes);
      await this.#storage.put(place, { version, created, key, iv, ciphertext });
    });
    bytes.fill(0);
  }

  /**
   * Deletes the enrolment and its key, damaged or not.
   *
   * @throws {EnrolmentStoreError} `store-unavailable`
   */
  async delete() {
    await orUnavailable(() => this.#storage.delete(place));
  }

  /** @param {EnrolmentRecord} record */
  async #decrypt({ key, iv, created, ciphertext }) {
    try {
      const { subtle } = this.#crypto;
      return new Uint8Array(await subtle.decrypt(algorithm(iv, created), key, ciphertext));
    } catch {
      throw damaged();
    }
  }
}

/**
 * The version and the date are authenticated with the bytes: neither can be exchanged unnoticed.
 *
 * @param {Uint8Array} iv
 * @param {number} created
 */
const algorithm = (iv, created) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(`camaleon enrolment ${version} ${created}`),
});

/**
 * @param {any} record
 * @returns {record is EnrolmentRecord}
 */
function isRecord(record) {
  return (
    record?.version === version &&
    Number.isFinite(record.created) &&
    record.key instanceof CryptoKey &&
    record.iv instanceof Uint8Array &&
    record.ciphertext instanceof ArrayBuffer
  );
}

/** @param {Float32Array} embedding */
function bytesOf(embedding) {
  const bytes = new Uint8Array(4 * embedding.length);
  const view = new DataView(bytes.buffer);
  embedding.forEach((number, index) => {
    view.setFloat32(4 * index, number, true);
  });
  return bytes;
}

/**
 * @param {Uint8Array} bytes
 * @returns {Float32Array | null} null if they are no embedding
 */
function embeddingIn(bytes) {
  if (bytes.length !== 4 * embeddingLength) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const embedding = Float32Array.from({ length: embeddingLength }, (_, index) =>
    view.getFloat32(4 * index, true),
  );
  return embedding.every(Number.isFinite) ? embedding : null;
}

const damaged = () =>
  new EnrolmentStoreError(
    'enrolment-damaged',
    'The stored enrolment cannot be read. Delete it, and enrol again.',
  );

/**
 * @template T
 * @param {() => Promise<T>} action
 */
async function orUnavailable(action) {
  try {
    return await action();
  } catch {
    throw new EnrolmentStoreError(
      'store-unavailable',
      'This browser does not let the page store anything, as in some private windows.',
    );
  }
}
