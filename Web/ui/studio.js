// @ts-check

import { BackgroundChoice } from './background-choice.js';
import { BrowserStorage } from './browser-storage.js';
import { CallView } from './call-view.js';
import { Controls } from './controls.js';
import { html } from './elements.js';
import { EnrolmentStore } from './enrolment-store.js';
import { Media } from './media.js';
import { modeAfter } from './mode-after.js';
import { savePreferences } from './preferences.js';
import { SeenView } from './seen-view.js';
import { SelfView } from './self-view.js';
import { SettingsPanel } from './settings-panel.js';
import { SharingView } from './sharing-view.js';
import { StatisticsView } from './statistics-view.js';
import { Vision } from './vision.js';

const statisticsMilliseconds = 1000;

/**
 * The green room and the call: joins what one chooses, what devices and engine give, and what
 * comes from the other person.
 *
 * @typedef {import('../sdk/camaleon.js').Mode} Mode
 * @typedef {import('../call/call.js').Call} Call
 * @typedef {import('../call/safe-track.js').SafeTrack} SafeTrack
 * @typedef {import('./preferences.js').Preferences} Preferences
 */
export class Studio {
  media;
  callView;
  settings;
  controls;
  rooms;
  seen;
  #notices;
  #images;
  #self = new SelfView();
  #statistics = new StatisticsView();
  #matting = 'full';
  /** @type {Call | null} */
  #call = null;
  /** @type {SafeTrack | null} */
  #video = null;
  /** @type {MediaStreamTrack | null} */
  #audio = null;
  /**
   * Where to go back to when a room is refused.
   *
   * @type {'blur' | 'image'}
   */
  #ownMode;

  /**
   * @param {{
   *   notices: import('./notices.js').Notices,
   *   preferences: Preferences,
   *   onJoin: (name: string) => void,
   *   onLeave: () => void,
   * }} options
   */
  constructor({ notices, preferences, onJoin, onLeave }) {
    this.#notices = notices;
    this.#ownMode = preferences.mode === 'image' ? 'image' : 'blur';
    this.media = new Media(preferences, this.#mediaListener());
    this.callView = new CallView(html('studio'), notices);
    this.rooms = new SharingView({
      rooms: this.media.vision.rooms,
      nameOfOther: () => this.callView.name ?? 'The other person',
      onChange: () => this.explain(),
      onTiding: (tiding) => this.#fallBack(tiding),
    });
    this.seen = new SeenView({
      vision: this.media.vision,
      store: new EnrolmentStore(new BrowserStorage()),
      choice: preferences,
      notices,
      showCamera: (video) => this.media.showCamera(video),
      whenSettled: () => this.media.settled(),
      onChoice: (choice) => savePreferences(localStorage, choice),
      onChange: () => this.#tellStatus(),
    });
    this.#images = new BackgroundChoice(preferences.image, {
      onChoice: (image) => this.#chooseImage(image),
      onUnreadable: () => notices.show('image-unreadable'),
    });
    this.settings = new SettingsPanel(preferences, this.#settingsListener(onJoin));
    this.controls = new Controls(html('studio'), {
      onMicrophone: () => this.media.toggleMicrophone(),
      onCamera: () => this.media.toggleCamera(),
      onLeave,
    });
  }

