// @ts-check

import { detailOf } from './event-detail.js';

/** The interval at which frames are taken while the page is hidden, in milliseconds. */
const HIDDEN_INTERVAL = 33;

/**
 * Firefox: frames are taken from a video element that plays the camera, and safe ones are drawn on a
 * canvas whose stream is the safe track. The camera itself is never drawn.
 *
 * While the page is hidden no frame callbacks come, and its timers sleep; so the worker, whose
 * timers do not, asks for each frame.
 */
export class ElementPath {
  #link;
  #video = document.createElement('video');
  #canvas = document.createElement('canvas');
  #context = this.#canvas.getContext('2d', { alpha: false, desynchronized: false });
  /** @type {MediaStreamTrack | undefined} */
  #safeTrack;
  #closed = new AbortController();

  /** @param {import('./worker-link.js').WorkerLink} link */
  constructor(link) {
    this.#link = link;
    this.#video.muted = true;
    this.#video.playsInline = true;
    const { signal } = this.#closed;
    link.addEventListener('frame', (event) => this.#draw(detailOf(event).frame), { signal });
    link.addEventListener('tick', () => this.#take(), { signal });
    document.addEventListener('visibilitychange', () => this.#tickWhileHidden(), { signal });
  }

  /** @param {MediaStreamTrack} camera */
  async connect(camera) {
    this.#video.srcObject = new MediaStream([camera]);
    await this.#video.play();
    if (!this.#safeTrack) {
      this.#canvas.width = this.#video.videoWidth || 640;
      this.#canvas.height = this.#video.videoHeight || 480;
      this.#safeTrack = /** @type {any} */ (this.#canvas).captureStream().getVideoTracks()[0];
      this.#follow();
      this.#tickWhileHidden();
    }
    camera.addEventListener('ended', () => this.#stopFeeding(camera), { once: true });
    return /** @type {MediaStreamTrack} */ (this.#safeTrack);
  }

  close() {
    this.#closed.abort();
    this.#video.srcObject = null;
    this.#safeTrack?.stop();
  }

  /** @param {MediaStreamTrack} camera */
  #stopFeeding(camera) {
    const playing = /** @type {MediaStream | null} */ (this.#video.srcObject);
    if (playing?.getTracks().includes(camera)) this.#video.srcObject = null;
  }

  #follow() {
    if (this.#closed.signal.aborted) return;
    // First, so that a frame that cannot be taken is not the last one.
    /** @type {any} */ (this.#video).requestVideoFrameCallback(() => this.#follow());
    if (!document.hidden) this.#take();
  }

  #tickWhileHidden() {
    const milliseconds = document.hidden ? HIDDEN_INTERVAL : 0;
    this.#link.ask({ kind: 'tick', milliseconds }).catch(() => {});
  }

  #take() {
    const camera = /** @type {MediaStream | null} */ (this.#video.srcObject)?.getVideoTracks()[0];
    if (this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    if (camera?.readyState !== 'live') return;
    this.#link.sendFrame(new VideoFrame(this.#video));
  }

  /** @param {VideoFrame} frame a safe one, closed here */
  #draw(frame) {
    const { displayWidth, displayHeight } = frame;
    if (this.#canvas.width !== displayWidth) this.#canvas.width = displayWidth;
    if (this.#canvas.height !== displayHeight) this.#canvas.height = displayHeight;
    this.#context?.drawImage(/** @type {any} */ (frame), 0, 0);
    frame.close();
  }
}
