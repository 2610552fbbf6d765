// @ts-check

/**
 * Single keys for what one does in a hurry. They can be switched off (WCAG 2.2, 2.1.4), and do
 * nothing while one types or answers a dialog.
 *
 * @param {{ isOn: () => boolean, keys: Record<string, () => void> }} options
 */
export function listenForShortcuts({ isOn, keys }) {
  document.addEventListener('keydown', (event) => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.repeat);
    if (!isPlain || event.defaultPrevented || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    if (event.key.length === 1 && !isOn()) return;
    keys[event.key.toLowerCase()]?.();
  });
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof Element && target.matches('input[type="text"], textarea, select');
}
