const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const LOOK_MS = 250;
/** Who started this process: asked at once, because it may be gone by the time that somebody waits. */
const PARENT = process.ppid;

/** Resolves on the first SIGINT or SIGTERM. A second one ends the process the hard way, as it would have without us. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      clearInterval(looking);
      for (const signal of SIGNALS) process.off(signal, stop);
      resolve();
    };
    // A pending promise alone does not keep Node running. And npm hands a SIGTERM to the shell between us, which dies of it
    // without a word to its child: from then on the parent is another.
    const looking = setInterval(() => {
      if (process.env.npm_lifecycle_event !== undefined && process.ppid !== PARENT) stop();
    }, LOOK_MS);
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}
