// @ts-check

/** The engine's pixel formats; the numbers are the raw values of Swift's `PixelFormat`. */
const FORMATS = { I420: 0, NV12: 1, RGBA: 2 };

/** Bits of the engine's colour space argument. */
const BT709 = 1;
const FULL_RANGE = 2;

/**
 * How a frame is copied into the engine: its size, the engine's numbers for its format and colours,
 * and the layout without gaps that the engine reads.
 *
 * @typedef {object} CopyPlan
 * @property {number} width
 * @property {number} height
 * @property {number} format
 * @property {number} colorSpace
 * @property {number} byteCount
 * @property {boolean} isConverted to RGBA, whose colours say nothing of the safe frame's
 * @property {VideoFrameCopyToOptions} options
 */

/**
 * @param {VideoFrame} frame
 * @returns {CopyPlan}
 * @throws {RangeError} when the browser does not say what is in the frame
 */
export function planCopy(frame) {
  const rect = frame.visibleRect;
  if (!frame.format || !rect) throw new RangeError('The camera gives frames that cannot be read.');
  // Formats that the engine does not read are converted by the browser.
  const name = frame.format === 'I420' || frame.format === 'NV12' ? frame.format : 'RGBA';
  const { width, height } = rect;
  const layout = layoutWithoutGaps(name, width, height);
  const isConverted = name === 'RGBA';
  return {
    width,
    height,
    format: FORMATS[name],
    colorSpace: colorSpaceOf(frame.colorSpace),
    byteCount: layout.byteCount,
    isConverted,
    options: {
      rect: { x: rect.x, y: rect.y, width, height },
      layout: layout.planes,
      ...(isConverted ? { format: 'RGBA' } : {}),
    },
  };
}

/**
 * @param {'I420' | 'NV12' | 'RGBA'} format
 * @param {number} width
 * @param {number} height
 */
function layoutWithoutGaps(format, width, height) {
  const halfWidth = Math.ceil(width / 2);
  const chroma = halfWidth * Math.ceil(height / 2);
  const luma = width * height;
  switch (format) {
    case 'I420':
      return {
        byteCount: luma + 2 * chroma,
        planes: [
          { offset: 0, stride: width },
          { offset: luma, stride: halfWidth },
          { offset: luma + chroma, stride: halfWidth },
        ],
      };
    case 'NV12':
      return {
        byteCount: luma + 2 * chroma,
        planes: [
          { offset: 0, stride: width },
          { offset: luma, stride: 2 * halfWidth },
        ],
      };
    case 'RGBA':
      return { byteCount: 4 * luma, planes: [{ offset: 0, stride: 4 * width }] };
  }
}

/**
 * A camera that does not say is BT.601 in limited range, as USB cameras are.
 *
 * @param {VideoColorSpaceInit} colorSpace
 */
function colorSpaceOf({ matrix, fullRange }) {
  return (matrix === 'bt709' ? BT709 : 0) | (fullRange ? FULL_RANGE : 0);
}
