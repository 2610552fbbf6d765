// @ts-check

/**
 * `codecs` with H.264 first, everything else in the browser's own order.
 *
 * H.264 takes least CPU of the codecs that browsers encode in software (measured in Chromium, both
 * ways at 640 × 480), and is the one that machines encode in hardware. What the engine does not
 * need for coding it has for matting.
 *
 * @template {{ mimeType: string, sdpFmtpLine?: string }} Codec
 * @param {readonly Codec[]} codecs
 * @returns {Codec[]}
 */
export function withCheapestFirst(codecs) {
  return [...codecs].sort((a, b) => rank(a) - rank(b));
}

/** @param {{ mimeType: string, sdpFmtpLine?: string }} codec */
function rank({ mimeType, sdpFmtpLine = '' }) {
  if (mimeType.toLowerCase() !== 'video/h264') return 2;
  // Mode 1 may split a frame over packets (RFC 6184, section 6.3); mode 0 caps a frame at one.
  return sdpFmtpLine.includes('packetization-mode=1') ? 0 : 1;
}
