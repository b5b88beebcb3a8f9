/** What the handlers of a run do. */
export type LoadName = 'steady' | 'slow tail' | 'none';

const SLOW_SHARE = 0.05;

/** How long the handler of a message takes, in milliseconds: the same for the same message, whoever handles it. */
export function handlerMs(load: LoadName, messageId: string): number {
  if (load === 'none') return 0;
  return load === 'slow tail' && share(messageId) < SLOW_SHARE ? 500 : 20;
}

/** 0 to 1, evenly spread over the ids and without a rhythm (FNV-1a with a final mix). */
function share(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
