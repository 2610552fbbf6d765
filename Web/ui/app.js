// @ts-check

import { Call } from '../call/call.js';
import { codeOf } from '../call/call-error.js';
import { RoomApi } from '../call/room-api.js';
import { button, html } from './elements.js';
import { Notices } from './notices.js';
import { loadPreferences } from './preferences.js';
import { pathTo, routeOf } from './route.js';
import { listenForShortcuts } from './shortcuts.js';
import { Studio } from './studio.js';

/** In this tab only: the room that was just left, so that one can go back. */
const leftKey = 'camaleon-left';

/** The page: which view is shown, and the way from one to the next. */
export class App {
  #api = new RoomApi();
  #notices = new Notices(html('notices'), (remedy) => this.#remedy(remedy));
  /** @type {Studio | null} */
  #studio = null;
  /** @type {Call | null} */
  #call = null;
  #room = '';
  #lastName = '';

  start() {
    addEventListener('popstate', () => location.reload());
    addEventListener('pagehide', () => this.#call?.leave());
    // Back from the browser's page cache: the call was left when the page was hidden.
    addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
    button('start-call').addEventListener('click', () => this.#startCall());
    button('copy-link').addEventListener('click', () => this.#copyLink());
    button('invite-copy').addEventListener('click', () => this.#copyLink());
    const route = routeOf(location.pathname);
    if (route.view === 'room') this.#enter(route.room);
    else this.#land();
  }

  #land() {
    this.#show('landing', 'CamaLeon');
    if (sessionStorage.getItem(leftKey)) this.#notices.show('left');
  }

  async #startCall() {
    const start = button('start-call');
    start.disabled = true;
    try {
      const room = await this.#api.createRoom();
      history.pushState(null, '', pathTo(room));
      this.#enter(room);
    } catch (error) {
      this.#notices.show(codeOf(error));
    } finally {
      start.disabled = false;
    }
  }

  /** @param {string} room */
  #enter(room) {
    this.#room = room;
    this.#notices.clear();
    sessionStorage.removeItem(leftKey);
    this.#show('green-room', 'Get ready – CamaLeon');
    html('studio-title').textContent = 'Get ready';
    html('invite-link').textContent = location.href;
    const preferences = loadPreferences(localStorage);
    const studio = new Studio({
      notices: this.#notices,
      preferences,
      onJoin: (name) => this.#join(name),
      onLeave: () => this.#leave(),
    });
    this.#studio = studio;
    this.#listenForKeys(studio);
    studio.open().catch(() => this.#notices.show('unexpected'));
    this.#lookAtRoom();
  }

  /** Says before anybody dresses up that the room is full or gone. */
  async #lookAtRoom() {
    try {
      const { members, capacity } = await this.#api.describe(this.#room);
      if (members >= capacity) this.#notices.show('room_full');
    } catch (error) {
      this.#notices.show(codeOf(error));
    }
  }

  /** @param {string} name */
  async #join(name) {
    const studio = this.#studio;
    if (!studio || this.#call) return;
    this.#lastName = name;
    studio.settings.isJoining = true;
    const call = new Call({
      api: this.#api,
      room: this.#room,
      sharing: studio.rooms.sharing,
      onEvent: (event) => this.#take(event, studio),
    });
    this.#call = call;
    try {
      await studio.connect(call);
      await call.join(name);
      this.#notices.hide('room_full', 'unreachable', 'bad_name');
      this.#show('call', 'In a call – CamaLeon');
      html('studio-title').textContent = 'Call';
      html('main').focus();
    } catch (error) {
      this.#call = null;
      this.#notices.show(codeOf(error));
    } finally {
      studio.settings.isJoining = false;
    }
  }

  /**
   * @param {import('../call/call.js').CallEvent} event
   * @param {Studio} studio
   */
  #take(event, studio) {
    studio.callView.take(event);
    studio.explain();
    if (event.kind !== 'signalling' || event.connection.state !== 'ended') return;
    this.#call?.leave();
    this.#call = null;
    studio.callView.clear();
    this.#show('green-room', 'Get ready – CamaLeon');
  }

  /** A new page: nothing of the call, its devices or its pictures outlives it. */
  #leave() {
    sessionStorage.setItem(leftKey, this.#room);
    this.#call?.leave();
    this.#studio?.media.close();
    location.assign('/');
  }

  async #copyLink() {
    try {
      await navigator.clipboard.writeText(location.href);
      this.#notices.show('link-copied');
    } catch {
      this.#notices.show('link-not-copied', location.href);
    }
  }

  /** @param {import('./notice-texts.js').Remedy} remedy */
  #remedy(remedy) {
    const studio = this.#studio;
    switch (remedy) {
      case 'choose-camera':
        return studio?.showDevices('camera');
      case 'choose-microphone':
        return studio?.showDevices('microphone');
      case 'choose-background':
        return studio?.showModes();
      case 'choose-seen':
        return studio?.showSeen();
      case 'retry-gate':
        return studio?.seen.retry();
      case 'retry-devices':
        return void studio?.media.retry();
      case 'restart-engine':
        return void studio?.media.restartEngine();
      case 'play':
        return void studio?.callView.play();
      case 'new-call':
        return location.assign('/');
      case 'rejoin':
        return this.#rejoin();
    }
  }

  #rejoin() {
    const left = sessionStorage.getItem(leftKey);
    if (this.#studio) this.#join(this.#lastName);
    else if (left) location.assign(pathTo(left));
  }

  /** @param {Studio} studio */
  #listenForKeys(studio) {
    listenForShortcuts({
      isOn: () => studio.settings.hasShortcuts,
      keys: {
        m: () => studio.media.toggleMicrophone(),
        v: () => studio.media.toggleCamera(),
        escape: () => studio.controls.openSettings(false),
      },
    });
  }

  /**
   * @param {'landing' | 'green-room' | 'call'} view
   * @param {string} title
   */
  #show(view, title) {
    document.documentElement.dataset.view = view;
    document.title = title;
  }
}
