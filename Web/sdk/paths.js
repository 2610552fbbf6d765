// @ts-check

import { ElementPath } from './element-path.js';

/**
 * How a camera's frames reach the worker and safe ones come back, one class for each way of
 * `support.js`. `connect` gives the safe track; called again, it feeds the same track.
 *
 * @typedef {object} FramePath
 * @property {(camera: MediaStreamTrack) => Promise<MediaStreamTrack>} connect
 * @property {() => void} close
 *
 * @typedef {import('./worker-link.js').WorkerLink} WorkerLink
 */

/** Chromium: the streams of a processor and a generator, transferred. */
class ProcessorPath {
  #link;
  /** @type {MediaStreamTrackGenerator | undefined} */
  #generator;

  /** @param {WorkerLink} link */
  constructor(link) {
    this.#link = link;
  }

  /** @param {MediaStreamTrack} camera */
  async connect(camera) {
    if (!this.#generator) {
      const generator = new MediaStreamTrackGenerator({ kind: 'video' });
      await this.#link.ask({ kind: 'sink', writable: generator.writable }, [generator.writable]);
      this.#generator = generator;
    }
    // One frame waits at most: an old picture is worth nothing in a call.
    const { readable } = new MediaStreamTrackProcessor({ track: camera, maxBufferSize: 1 });
    await this.#link.ask({ kind: 'source', readable }, [readable]);
    return this.#generator;
  }

  close() {
    this.#generator?.stop();
  }
}

/**
 * The standard's way, which Safari has: tracks are transferred, and both ends live in the worker.
 * Written to <https://www.w3.org/TR/mediacapture-transform/>; there was no Safari to run it in.
 */
class StandardPath {
  #link;
  /** @type {MediaStreamTrack | undefined} */
  #safeTrack;

  /** @param {WorkerLink} link */
  constructor(link) {
    this.#link = link;
  }

  /** @param {MediaStreamTrack} camera */
  async connect(camera) {
    this.#safeTrack ??= /** @type {MediaStreamTrack} */ (
      await this.#link.ask({ kind: 'generator' })
    );
    // A transferred track is lost to the page, which shows the camera's settings: so a clone goes.
    const track = camera.clone();
    await this.#link.ask({ kind: 'track', track }, [/** @type {any} */ (track)]);
    return this.#safeTrack;
  }

  close() {
    this.#safeTrack?.stop();
  }
}

/**
 * @param {import('./support.js').Path} path
 * @param {WorkerLink} link
 * @returns {FramePath}
 */
export function framePath(path, link) {
  switch (path) {
    case 'processor':
      return new ProcessorPath(link);
    case 'standard':
      return new StandardPath(link);
    default:
      return new ElementPath(link);
  }
}
