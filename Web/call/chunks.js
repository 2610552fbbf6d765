// @ts-check

/**
 * Plates in pieces that every data channel carries. See docs/peer-channel.md.
 *
 *     sequence uint32 | offset uint32 | total uint32 | bytes        (little-endian)
 */

// 16 KiB is the largest message that all browsers exchange (RFC 8831, section 6.6).
export const messageBytes = 16 * 1024;
const headerBytes = 12;
const payloadBytes = messageBytes - headerBytes;

/** A whole room of 1920 × 1080 pixels takes less. */
export const longestPlateBytes = 8 * 1024 * 1024;

/**
 * @param {Uint8Array} plate
 * @param {number} sequence in 0..<2³²
 * @returns {Generator<ArrayBuffer>}
 */
export function* chunksOf(plate, sequence) {
  for (let offset = 0; offset < plate.length; offset += payloadBytes) {
    const payload = plate.subarray(offset, offset + payloadBytes);
    const chunk = new ArrayBuffer(headerBytes + payload.length);
    const header = new DataView(chunk);
    header.setUint32(0, sequence, true);
    header.setUint32(4, offset, true);
    header.setUint32(8, plate.length, true);
    new Uint8Array(chunk, headerBytes).set(payload);
    yield chunk;
  }
}

/** Puts plates together again; whatever is not the next piece of the plate begun drops that plate. */
export class PlateAssembler {
  #sequence = 0;
  #received = 0;
  /** @type {Uint8Array | null} */
  #plate = null;

  /**
   * @param {ArrayBuffer} chunk
   * @returns {Uint8Array | null} the plate that `chunk` completes
   */
  push(chunk) {
    if (chunk.byteLength <= headerBytes || chunk.byteLength > messageBytes) return this.#drop();
    const header = new DataView(chunk);
    const sequence = header.getUint32(0, true);
    const offset = header.getUint32(4, true);
    const total = header.getUint32(8, true);
    const payload = new Uint8Array(chunk, headerBytes);
    if (offset === 0) this.#begin(sequence, total);
    return this.#accept(sequence, offset, total, payload);
  }

  /** Forgets the plate begun. */
  reset() {
    this.#drop();
  }

  /**
   * @param {number} sequence
   * @param {number} total
   */
  #begin(sequence, total) {
    this.#drop();
    if (total === 0 || total > longestPlateBytes) return;
    this.#sequence = sequence;
    this.#plate = new Uint8Array(total);
  }

  /**
   * @param {number} sequence
   * @param {number} offset
   * @param {number} total
   * @param {Uint8Array} payload
   */
  #accept(sequence, offset, total, payload) {
    const plate = this.#plate;
    const isNext =
      plate &&
      sequence === this.#sequence &&
      offset === this.#received &&
      total === plate.length &&
      offset + payload.length <= total;
    if (!isNext) return this.#drop();
    plate.set(payload, offset);
    this.#received += payload.length;
    if (this.#received < total) return null;
    this.#drop();
    return plate;
  }

  /** @returns {null} */
  #drop() {
    this.#plate = null;
    this.#received = 0;
    return null;
  }
}
