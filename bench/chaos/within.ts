/** @throws Error with what the description says, where the work is not done in time; it goes on, but nobody waits for it */
export async function within<T>(seconds: number, description: () => string, work: Promise<T>): Promise<T> {
  const over = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => over.reject(new Error(`${description()} after ${seconds} s, which is all it may take`)),
    seconds * 1_000,
  );
  try {
    return await Promise.race([work, over.promise]);
  } finally {
    clearTimeout(timer);
  }
}
