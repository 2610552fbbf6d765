/**
 * Gives the browser's globals of `values` until the test ends; undefined takes one away.
 *
 * Defined, not assigned: node has some of them as getters.
 */
export function installGlobals(context, values) {
  for (const [name, value] of Object.entries(values)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    delete globalThis[name];
    if (value !== undefined) {
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
    context.after(() => {
      delete globalThis[name];
      if (before) Object.defineProperty(globalThis, name, before);
    });
  }
}
