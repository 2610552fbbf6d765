// Installed in a page before anything else runs: keeps hold of what a test wants to break.
(() => {
  globalThis.cameras = [];
  globalThis.workers = [];

  globalThis.Worker = class extends Worker {
    constructor(...options) {
      super(...options);
      globalThis.workers.push(this);
    }
  };

  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await open(wish);
    globalThis.cameras.push(...stream.getVideoTracks());
    return stream;
  };

  // What a page notices of its tab being hidden: the state, an event, no animation frames, and timers
  // of a second at least. (A browser under test always believes that its tabs are visible.)
  globalThis.hide = () => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    Object.defineProperty(document, 'hidden', { get: () => true });
    globalThis.requestAnimationFrame = () => 0;
    HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0;
    for (const name of ['setTimeout', 'setInterval']) {
      const native = globalThis[name];
      globalThis[name] = (call, milliseconds = 0, ...values) =>
        native(call, Math.max(milliseconds, 1000), ...values);
    }
    document.dispatchEvent(new Event('visibilitychange'));
  };
})();
