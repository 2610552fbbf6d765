// @ts-check

import { openBoth, openCamera, openMicrophone } from './capture.js';
import { Vision } from './vision.js';

/**
 * Camera, microphone and engine: what of them is on, and what comes out to be sent.
 *
 * Every step waits for the one before: devices answer in their own time, and a camera that opens
 * after it was switched off must not stay on.
 *
 * @typedef {import('../call/safe-track.js').SafeTrack} SafeTrack
 * @typedef {import('./camera.js').Camera} Camera
 * @typedef {{ camera: string, microphone: string, quality: 'standard' | 'high' }} Wish
 * @typedef {'asking' | 'starting' | 'live' | 'off' | 'none'} Picture of oneself
 * @typedef {{
 *   onVideo: (video: SafeTrack) => void,
 *   onAudio: (audio: MediaStreamTrack | null) => void,
 *   onChange: () => void,
 *   onProblem: (code: string) => void,
 *   onSolved: (...codes: string[]) => void,
 *   onRenewed: () => void,
 *   onGate: (state: import('../sdk/camaleon.js').GateState) => void,
 *   onGateProblem: (code: string) => void,
 * }} MediaListener `onRenewed`: the engine is a new one, which has learnt nothing
 */
export class Media {
  vision = new Vision({
    onFailure: (code) => this.#fail(code),
    onRecovery: (code) => this.#recover(code),
    onGate: (state) => this.#listener.onGate(state),
    onGateFailure: (code) => this.#listener.onGateProblem(code),
  });
  #wish;
  #listener;
  #isCameraOn = true;
  #isMicrophoneOn = true;
  #isClosed = false;
  #isAsking = true;
  #hasFailed = false;
  /** @type {Camera | null} */
  #camera = null;
  /** @type {MediaStreamTrack | null} */
  #microphone = null;
  /** @type {SafeTrack | null} */
  #safe = null;
  /** @type {Promise<void>} */
  #steps = Promise.resolve();

  /**
   * @param {Wish} wish
   * @param {MediaListener} listener
   */
  constructor(wish, listener) {
    this.#wish = { ...wish };
    this.#listener = listener;
  }

  /** What the other person is told. */
  get status() {
    return {
      camera: this.#isCameraOn && this.#camera !== null && this.#safe !== null,
      microphone: this.#isMicrophoneOn && this.#microphone !== null,
    };
  }

