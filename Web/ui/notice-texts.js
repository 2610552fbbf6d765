// @ts-check

/**
 * What the page says when something stands in the way, and what a person can do about it.
 *
 * `{name}` is the other person's name. `remedy` names what the button does; the caller knows how.
 *
 * @typedef {'choose-camera' | 'choose-microphone' | 'choose-background' | 'retry-devices'
 *   | 'choose-seen' | 'retry-gate' | 'restart-engine' | 'rejoin' | 'new-call' | 'play'} Remedy
 * @typedef {'note' | 'warning' | 'danger'} Tone
 * @typedef {{ text: string, tone: Tone, remedy?: Remedy, label?: string }} NoticeText
 */

/** @type {NoticeText} */
const unexpected = {
  text: 'Something unexpected went wrong. Try again, or load the page again.',
  tone: 'danger',
  remedy: 'restart-engine',
  label: 'Try again',
};

/** @type {Record<string, NoticeText>} */
const texts = {
  'camera-denied': {
    text: 'This page may not use your camera. Allow it beside the address bar, then try again.',
    tone: 'danger',
    remedy: 'retry-devices',
    label: 'Try again',
  },
  slow: {
    text: 'This machine is busy: your outline is coarser than it could be. Close other programs to make it finer.',
    tone: 'note',
  },
  'too-slow': {
    text: 'This machine is too busy to find you in the picture: the others see your background alone. Close other programs; it tries again by itself.',
    tone: 'warning',
  },
  'camera-missing': {
    text: 'No camera was found. Connect one, or join with sound alone.',
    tone: 'warning',
    remedy: 'retry-devices',
    label: 'Look again',
  },
  'camera-busy': {
    text: 'Another program is using your camera. Close it there, or choose another camera.',
    tone: 'danger',
    remedy: 'choose-camera',
    label: 'Choose another camera',
  },
  'camera-unsupported': {
    text: 'This page cannot reach a camera. Open it over https, in a current browser.',
    tone: 'danger',
  },
  'camera-ended': {
    text: 'Your camera is gone. The others see a plain grey.',
    tone: 'danger',
    remedy: 'choose-camera',
    label: 'Choose another camera',
  },
  'microphone-denied': {
    text: 'This page may not use your microphone: nobody will hear you. Allow it beside the address bar.',
    tone: 'warning',
    remedy: 'retry-devices',
    label: 'Try again',
  },
  'microphone-missing': {
    text: 'No microphone was found: nobody will hear you.',
    tone: 'warning',
    remedy: 'retry-devices',
    label: 'Look again',
  },
  'microphone-busy': {
    text: 'Another program is using your microphone.',
    tone: 'warning',
    remedy: 'choose-microphone',
    label: 'Choose another microphone',
  },
  'microphone-unsupported': {
    text: 'This page cannot reach a microphone: nobody will hear you.',
    tone: 'warning',
  },
  'microphone-ended': {
    text: 'Your microphone is gone: nobody hears you.',
    tone: 'danger',
    remedy: 'choose-microphone',
    label: 'Choose another microphone',
  },
  'unsupported-browser': {
    text: 'This browser cannot cut you out of your picture, so your camera is not sent. Current versions of Chrome, Edge and Firefox can.',
    tone: 'danger',
  },
  'assets-unavailable': {
    text: 'The picture engine could not be loaded. Your camera is not sent until it is.',
    tone: 'danger',
    remedy: 'restart-engine',
    label: 'Try again',
  },
  'engine-refused': {
    text: 'The picture engine does not start in this browser. Your camera is not sent.',
    tone: 'danger',
    remedy: 'restart-engine',
    label: 'Try again',
  },
  'model-refused': {
    text: 'The file that tells people from rooms is damaged. Your camera is not sent.',
    tone: 'danger',
    remedy: 'restart-engine',
    label: 'Try again',
  },
  'engine-trapped': {
    text: 'The picture engine stopped. The others see a plain grey.',
    tone: 'danger',
    remedy: 'restart-engine',
    label: 'Try again',
  },
  'worker-lost': {
    text: 'The picture engine was lost. What the others see of you stands still.',
    tone: 'danger',
    remedy: 'restart-engine',
    label: 'Try again',
  },
  'frame-refused': {
    text: 'The engine cannot work with this camera’s picture. The others see a plain grey.',
    tone: 'danger',
    remedy: 'choose-camera',
    label: 'Choose another camera',
  },
  'faces-missing': {
    text: 'Presence and identity are not available here: this server has no face networks. Whoever runs it can make them: Scripts/networks .build/assets/face',
    tone: 'danger',
    remedy: 'choose-seen',
    label: 'Choose who is seen',
  },
  'faces-broken': {
    text: 'Presence and identity are not available here: a face network on this server is damaged. Whoever runs it can make it anew: Scripts/networks .build/assets/face',
    tone: 'danger',
    remedy: 'choose-seen',
    label: 'Choose who is seen',
  },
  'faces-unreachable': {
    text: 'The face networks did not arrive: presence and identity have to wait for them. Check your network, then try again.',
    tone: 'danger',
    remedy: 'retry-gate',
    label: 'Try again',
  },
  'gate-refused': {
    text: 'The engine did not take your choice of who may be seen, so you are hidden.',
    tone: 'danger',
    remedy: 'choose-seen',
    label: 'Choose who is seen',
  },
  enrolled: {
    text: 'Your face is enrolled: from now on you alone are shown. It is stored encrypted in this browser.',
    tone: 'note',
  },
  'enrolment-needs-camera': {
    text: 'To enrol your face, switch your camera on first.',
    tone: 'warning',
  },
  'enrolment-interrupted': {
    text: 'The picture engine stopped during the enrolment. Nothing was stored. Try again.',
    tone: 'warning',
    remedy: 'choose-seen',
    label: 'Choose who is seen',
  },
  'enrolment-damaged': {
    text: 'Your stored enrolment cannot be read, and is not used. Delete it, or enrol again.',
    tone: 'warning',
    remedy: 'choose-seen',
    label: 'Choose who is seen',
  },
  'enrolment-not-stored': {
    text: 'This browser stores nothing here, as in some private windows: your face is known until you close this page.',
    tone: 'warning',
  },
  'enrolment-deleted': { text: 'Your enrolled face is deleted.', tone: 'note' },
  'enrolment-not-deleted': {
    text: 'Your enrolled face could not be deleted. Try again, or clear this site’s data in the browser’s settings.',
    tone: 'danger',
  },
  'store-unavailable': {
    text: 'This browser does not let the page look for your enrolled face, as in some private windows.',
    tone: 'warning',
    remedy: 'choose-seen',
    label: 'Choose who is seen',
  },
  'image-unreadable': {
    text: 'That file is not a picture that this browser can read. Choose a JPEG, PNG or WebP.',
    tone: 'warning',
  },
  'room-hidden': {
    text: 'Something failed while your room was visible, so it is behind the blur again. To show it once more, choose None again.',
    tone: 'warning',
    remedy: 'choose-background',
    label: 'Choose a background',
  },
  'background-refused': {
    text: 'That background could not be used; it is the blur for now.',
    tone: 'warning',
  },
  room_full: {
    text: 'Two people are already in this call. Try again when one has left.',
    tone: 'warning',
  },
  room_not_found: {
    text: 'This call has ended, or the link is not complete.',
    tone: 'warning',
    remedy: 'new-call',
    label: 'Start a new call',
  },
  no_session: {
    text: 'You were disconnected for too long and have left the call.',
    tone: 'warning',
    remedy: 'rejoin',
    label: 'Join again',
  },
  replaced: {
    text: 'This call goes on in another tab of your browser.',
    tone: 'note',
    remedy: 'rejoin',
    label: 'Bring it back here',
  },
  unreachable: {
    text: 'The server does not answer. Check your network, then try again.',
    tone: 'danger',
  },
  too_many_requests: {
    text: 'That was too fast for the server. Wait a moment, then try again.',
    tone: 'warning',
  },
  too_many_rooms: {
    text: 'The server has as many calls as it can take. Try again later.',
    tone: 'warning',
  },
  shutting_down: { text: 'The server is being restarted. Try again in a moment.', tone: 'warning' },
  bad_name: { text: 'Please choose another name: a few letters are enough.', tone: 'warning' },
  reconnecting: {
    text: 'The server does not answer. Your call goes on; reconnecting…',
    tone: 'warning',
  },
  unsteady: { text: 'The connection to {name} is interrupted; reconnecting…', tone: 'warning' },
  'other-left': { text: '{name} has left. Your link still works.', tone: 'note' },
  'other-vanished': {
    text: 'The connection to {name} was lost. They can come back by the same link.',
    tone: 'warning',
  },
  'room-declined': {
    text: '{name} would rather not share their room. You are back before your former background.',
    tone: 'note',
  },
  'room-revoked': {
    text: '{name} stopped sharing their room. It was deleted here.',
    tone: 'note',
  },
  'room-unusable': {
    text: 'What {name} sent of their room could not be used. You are back before your former background.',
    tone: 'warning',
  },
  'sound-blocked': {
    text: 'The browser is holding back the sound.',
    tone: 'warning',
    remedy: 'play',
    label: 'Play it',
  },
  'link-copied': {
    text: 'The link is copied. Send it to the person you want to talk to.',
    tone: 'note',
  },
  'link-not-copied': { text: 'The link could not be copied: {name}', tone: 'warning' },
  left: { text: 'You have left the call.', tone: 'note', remedy: 'rejoin', label: 'Join again' },
};

/**
 * @param {string} code
 * @param {string} [name]
 * @returns {NoticeText}
 */
export function noticeFor(code, name = 'The other person') {
  const found = Object.hasOwn(texts, code) ? texts[code] : unexpected;
  return { ...found, text: found.text.replace('{name}', () => name) };
}
