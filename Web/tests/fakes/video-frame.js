/** What every byte of a camera's frame is, and of nothing else. */
export const CAMERA = 200;

/** What the luma of the slate is. */
export const SLATE = 52;

/** Frames that were made and not closed: each holds memory until somebody does. */
const open = new Set();

/** A frame as `WebCodecs` has it, as far as the worker uses it, made from bytes. */
export class FakeVideoFrame {
  visibleRect;

  constructor(bytes, { format, codedWidth, codedHeight, timestamp, colorSpace = {} }) {
    this.bytes = Uint8Array.from(bytes);
    this.visibleRect = { x: 0, y: 0, width: codedWidth, height: codedHeight };
    Object.assign(this, { format, codedWidth, codedHeight, timestamp, colorSpace });
    open.add(this);
  }

  get isClosed() {
    return !open.has(this);
  }

  close() {
    open.delete(this);
  }
}

/** A camera's frame, whose copy waits for what `beforeCopy` gives. */
export class FakeCameraFrame extends FakeVideoFrame {
  beforeCopy = async () => {};

  constructor({ timestamp = 0, width = 8, height = 4, format = 'I420', colorSpace = {} } = {}) {
    super([], { format, codedWidth: width, codedHeight: height, timestamp, colorSpace });
  }

  async copyTo(destination) {
    await this.beforeCopy();
    if (this.isClosed) throw new DOMException('The frame is closed.', 'InvalidStateError');
    destination.fill(CAMERA);
    return [];
  }
}

/** Puts the fake where a browser has the real one, with none open. */
export function installFakeFrames() {
  open.clear();
  globalThis.VideoFrame = FakeVideoFrame;
}

/** The frames that nobody has closed. */
export const openFrames = () => [...open];

/** A camera's frame whose copy ends when `finish` is called. */
export function slowFrame(options) {
  const frame = new FakeCameraFrame(options);
  const copied = new Promise((resolve) => {
    frame.finish = resolve;
  });
  frame.beforeCopy = () => copied;
  return frame;
}

/** A camera's frame that cannot be copied. */
export function brokenFrame(options) {
  const frame = new FakeCameraFrame(options);
  frame.beforeCopy = async () => {
    throw new Error('no such picture');
  };
  return frame;
}
