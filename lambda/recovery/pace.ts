/**
 * Lets so many pass a second, evenly: the requests of a sweep are spread over the time that it has, and leave room in the
 * account's quota for everybody else's.
 *
 * @param wait waits for so many milliseconds
 */
export function pace(
  perSecond: number,
  now: () => number,
  wait: (milliseconds: number) => Promise<unknown>,
): () => Promise<void> {
  let free = 0;
  return async () => {
    const at = Math.max(now(), free);
    free = at + 1_000 / perSecond;
    if (at > now()) await wait(at - now());
  };
}
