// Installed in a page before anything else runs: looks at every frame of every video that its peer
// connections receive, from the very first one, and at no element of the page.
//
// `plan.number` has the places of the frame number's blocks, as shares of the frame's size; `plan.small` the size of
// the pictures that are kept of every frame while `received.keeps`.
(() => {
  const plan = PLAN;
  const seen = {
    frames: 0,
    plantedFrames: 0,
    plantedShare: 0,
    blueShare: 0,
    numbers: [],
    width: 0,
    height: 0,
    latest: null,
    worst: null,
    error: '',
    connections: [],
    keeps: false,
    kept: [],
  };
  globalThis.received = seen;

  // A little over a quarter of the planted colours, which neither she nor any background comes near: the
  // purple badge on her suit reaches 70.
  const isPlanted = (r, g, b) => Math.min(r, b) - g > 72 || g - Math.max(r, b) > 72;
  const isBlueSuit = (r, g, b) => b - r > 90 && b - g > 50;

  const lumaAt = (frame, [x, y]) => {
    const place = 4 * (Math.floor(y * frame.height) * frame.width + Math.floor(x * frame.width));
    return (frame.bytes[place] + frame.bytes[place + 1] + frame.bytes[place + 2]) / 3;
  };

  const numberIn = (frame) => {
    let number = 0;
    for (let bit = 0; bit < plan.number[0].length; bit++) {
      const difference = lumaAt(frame, plan.number[0][bit]) - lumaAt(frame, plan.number[1][bit]);
      if (Math.abs(difference) < 60) return null;
      number = 2 * number + Number(difference > 0);
    }
    return number;
  };

  // Of every fourth pixel.
  const shareOf = (frame, isCounted) => {
    let count = 0;
    for (let place = 0; place < frame.bytes.length; place += 16) {
      if (isCounted(frame.bytes[place], frame.bytes[place + 1], frame.bytes[place + 2])) count++;
    }
    return count / (frame.bytes.length / 16);
  };

  // One pixel of every 4 × 4, RGB, of a picture of the camera's size.
  const smallOf = ({ width, height, bytes }) => {
    const [columns, rows] = [plan.small.width, plan.small.height];
    const small = new Uint8Array(3 * columns * rows);
    for (let row = 0, to = 0; row < rows; row++) {
      const line = Math.floor(((row + 0.5) * height) / rows) * width;
      for (let column = 0; column < columns; column++, to += 3) {
        const place = 4 * (line + Math.floor(((column + 0.5) * width) / columns));
        small.set(bytes.subarray(place, place + 3), to);
      }
    }
    return small;
  };

  const look = (frame) => {
    if (seen.keeps) seen.kept.push({ milliseconds: performance.now(), rgb: smallOf(frame) });
    const share = shareOf(frame, isPlanted);
    if (share > 0.0005) seen.plantedFrames++;
    if (share > seen.plantedShare) Object.assign(seen, { plantedShare: share, worst: frame });
    seen.blueShare = Math.max(seen.blueShare, shareOf(frame, isBlueSuit));
    Object.assign(seen, { latest: frame, width: frame.width, height: frame.height });
    seen.numbers.push(numberIn(frame));
    seen.frames++;
  };

  const watch = async (track) => {
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      try {
        const { width, height } = value.visibleRect;
        const bytes = new Uint8Array(value.allocationSize({ format: 'RGBA' }));
        await value.copyTo(bytes, { format: 'RGBA' });
        look({ width, height, bytes });
      } finally {
        value.close();
      }
    }
  };

  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...options) {
      super(...options);
      seen.connections.push(this);
      this.addEventListener('track', ({ track }) => {
        if (track.kind !== 'video') return;
        watch(track.clone()).catch((error) => {
          seen.error = String(error);
        });
      });
    }
  };

  seen.dataBytesSent = async () => {
    let sum = 0;
    for (const connection of seen.connections) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type === 'data-channel') sum += report.bytesSent;
      }
    }
    return sum;
  };

  // Hands bytes over as text, which is what can leave a page.
  const textOf = (bytes) => {
    let text = '';
    for (let start = 0; start < bytes.length; start += 0x8000) {
      text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
    }
    return btoa(text);
  };

  seen.encoded = ({ width, height, bytes }) => ({ width, height, rgba: textOf(bytes) });

  // Hands over, and forgets, the oldest of what was kept.
  seen.takeKept = (count) =>
    seen.kept
      .splice(0, count)
      .map(({ milliseconds, rgb }) => ({ milliseconds, rgb: textOf(rgb) }));
})();
