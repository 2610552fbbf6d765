// @ts-check

/**
 * @param {string} path
 * @returns {{ view: 'landing' } | { view: 'room', room: string }}
 */
export function routeOf(path) {
  const room = /^\/r\/([\w-]{1,64})\/?$/.exec(path)?.[1];
  return room ? { view: 'room', room } : { view: 'landing' };
}

/** @param {string} room */
export const pathTo = (room) => `/r/${encodeURIComponent(room)}`;
