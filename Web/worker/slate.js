// @ts-check

/** The slate's luma: `Frame.slateLuma` in the engine. */
const LUMA = 52;

/**
 * A frame of one dark grey that was never near a camera: what goes out when there is nothing else.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} timestamp microseconds
 */
export function slateFrame(width, height, timestamp) {
  const luma = width * height;
  const chroma = Math.ceil(width / 2) * Math.ceil(height / 2);
  const bytes = new Uint8Array(luma + 2 * chroma).fill(128);
  bytes.fill(LUMA, 0, luma);
  return new VideoFrame(bytes, {
    format: 'I420',
    codedWidth: width,
    codedHeight: height,
    timestamp,
  });
}
