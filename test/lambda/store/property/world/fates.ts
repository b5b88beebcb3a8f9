/** What may become of a request. The first is what everything shrinks to. */
export const FATES = [
  /** It is carried out and answered. */
  'answered',
  /** It is carried out, and its answer is lost on the way. */
  'lost',
  /** It is refused for now, and not carried out. */
  'throttled',
  /** The client sends it twice, because the first answer was lost; the second is what it hears. */
  'twice',
  /** It is carried out and answered, and once more later: the network had it twice. */
  'echoed',
  /** The Lambda is killed, and the request is on its way: it lands later. */
  'killed',
  /** The Task's time is over, but the Lambda runs on: it sends the request later, and goes on. */
  'outlived',
  /** The Task fails for good before the request: a business error in a step, all retries in vain elsewhere. */
  'fails before',
  /** The same, but the request was carried out. */
  'fails after',
] as const;

export type Fate = (typeof FATES)[number];

/** What a client hears when it hears nothing more. */
export function connectionLost(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}
