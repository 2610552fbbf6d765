// @ts-check

import { Camera } from './camera.js';

/**
 * Opens devices, and says what was wrong with those that did not open.
 *
 * @typedef {{ deviceId: string, quality: 'standard' | 'high', onEnded: () => void }} CameraWish
 * @typedef {{ deviceId: string, onEnded: () => void }} MicrophoneWish
 * @typedef {'camera' | 'microphone'} DeviceKind
 * @typedef {'denied' | 'missing' | 'busy' | 'unsupported'} Reason
 * @typedef {`${DeviceKind}-${Reason}`} Problem
 */

const sizes = {
  standard: { width: { ideal: 640 }, height: { ideal: 480 } },
  high: { width: { ideal: 1280 }, height: { ideal: 720 } },
};

/**
 * Asks for both in one question; when that fails, for each alone, so that one can be had without
 * the other.
 *
 * @param {CameraWish} camera
 * @param {MicrophoneWish} microphone
 * @returns {Promise<{ camera: Camera | null, microphone: MediaStreamTrack | null, problems: Problem[] }>}
 */
export async function openBoth(camera, microphone) {
  try {
    const stream = await open({ video: videoOf(camera), audio: audioOf(microphone) });
    return {
      camera: cameraIn(stream, camera),
      microphone: microphoneIn(stream, microphone),
      problems: [],
    };
  } catch {
    const first = await openCamera(camera);
    const second = await openMicrophone(microphone);
    const problems = [first.problem, second.problem].flatMap((problem) => problem ?? []);
    return { camera: first.camera, microphone: second.microphone, problems };
  }
}

/**
 * @param {CameraWish} wish
 * @returns {Promise<{ camera: Camera | null, problem: Problem | null }>}
 */
export async function openCamera(wish) {
  try {
    const stream = await open({ video: videoOf(wish) });
    return { camera: cameraIn(stream, wish), problem: null };
  } catch (error) {
    return { camera: null, problem: `camera-${reasonFor(error)}` };
  }
}

/**
 * @param {MicrophoneWish} wish
 * @returns {Promise<{ microphone: MediaStreamTrack | null, problem: Problem | null }>}
 */
export async function openMicrophone(wish) {
  try {
    const stream = await open({ audio: audioOf(wish) });
    return { microphone: microphoneIn(stream, wish), problem: null };
  } catch (error) {
    return { microphone: null, problem: `microphone-${reasonFor(error)}` };
  }
}

/**
 * Source: https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia
 *
 * @param {unknown} error
 * @returns {Reason}
 */
export function reasonFor(error) {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'unsupported';
}

/** @param {MediaStreamConstraints} constraints */
function open(constraints) {
  // Absent outside secure contexts: https://www.w3.org/TR/mediacapture-streams/#navigator-interface-extensions
  if (!navigator.mediaDevices) throw new TypeError('no media devices on an insecure page');
  return navigator.mediaDevices.getUserMedia(constraints);
}

/** @param {CameraWish} wish */
const videoOf = ({ deviceId, quality }) => ({
  ...sizes[quality],
  frameRate: { ideal: 30 },
  // Not `exact`: a device that was remembered may be at home.
  ...(deviceId ? { deviceId } : {}),
});

/** @param {MicrophoneWish} wish */
const audioOf = ({ deviceId }) => ({
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  ...(deviceId ? { deviceId } : {}),
});

/**
 * @param {MediaStream} stream
 * @param {CameraWish} wish
 */
function cameraIn(stream, { onEnded }) {
  const [track] = stream.getVideoTracks();
  return track ? new Camera(track, onEnded) : null;
}

/**
 * @param {MediaStream} stream
 * @param {MicrophoneWish} wish
 */
function microphoneIn(stream, { onEnded }) {
  const [track] = stream.getAudioTracks();
  track?.addEventListener('ended', onEnded);
  return track ?? null;
}
