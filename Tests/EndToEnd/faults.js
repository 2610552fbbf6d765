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
})();
