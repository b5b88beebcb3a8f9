const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Resolves on the first SIGINT or SIGTERM. A second one ends the process the hard way, as it would have without us. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    // A pending promise alone does not keep Node running, and a server whose port is closed does not either.
    const alive = setInterval(() => {}, 2 ** 30);
    const stop = () => {
      clearInterval(alive);
      for (const signal of SIGNALS) process.off(signal, stop);
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}
