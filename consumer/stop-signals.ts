/** What whoever runs the process wants. */
export interface StopSignals {
  /** Aborts on the first SIGTERM or SIGINT, with its name as the reason. */
  readonly stop: AbortSignal;
  /** Aborts on the second. */
  readonly abort: AbortSignal;
}

/** Listens from now on, so before anything else is done: as process 1 of a container, Node ignores what it does not listen to. */
export function stopSignals(): StopSignals {
  const stop = new AbortController();
  const abort = new AbortController();
  const heed = (signal: NodeJS.Signals) => (stop.signal.aborted ? abort : stop).abort(signal);
  process.on('SIGTERM', heed).on('SIGINT', heed);
  return { stop: stop.signal, abort: abort.signal };
}
