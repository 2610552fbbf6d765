import { readFileSync } from 'node:fs';

import { installGlobals } from './globals.js';

/** An element as far as the page's views use it. */
class FakeElement extends EventTarget {
  textContent = '';
  hidden = false;
  dataset = {};
  attributes = {};
  classes = new Set();
  properties = {};
  isFocused = false;
  style = { setProperty: (name, value) => Object.assign(this.properties, { [name]: value }) };
  classList = {
    toggle: (name, isOn) => (isOn ? this.classes.add(name) : this.classes.delete(name)),
  };

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  removeAttribute(name) {
    delete this.attributes[name];
    delete this[name];
  }

  focus() {
    this.isFocused = true;
  }

  click() {
    this.dispatchEvent(new Event('click'));
  }

  setPointerCapture() {}

  /** Dispatches an event with these properties; gives it back. */
  fire(kind, properties = {}) {
    const event = Object.assign(new Event(kind, { cancelable: true }), properties);
    this.dispatchEvent(event);
    return event;
  }
}

class FakeInput extends FakeElement {
  value = '';
  #isChecked = false;

  get checked() {
    return this.#isChecked;
  }

  /** Of radio buttons with one name, one is checked. */
  set checked(isChecked) {
    for (const other of isChecked ? (this.group ?? []) : []) other.#isChecked = false;
    this.#isChecked = isChecked;
  }

  choose() {
    this.checked = true;
    this.dispatchEvent(new Event('change'));
  }
}

class FakeDialog extends FakeElement {
  open = false;

  showModal() {
    if (this.open) throw new DOMException('open already', 'InvalidStateError');
    this.open = true;
  }

  close() {
    if (!this.open) return;
    this.open = false;
    this.dispatchEvent(new Event('close'));
  }
}

const classes = {
  HTMLElement: FakeElement,
  HTMLButtonElement: class extends FakeElement {},
  HTMLInputElement: FakeInput,
  HTMLDialogElement: FakeDialog,
  HTMLVideoElement: class extends FakeElement {
    srcObject = null;
  },
  HTMLProgressElement: class extends FakeElement {},
};

const classOf = {
  button: classes.HTMLButtonElement,
  input: classes.HTMLInputElement,
  dialog: classes.HTMLDialogElement,
  video: classes.HTMLVideoElement,
  progress: classes.HTMLProgressElement,
};

/**
 * Puts the elements of `index.html` that have a name where a browser has them, until the test ends.
 *
 * @returns the element of a name
 */
export function installPage(context) {
  const text = readFileSync(new URL('../../index.html', import.meta.url), 'utf8');
  const elements = new Map();
  const groups = {};
  for (const [tag, kind] of text.matchAll(/<(\w+)\b[^>]*\sid="[^>]*>/g)) {
    const attribute = (name) => tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1];
    const element = new (classOf[kind] ?? FakeElement)();
    element.hidden = /\shidden\b/.test(tag);
    if (attribute('type') === 'radio') {
      groups[attribute('name')] ??= [];
      groups[attribute('name')].push(element);
      element.group = groups[attribute('name')];
    }
    elements.set(attribute('id'), element);
  }
  const document = { getElementById: (id) => elements.get(id) ?? null };
  installGlobals(context, { document, ...classes });
  return (id) => elements.get(id);
}
