// @ts-check

import { builtIns, drawBuiltIn, renderBuiltIn } from './built-in-backgrounds.js';
import { html, input } from './elements.js';

/**
 * The images that can stand behind one: those drawn here, and one of one's own.
 *
 * One's own picture stays in this page: it is neither stored nor sent as a file.
 */
export class BackgroundChoice {
  #choices = html('image-choices');
  #file = input('image-file');
  #fileName = html('image-file-name');
  #id;
  /** @type {File | null} */
  #own = null;

  /**
   * @param {string} id the built-in image that is chosen first
   * @param {{ onChoice: (id: string | null) => void, onUnreadable: () => void }} listener
   */
  constructor(id, { onChoice, onUnreadable }) {
    this.#id = builtIns.some((builtIn) => builtIn.id === id) ? id : builtIns[0].id;
    for (const builtIn of builtIns) this.#choices.append(this.#choice(builtIn, onChoice));
    this.#file.addEventListener('change', async () => {
      const file = this.#file.files?.[0];
      if (!file) return;
      if (await this.#takeOwn(file)) onChoice(null);
      else onUnreadable();
    });
  }

  /** @returns {Promise<ImageBitmap>} the chosen image, owned by the caller */
  render = () => (this.#own ? createImageBitmap(this.#own) : renderBuiltIn(this.#id));

  /** @param {File} file */
  async #takeOwn(file) {
    try {
      (await createImageBitmap(file)).close();
    } catch {
      return false;
    }
    this.#own = file;
    this.#fileName.textContent = file.name;
    for (const radio of this.#choices.querySelectorAll('input')) radio.checked = false;
    return true;
  }

  /**
   * @param {import('./built-in-backgrounds.js').BuiltIn} builtIn
   * @param {(id: string) => void} onChoice
   */
  #choice({ id, label }, onChoice) {
    const choice = document.createElement('label');
    choice.className = 'image-choice';
    const radio = document.createElement('input');
    radio.type = 'radio';
    radio.name = 'image';
    radio.value = id;
    radio.checked = id === this.#id;
    radio.addEventListener('change', () => {
      this.#id = id;
      this.#own = null;
      onChoice(id);
    });
    const picture = document.createElement('canvas');
    picture.width = 128;
    picture.height = 96;
    picture.setAttribute('aria-hidden', 'true');
    drawBuiltIn(id, picture);
    choice.append(radio, picture, label);
    return choice;
  }
}