  /** @returns {Picture} */
  get picture() {
    if (this.#isAsking) return 'asking';
    if (!this.#isCameraOn) return 'off';
    if (this.#safe) return 'live';
    return this.#camera && !this.#hasFailed ? 'starting' : 'none';
  }

  get devices() {
    return {
      camera: this.#camera?.deviceId ?? this.#wish.camera,
      microphone: this.#microphone?.getSettings().deviceId ?? this.#wish.microphone,
    };
  }

  /**
   * Shows the camera itself to the person before it, and to nobody else: while they are enrolled or draw
   * their zone, the picture that goes out is empty.
   *
   * @param {HTMLVideoElement} video
   * @returns {boolean} whether there is a camera to show
   */
  showCamera(video) {
    this.#camera?.showIn(video);
    return this.#camera !== null;
  }

  /** Ends when whatever was begun with the devices and the engine has ended. */
  settled() {
    return this.#steps;
  }

  /** Opens the devices while the engine loads. */
  start() {
    const engine = this.#startEngine();
    return this.#step(async () => {
      await this.#openBoth();
      await engine;
      await this.#feed();
    });
  }

  /** After a permission was given, or a device was connected. */
  retry() {
    return this.#step(async () => {
      this.#stopDevices();
      await this.#openBoth();
      await this.#feed();
    });
  }

  restartEngine() {
    return this.#step(async () => {
      if (!(await this.#startEngine())) return;
      await this.#feed();
      this.#listener.onRenewed();
    });
  }

  /** @param {Partial<Pick<Wish, 'camera' | 'quality'>>} wish */
  chooseCamera(wish) {
    Object.assign(this.#wish, wish);
    return this.#step(() => this.#reopenCamera());
  }

  /** @param {string} deviceId */
  chooseMicrophone(deviceId) {
    this.#wish.microphone = deviceId;
    return this.#step(async () => {
      this.#microphone?.stop();
      const { microphone, problem } = await openMicrophone(this.#microphoneWish());
      this.#takeMicrophone(microphone);
      if (problem) this.#listener.onProblem(problem);
    });
  }

  toggleCamera() {
    return this.#step(async () => {
      // On, but not there: then one asks for it once more.
      this.#isCameraOn = !this.#isCameraOn || !this.#camera;
      await this.#reopenCamera();
    });
  }

  toggleMicrophone() {
    if (!this.#microphone) return this.chooseMicrophone(this.#wish.microphone);
    this.#isMicrophoneOn = !this.#isMicrophoneOn;
    this.#microphone.enabled = this.#isMicrophoneOn;
    this.#listener.onChange();
    return Promise.resolve();
  }

  /** Switches everything off, for good. */
  close() {
    this.#isClosed = true;
    this.#stopDevices();
    this.vision.close();
  }

  /** @returns {Promise<boolean>} whether it runs */
  async #startEngine() {
    this.#hasFailed = false;
    try {
      await this.vision.start();
      return true;
    } catch (error) {
      this.#fail(codeFrom(error));
      return false;
    }
  }

  async #openBoth() {
    this.#isAsking = true;
    this.#listener.onChange();
    const { camera, microphone, problems } = await openBoth(
      this.#cameraWish(),
      this.#microphoneWish(),
    );
    this.#isAsking = false;
    this.#camera = camera;
    this.#takeMicrophone(microphone);
    for (const problem of problems) this.#listener.onProblem(problem);
  }

  async #reopenCamera() {
    if (this.#safe) this.#safe.enabled = this.#isCameraOn;
    this.#camera?.stop();
    this.#camera = null;
    if (!this.#isCameraOn) return;
    const { camera, problem } = await openCamera(this.#cameraWish());
    this.#camera = camera;
    if (problem) this.#listener.onProblem(problem);
    await this.#feed();
  }

  /** Sends the camera through the engine, if both are there. */
  async #feed() {
    if (!this.#camera) return;
    this.#listener.onSolved('camera-ended', 'camera-denied', 'camera-missing', 'camera-busy');
    try {
      const safe = await this.vision.through(this.#camera);
      if (!safe) return;
      safe.enabled = this.#isCameraOn;
      this.#safe = safe;
      this.#listener.onVideo(safe);
    } catch (error) {
      this.#fail(codeFrom(error));
    }
  }

  /** @param {MediaStreamTrack | null} microphone */
  #takeMicrophone(microphone) {
    if (microphone) {
      microphone.enabled = this.#isMicrophoneOn;
      this.#listener.onSolved('microphone-ended', 'microphone-denied', 'microphone-missing');
    }
    this.#microphone = microphone;
    this.#listener.onAudio(microphone);
  }

  /** @param {string} code */
  #fail(code) {
    // The engine also says so when the camera was stopped here, on purpose.
    if (code === 'camera-ended' && this.#camera?.isLive !== false) return;
    this.#hasFailed = true;
    if (!this.#isClosed) this.#listener.onProblem(code);
    this.#listener.onChange();
  }

  /** @param {string} code of what the engine has recovered from */
  #recover(code) {
    this.#hasFailed = false;
    this.#listener.onSolved(code);
    if (code === 'engine-trapped') this.#listener.onRenewed();
    this.#listener.onChange();
  }

  #cameraWish() {
    const onEnded = () => this.#fail('camera-ended');
    return { deviceId: this.#wish.camera, quality: this.#wish.quality, onEnded };
  }

  #microphoneWish() {
    const onEnded = () => this.#listener.onProblem('microphone-ended');
    return { deviceId: this.#wish.microphone, onEnded };
  }

  #stopDevices() {
    this.#camera?.stop();
    this.#camera = null;
    this.#microphone?.stop();
    this.#microphone = null;
  }

  /** @param {() => Promise<void>} action */
  #step(action) {
    this.#steps = this.#steps.then(async () => {
      if (this.#isClosed) return;
      await action();
      // Closed meanwhile: what has just been opened must not stay on.
      if (this.#isClosed) this.close();
      else this.#listener.onChange();
    });
    return this.#steps;
  }
}

/** @param {any} error the SDK's, which has a code */
const codeFrom = (error) => String(error?.code ?? 'engine-refused');
