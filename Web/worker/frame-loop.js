// @ts-check

/** How often the slate is sent while there is no camera: often enough for one who joins late. */
const SLATE_MILLISECONDS = 500;

/**
 * Carries frames from where the camera's come to where safe ones go.
 *
 * While there is no camera, the slate goes out: an encoder that is given nothing would leave the last
 * picture of the person standing.
 */
export class FrameLoop {
  #vision;
  #emit;
  /** @type {WritableStreamDefaultWriter<VideoFrame> | undefined} */
  #writer;
  /** @type {ReadableStreamDefaultReader<VideoFrame> | undefined} */
  #reader;
  /** @type {MediaStreamTrack | undefined} */
  #track;
  /** Counts the cameras: what one before the present one gave comes too late. */
  #camera = 0;
  #lastTimestamp = 0;
  #every;
  #stopSlates = () => {};

  /**
   * @param {Pick<import('./vision.js').Vision, 'safeFrame' | 'slate'>} vision
   * @param {(frame: VideoFrame) => void} emit where safe frames go without a stream
   * @param {(milliseconds: number, action: () => void) => () => void} [every] gives what stops it
   */
  constructor(vision, emit, every = workerInterval) {
    this.#vision = vision;
    this.#emit = emit;
    this.#every = every;
  }

  /** @param {WritableStream<VideoFrame>} writable */
  writeTo(writable) {
    this.#writer = writable.getWriter();
    this.#sendSlates();
  }

  /** The standard's way out: a track made in this worker. */
  writeToGenerator() {
    const generator = new VideoTrackGenerator();
    this.writeTo(generator.writable);
    return generator.track;
  }

  /** @param {ReadableStream<VideoFrame>} readable replaces the camera before */
  readFrom(readable) {
    this.stopReading();
    const reader = readable.getReader();
    this.#reader = reader;
    // What fails here is a fault of this worker, which its page then hears of.
    this.#run(reader).catch((error) => reportError(error));
  }

  /** @param {MediaStreamTrack} track a copy of the camera's, which keeps the device on: stopped here */
  readFromTrack(track) {
    this.readFrom(new MediaStreamTrackProcessor({ track }).readable);
    this.#track = track;
  }

  stopReading() {
    this.#track?.stop();
    this.#track = undefined;
    this.#reader?.cancel().catch(() => {});
    this.#reader = undefined;
    this.#camera += 1;
    this.#sendSlates();
  }

  /** @param {VideoFrame} frame one that came by message; closed here */
  push(frame) {
    return this.#handle(frame, this.#camera);
  }

  /** @param {ReadableStreamDefaultReader<VideoFrame>} reader */
  async #run(reader) {
    const camera = this.#camera;
    try {
      for (;;) {
        const { value, done } = await reader.read().catch(brokenOff);
        if (done) break;
        await this.#handle(value, camera);
      }
    } finally {
      if (camera === this.#camera) this.stopReading();
    }
  }

  /**
   * @param {VideoFrame} frame closed here
   * @param {number} camera that gave it
   */
  async #handle(frame, camera) {
    if (camera !== this.#camera) {
      frame.close();
      return;
    }
    this.#stopSlates();
    this.#lastTimestamp = frame.timestamp;
    const safe = await this.#vision.safeFrame(frame);
    if (!safe) return;
    // The camera was replaced, or went, while its frame was in the engine.
    if (camera === this.#camera) await this.#send(safe);
    else safe.close();
  }

  /** @param {VideoFrame} safe closed by whoever takes it */
  async #send(safe) {
    if (!this.#writer) {
      this.#emit(safe);
      return;
    }
    try {
      await this.#writer.write(safe);
    } catch {
      // The track was stopped: nobody is left who could see anything.
      safe.close();
    }
  }

  #sendSlates() {
    const send = () => {
      this.#lastTimestamp += SLATE_MILLISECONDS * 1000;
      this.#send(this.#vision.slate(this.#lastTimestamp));
    };
    this.#stopSlates();
    this.#stopSlates = this.#every(SLATE_MILLISECONDS, send);
    send();
  }
}

/** A stream that breaks off is a camera that has gone. */
const brokenOff = () => ({ value: undefined, done: /** @type {const} */ (true) });

/**
 * @param {number} milliseconds
 * @param {() => void} action
 */
function workerInterval(milliseconds, action) {
  const timer = setInterval(action, milliseconds);
  return () => clearInterval(timer);
}
