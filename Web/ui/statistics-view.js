// @ts-check

import { html } from './elements.js';

/**
 * The numbers under "Technical details". `data-value` holds the bare number of what is shown.
 *
 * @typedef {ReturnType<import('../sdk/camaleon.js').Camaleon['statistics']>} Statistics
 */
export class StatisticsView {
  /** @param {Statistics | null} statistics */
  show(statistics) {
    const total = statistics?.stages.total?.median;
    const hole = statistics?.hole;
    put('stat-state', statistics?.state ?? 'idle');
    put('stat-gate', statistics?.gate ?? 'off');
    put('stat-fps', (statistics?.framesPerSecond ?? 0).toFixed(1));
    put('stat-milliseconds', total === undefined ? '–' : total.toFixed(1));
    put('stat-size', statistics?.width ? `${statistics.width} × ${statistics.height}` : '–');
    put('stat-hole', typeof hole === 'number' ? `${(hole * 100).toFixed(1)} %` : '–', hole);
  }

  /** @param {RTCStatsReport | null} report */
  showReceived(report) {
    put('stat-received', report ? describeVideo(statsIn(report)) : '–');
  }
}

/**
 * @param {any[]} stats
 * @returns {string}
 */
export function describeVideo(stats) {
  const video = stats.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
  if (!video?.frameWidth) return '–';
  const codec = stats.find(({ id }) => id === video.codecId)?.mimeType?.replace('video/', '');
  const size = `${video.frameWidth} × ${video.frameHeight}`;
  return [size, `${Math.round(video.framesPerSecond ?? 0)} a second`, codec]
    .filter(Boolean)
    .join(', ');
}

/** @param {RTCStatsReport} report */
function statsIn(report) {
  /** @type {any[]} */
  const all = [];
  report.forEach((stats) => {
    all.push(stats);
  });
  return all;
}

/**
 * @param {string} id
 * @param {string} text
 * @param {number | null} [value]
 */
function put(id, text, value) {
  const field = html(id);
  if (field.textContent !== text) field.textContent = text;
  field.dataset.value = String(value ?? text);
}
