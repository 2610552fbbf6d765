// @ts-check

/** How often the slate is sent while there is no camera: often enough for one who joins late. */
const SLATE_MILLISECONDS = 500;

/**
 * Carries frames from where the camera's come to where safe ones go, one at a time.
 *
 * While no camera delivers, the slate goes out: an encoder that is given nothing would leave the last
 * picture of the person standing.
 */
export class FrameLoop {
  #vision;
  #emit;
  /** @type {WritableStreamDefaultWriter<VideoFrame> | undefined} */
  #writer;
  /** @type {ReadableStreamDefaultReader<VideoFrame> | undefined} */
  #reader;
  #isBusy = false;
  #lastTimestamp = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #slates;

  /**
   * @param {import('./vision.js').Vision} vision
   * @param {(frame: VideoFrame) => void} emit where safe frames go without a stream
   */
  constructor(vision, emit) {
    this.#vision = vision;
    this.#emit = emit;
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
    this.#run(reader);
  }

  stopReading() {
    this.#reader?.cancel().catch(() => {});
    this.#reader = undefined;
    this.#sendSlates();
  }

  /**
   * One frame that came by message. A frame that comes while another is in work is left out.
   *
   * @param {VideoFrame} frame closed here
   */
  async push(frame) {
    if (this.#isBusy) {
      this.#vision.statistics.dropped += 1;
      frame.close();
      return;
    }
    this.#isBusy = true;
    try {
      await this.#handle(frame);
    } finally {
      this.#isBusy = false;
    }
  }

  /** @param {ReadableStreamDefaultReader<VideoFrame>} reader */
  async #run(reader) {
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        if (reader !== this.#reader) value.close();
        else await this.#handle(value);
      }
    } finally {
      if (reader === this.#reader) this.stopReading();
    }
  }

  /** @param {VideoFrame} frame */
  async #handle(frame) {
    clearInterval(this.#slates);
    this.#slates = undefined;
    this.#lastTimestamp = frame.timestamp;
    await this.#send(await this.#vision.safeFrame(frame));
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
    clearInterval(this.#slates);
    this.#slates = setInterval(send, SLATE_MILLISECONDS);
    send();
  }
}
