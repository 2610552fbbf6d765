// @ts-check

/**
 * Who wears whose room, as rules alone: events in, a new state and actions out.
 *
 * Two halves that know nothing of each other, since both sides may wear the other's room at once.
 * A consent is given to one person: it ends when they leave. See docs/peer-channel.md.
 *
 *     sharing   private ─request▶ asked ─allow▶ shared ─revoke▶ private
 *               private ─allow▶ offered ─request▶ shared ─return▶ offered
 *     wearing   own ─want▶ wanted ─opened▶ requested ─accept▶ granted ─revoke▶ own
 *
 * @typedef {import('./control-messages.js').RoomMessage} RoomMessage
 * @typedef {'private' | 'asked' | 'offered' | 'shared'} Sharing
 * @typedef {'own' | 'wanted' | 'requested' | 'granted'} Wearing
 * @typedef {{ isOpen: boolean, sharing: Sharing, wearing: Wearing }} Consent
 *
 * @typedef {{ kind: 'allow' | 'revoke' | 'want' | 'unwant' | 'opened' | 'closed' }} LocalEvent
 * @typedef {LocalEvent | RoomMessage} ConsentEvent
 *
 * @typedef {{ kind: 'send', message: RoomMessage }
 *   | { kind: 'forget' }
 *   | { kind: 'send-whole' }
 *   | { kind: 'tell', code: 'room-declined' | 'room-revoked' }} Action
 *   `forget`: the worn room, now; `send-whole`: the next plate is complete; `tell`: the person
 * @typedef {{ state: Consent, actions: Action[] }} Outcome
 */

/** @type {Consent} */
export const noConsent = { isOpen: false, sharing: 'private', wearing: 'own' };

/**
 * @param {Consent} state
 * @param {ConsentEvent} event
 * @returns {Outcome}
 */
export function consentAfter(state, event) {
  const isOpen = event.kind === 'opened' || (state.isOpen && event.kind !== 'closed');
  const sharing = sharingAfter(state.sharing, event);
  const wearing = wearingAfter(state.wearing, event, isOpen);
  return {
    state: { isOpen, sharing: sharing.to, wearing: wearing.to },
    actions: [...sharing.actions, ...wearing.actions],
  };
}

/** @param {Consent} state */
export const isConsenting = ({ sharing }) => sharing === 'offered' || sharing === 'shared';

/**
 * @param {Sharing} from
 * @param {ConsentEvent} event
 * @returns {{ to: Sharing, actions: Action[] }}
 */
function sharingAfter(from, { kind }) {
  switch (`${from} ${kind}`) {
    case 'private room-request':
      return to('asked');
    case 'private allow':
      return to('offered');
    case 'asked allow':
    case 'offered room-request':
    case 'shared room-request':
      return to('shared', say('room-accept'), { kind: 'send-whole' });
    case 'asked revoke':
      return to('private', say('room-decline'));
    case 'shared revoke':
      return to('private', say('room-revoke'));
    case 'shared room-return':
      return to('offered');
    case 'asked room-return':
    case 'offered revoke':
      return to('private');
    default:
      return to(kind === 'closed' ? 'private' : from);
  }
}

/**
 * @param {Wearing} from
 * @param {ConsentEvent} event
 * @param {boolean} isOpen
 * @returns {{ to: Wearing, actions: Action[] }}
 */
function wearingAfter(from, { kind }, isOpen) {
  switch (`${from} ${kind}`) {
    case 'own want':
      return isOpen ? to('requested', say('room-request')) : to('wanted');
    case 'wanted opened':
      return to('requested', say('room-request'));
    // A plate that was refused: asking once more brings a whole one.
    case 'granted want':
      return to('granted', say('room-request'));
    case 'requested room-accept':
      return to('granted');
    // The answer to a question that was taken back meanwhile.
    case 'own room-accept':
      return to('own', say('room-return'));
    case 'requested room-decline':
      return to('own', { kind: 'tell', code: 'room-declined' });
    case 'granted room-revoke':
      return to('own', { kind: 'forget' }, { kind: 'tell', code: 'room-revoked' });
    case 'requested unwant':
      return to('own', say('room-return'));
    case 'granted unwant':
      return to('own', say('room-return'), { kind: 'forget' });
    case 'wanted unwant':
      return to('own');
    case 'requested closed':
    case 'granted closed':
      return to('wanted', { kind: 'forget' });
    default:
      return to(from);
  }
}

/**
 * @template State
 * @param {State} state
 * @param {...Action} actions
 */
const to = (state, ...actions) => ({ to: state, actions });

/**
 * @param {RoomMessage['kind']} kind
 * @returns {Action}
 */
const say = (kind) => ({ kind: 'send', message: { kind } });
