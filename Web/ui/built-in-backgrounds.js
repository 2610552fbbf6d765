// @ts-check

/**
 * Backgrounds that are drawn here, so that none has to be loaded or licensed.
 *
 * Each drawing fills 0...16 × 0...9, whatever the size of the canvas.
 *
 * @typedef {CanvasRenderingContext2D} Context
 * @typedef {{ id: string, label: string, draw: (context: Context) => void }} BuiltIn
 */

/** @type {readonly BuiltIn[]} */
export const builtIns = [
  { id: 'studio', label: 'Studio', draw: drawStudio },
  { id: 'shelves', label: 'Shelves', draw: drawShelves },
  { id: 'window', label: 'Window', draw: drawWindow },
  { id: 'hills', label: 'Hills', draw: drawHills },
];

/**
 * @param {string} id the first one is drawn when it is unknown
 * @param {HTMLCanvasElement} canvas
 */
export function drawBuiltIn(id, canvas) {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { draw } = builtIns.find((builtIn) => builtIn.id === id) ?? builtIns[0];
  context.setTransform(canvas.width / 16, 0, 0, canvas.height / 9, 0, 0);
  draw(context);
}

/**
 * @param {string} id
 * @returns {Promise<ImageBitmap>} owned by the caller
 */
export function renderBuiltIn(id) {
  const canvas = document.createElement('canvas');
  canvas.width = 1280;
  canvas.height = 720;
  drawBuiltIn(id, canvas);
  return createImageBitmap(canvas);
}

/** @param {Context} context */
function drawStudio(context) {
  const wall = context.createRadialGradient(5, 3, 0.5, 8, 4.5, 11);
  wall.addColorStop(0, '#f3efe6');
  wall.addColorStop(1, '#c9c2b2');
  fill(context, wall, 0, 0, 16, 9);
  fill(context, '#a88a68', 0, 7.4, 16, 1.6);
  fill(context, '#e5dfd2', 0, 7.2, 16, 0.2);
  fill(context, '#f8f5ee', 1.4, 1.5, 2.6, 3.4);
  fill(context, '#7aa58b', 1.6, 1.7, 2.2, 3);
  disc(context, '#f0cf8b', 2.9, 2.7, 0.5);
  fill(context, '#b5653f', 12.9, 6.3, 1.5, 1.5);
  leaves(context, 13.65, 6.4);
}

/** @param {Context} context */
function drawShelves(context) {
  fill(context, '#e9e3d8', 0, 0, 16, 9);
  const colours = ['#2f5d62', '#a7c4a0', '#d9a05b', '#8c4a3c', '#f1ead8', '#56707f', '#3b4a3f'];
  for (const [row, top] of [0.4, 2.5, 4.6, 6.7].entries()) {
    let left = 0.5;
    for (let book = 0; left < 15; book++) {
      // A fixed irregular order: the same shelf in every call.
      const turn = (book * 7 + row * 5) % 11;
      const width = 0.22 + turn * 0.03;
      const height = 1.2 + ((turn * 3) % 5) * 0.1;
      const isGap = (book + row * 4) % 13 > 9;
      if (!isGap) fill(context, colours[turn % 7], left, top + 1.75 - height, width, height);
      left += width + 0.04;
    }
    fill(context, '#b18c62', 0.2, top + 1.75, 15.6, 0.18);
  }
  fill(context, 'rgb(255 255 255 / 25%)', 0, 0, 16, 9);
}

/** @param {Context} context */
function drawWindow(context) {
  fill(context, '#d7e0d8', 0, 0, 16, 9);
  fill(context, '#ffffff', 3.3, 0.5, 9.4, 6.4);
  const sky = context.createLinearGradient(0, 0.8, 0, 6.6);
  sky.addColorStop(0, '#8fc7e8');
  sky.addColorStop(1, '#e6f3ee');
  for (const left of [3.6, 8.15]) {
    context.save();
    context.beginPath();
    context.rect(left, 0.8, 4.25, 5.8);
    context.clip();
    fill(context, sky, 3, 0, 10, 7);
    for (const x of [4, 5.4, 7, 9, 10.5, 12]) disc(context, '#6fae7f', x, 6.6, 1.2);
    for (const x of [3.6, 6.2, 8.2, 11.4]) disc(context, '#4f8f63', x, 7, 1.1);
    context.restore();
  }
  fill(context, '#f6f4ee', 2.9, 6.9, 10.2, 0.4);
  fill(context, '#bf9d76', 0, 8, 16, 1);
  fill(context, '#c8714c', 13.6, 6.7, 1.3, 1.5);
  leaves(context, 14.25, 6.8);
}

/** @param {Context} context */
function drawHills(context) {
  const sky = context.createLinearGradient(0, 0, 0, 7);
  sky.addColorStop(0, '#35507a');
  sky.addColorStop(0.6, '#d98f78');
  sky.addColorStop(1, '#f6cf9d');
  fill(context, sky, 0, 0, 16, 9);
  disc(context, '#fde6b8', 11.5, 4.3, 0.8);
  const ranges = [
    { colour: '#7d6b86', height: 5, swell: 0.7, pace: 0.7 },
    { colour: '#4f5470', height: 6, swell: 0.6, pace: 0.9 },
    { colour: '#2c3a4d', height: 7.1, swell: 0.5, pace: 0.55 },
  ];
  for (const { colour, height, swell, pace } of ranges) {
    context.beginPath();
    context.moveTo(0, 9);
    for (let x = 0; x <= 16; x += 0.1) {
      const rise = Math.sin(x * pace + height) + 0.3 * Math.sin(x * pace * 2.7 + height);
      context.lineTo(x, height - swell * rise);
    }
    context.lineTo(16, 9);
    context.fillStyle = colour;
    context.fill();
  }
}

/**
 * @param {Context} context
 * @param {string | CanvasGradient} style
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
function fill(context, style, x, y, width, height) {
  context.fillStyle = style;
  context.fillRect(x, y, width, height);
}

/**
 * @param {Context} context
 * @param {string} style
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function disc(context, style, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = style;
  context.fill();
}

/**
 * A plant's leaves, fanned out upwards from (x, y).
 *
 * @param {Context} context
 * @param {number} x
 * @param {number} y
 */
function leaves(context, x, y) {
  for (const [index, angle] of [-0.9, 0.85, -0.45, 0.4, 0].entries()) {
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.beginPath();
    context.ellipse(0, -1.3, 0.32, 1.35, 0, 0, 2 * Math.PI);
    context.fillStyle = index % 2 ? '#3f8a5c' : '#2f7049';
    context.fill();
    context.restore();
  }
}