  /** Switches on what the green room shows. */
  async open() {
    this.#setMode(this.settings.mode);
    html('limits').textContent = Vision.limits.join(' ');
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#listDevices());
    setInterval(() => this.#showStatistics(), statisticsMilliseconds);
    this.#run(this.seen.open());
    await this.media.start();
    await this.#listDevices();
  }

  /** @param {Call} call from now on gets what is to be sent */
  async connect(call) {
    this.#call = call;
    this.#tellStatus();
    await Promise.all([call.setVideo(this.#video), call.setAudio(this.#audio)]);
  }

  /** @param {'camera' | 'microphone'} kind */
  showDevices(kind) {
    this.controls.openSettings(true);
    this.settings.showDevices(kind);
  }

  showModes() {
    this.controls.openSettings(true);
    this.settings.showModes();
  }

  showSeen() {
    this.controls.openSettings(true);
    this.seen.focus();
  }

  /** Says how one appears, which depends on who is there and what they allow. */
  explain() {
    this.settings.explain(this.rooms.sharing.state.wearing, this.callView.name);
    this.settings.isShared = this.rooms.isConsenting;
  }

  /** @returns {import('./media.js').MediaListener} */
  #mediaListener() {
    return {
      onVideo: (video) => {
        this.#video = video;
        this.#self.showVideo(video);
        this.#run(this.#call?.setVideo(video));
      },
      onAudio: (audio) => {
        this.#audio = audio;
        this.#run(this.#call?.setAudio(audio));
      },
      onChange: () => this.#showMedia(),
      onProblem: (code) => this.#tellProblem(code),
      onSolved: (...codes) => this.#notices.hide(...codes),
      onRenewed: () => this.rooms.sharing.renew(),
      onGate: (state) => {
        this.seen.state = state;
      },
      onGateProblem: (code) => this.seen.tellProblem(code),
    };
  }

  /**
   * @param {(name: string) => void} onJoin
   * @returns {import('./settings-panel.js').SettingsListener}
   */
  #settingsListener(onJoin) {
    return {
      onMode: (mode) => this.#setMode(mode),
      onShare: (isShared) => this.rooms.allow(isShared),
      onCamera: (camera) => {
        savePreferences(localStorage, { camera });
        this.media.chooseCamera({ camera });
      },
      onMicrophone: (microphone) => {
        savePreferences(localStorage, { microphone });
        this.media.chooseMicrophone(microphone);
      },
      onQuality: (quality) => {
        savePreferences(localStorage, { quality });
        this.media.chooseCamera({ quality });
      },
      onShortcuts: (shortcuts) => savePreferences(localStorage, { shortcuts }),
      onJoin: (name) => {
        savePreferences(localStorage, { name });
        onJoin(name);
      },
    };
  }

  /** @param {string | null} image a built-in one, or one's own */
  #chooseImage(image) {
    if (image) savePreferences(localStorage, { image });
    this.#setMode('image');
  }

  /** @param {Mode} mode */
  #setMode(mode) {
    this.settings.mode = mode;
    savePreferences(localStorage, { mode });
    if (mode === 'blur' || mode === 'image') this.#ownMode = mode;
    this.#notices.hide('room-hidden');
    this.rooms.wear(mode === 'camaleon');
    this.explain();
    this.#run(
      this.media.vision
        .setBackground({ mode, render: mode === 'image' ? this.#images.render : undefined })
        .catch(() => this.#refuseBackground(mode)),
    );
  }

  /** @param {string} code */
  #tellProblem(code) {
    this.#notices.show(code);
    const mode = modeAfter(this.settings.mode, code);
    if (mode === this.settings.mode) return;
    this.#setMode(mode);
    this.#notices.show('room-hidden');
  }

  /** @param {Mode} mode */
  #refuseBackground(mode) {
    this.#notices.show('background-refused');
    if (mode !== 'blur') this.#setMode('blur');
  }

  /** @param {import('../call/room-sharing.js').Tiding} tiding why there is no room to wear */
  #fallBack(tiding) {
    this.#notices.show(tiding, this.callView.name ?? undefined);
    if (this.settings.mode === 'camaleon') this.#setMode(this.#ownMode);
  }

  #showMedia() {
    const { status, picture } = this.media;
    this.#self.showPicture(picture);
    this.controls.show({ ...status, camera: picture !== 'off' && picture !== 'none' });
    this.#tellStatus();
  }

  /** What is on, and that one is hidden if one is: never why. */
  #tellStatus() {
    this.#call?.setStatus({ ...this.media.status, hidden: this.seen.isHidden });
  }

  async #listDevices() {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    this.settings.listDevices(devices, this.media.devices);
  }

  async #showStatistics() {
    const statistics = this.media.vision.statistics();
    this.#statistics.show(statistics);
    this.#tellMatting(statistics?.matting ?? 'full');
    const report = await this.#call?.statistics()?.catch(() => null);
    this.#statistics.showReceived(report ?? null);
  }

  /** @param {string} quality how much of the matting this machine has the time for */
  #tellMatting(quality) {
    if (quality === this.#matting) return;
    this.#matting = quality;
    const notice = quality === 'still' ? 'too-slow' : quality === 'full' ? null : 'slow';
    for (const other of ['slow', 'too-slow']) if (other !== notice) this.#notices.hide(other);
    if (notice) this.#notices.show(notice);
  }

  /** @param {Promise<unknown> | undefined} step that has no one to wait for it */
  #run(step) {
    step?.catch(() => this.#notices.show('unexpected'));
  }
}
