/**
 * Waits for work, but not for ever. What comes later is dropped.
 *
 * @throws Error named TimeoutError after `ms`
 */
export async function withDeadline<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error(`${what} did not answer within ${ms} ms`), { name: 'TimeoutError' });
    timer = setTimeout(() => reject(error), ms).unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
