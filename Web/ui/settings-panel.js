// @ts-check

import { element, html, input } from './elements.js';
import { modeHint } from './mode-hint.js';

/**
 * The form in which one says how one appears.
 *
 * @typedef {import('../sdk/camaleon.js').Mode} Mode
 * @typedef {import('./preferences.js').Preferences} Preferences
 * @typedef {{
 *   onMode: (mode: Mode) => void,
 *   onShare: (isShared: boolean) => void,
 *   onCamera: (deviceId: string) => void,
 *   onMicrophone: (deviceId: string) => void,
 *   onQuality: (quality: Preferences['quality']) => void,
 *   onShortcuts: (isOn: boolean) => void,
 *   onJoin: (name: string) => void,
 * }} SettingsListener
 */
export class SettingsPanel {
  #form = element('settings', HTMLFormElement);
  #hint = html('mode-hint');
  #share = input('share-room');
  #name = input('name');
  #camera = element('camera', HTMLSelectElement);
  #microphone = element('microphone', HTMLSelectElement);
  #quality = element('quality', HTMLSelectElement);
  #shortcuts = input('shortcuts');
  #join = element('join', HTMLButtonElement);

  /**
   * @param {Preferences} preferences
   * @param {SettingsListener} listener
   */
  constructor(preferences, listener) {
    this.#name.value = preferences.name;
    this.#quality.value = preferences.quality;
    this.#shortcuts.checked = preferences.shortcuts;
    this.mode = preferences.mode;
    for (const radio of this.#modes()) {
      radio.addEventListener('change', () => listener.onMode(this.mode));
    }
    this.#share.addEventListener('change', () => listener.onShare(this.#share.checked));
    this.#listenToDevices(listener);
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const name = this.#name.value.trim();
      // Native validation would show its bubble in the browser's language only.
      this.#name.setAttribute('aria-invalid', String(name === ''));
      if (name === '') this.#name.focus();
      else listener.onJoin(name);
    });
  }

  /** @returns {Mode} */
  get mode() {
    return /** @type {Mode} */ (this.#chosenMode()?.value ?? 'blur');
  }

  set mode(mode) {
    for (const radio of this.#modes()) radio.checked = radio.value === mode;
  }

  get hasShortcuts() {
    return this.#shortcuts.checked;
  }

  /** @param {boolean} isJoining */
  set isJoining(isJoining) {
    this.#join.disabled = isJoining;
    this.#join.textContent = isJoining ? 'Joining…' : 'Join the call';
  }

  /** @param {boolean} isShared */
  set isShared(isShared) {
    this.#share.checked = isShared;
  }

  /**
   * @param {import('../call/consent.js').Wearing} wearing
   * @param {string | null} name
   */
  explain(wearing, name) {
    const { text, tone } = modeHint(this.mode, wearing, name);
    html('images').hidden = this.mode !== 'image';
    html('exposed').hidden = this.mode !== 'none';
    if (this.#hint.textContent !== text) this.#hint.textContent = text;
    this.#hint.dataset.tone = tone;
  }

  /**
   * @param {MediaDeviceInfo[]} devices
   * @param {{ camera: string, microphone: string }} chosen
   */
  listDevices(devices, chosen) {
    fill(this.#camera, devices, 'videoinput', chosen.camera);
    fill(this.#microphone, devices, 'audioinput', chosen.microphone);
  }

  showModes() {
    this.#chosenMode()?.focus();
  }

  /** @param {'camera' | 'microphone'} kind */
  showDevices(kind) {
    element('devices', HTMLDetailsElement).open = true;
    (kind === 'camera' ? this.#camera : this.#microphone).focus();
  }

  /** @param {SettingsListener} listener */
  #listenToDevices(listener) {
    this.#camera.addEventListener('change', () => listener.onCamera(this.#camera.value));
    this.#microphone.addEventListener('change', () =>
      listener.onMicrophone(this.#microphone.value),
    );
    this.#quality.addEventListener('change', () =>
      listener.onQuality(this.#quality.value === 'high' ? 'high' : 'standard'),
    );
    this.#shortcuts.addEventListener('change', () => listener.onShortcuts(this.#shortcuts.checked));
  }

  #chosenMode() {
    return this.#modes().find(({ checked }) => checked);
  }

  /** @returns {HTMLInputElement[]} */
  #modes() {
    return [...this.#form.querySelectorAll('input')].filter(({ name }) => name === 'mode');
  }
}

/**
 * @param {HTMLSelectElement} select
 * @param {MediaDeviceInfo[]} devices
 * @param {MediaDeviceKind} kind
 * @param {string} chosen
 */
function fill(select, devices, kind, chosen) {
  const options = devices
    .filter((device) => device.kind === kind)
    .map(({ label, deviceId }, index) => new Option(label || `Number ${index + 1}`, deviceId));
  select.replaceChildren(...(options.length ? options : [new Option('None found', '')]));
  select.disabled = options.length === 0;
  if (options.some(({ value }) => value === chosen)) select.value = chosen;
}
