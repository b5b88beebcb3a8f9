import { CallTimeout } from './failure.ts';

/**
 * Ends a call after a time, or when a signal aborts, whatever the callee does with the signal that it is given. The SDK
 * needs this: its own request timeout stops at the response's headers, only warns unless the client was built to throw,
 * and neither it nor an abort signal bounds the wait for credentials.
 *
 * @throws CallTimeout after `timeoutMs`; the signal's reason
 */
export function bounded<T>(
  call: (signal: AbortSignal) => Promise<T>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const own = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const end = (reason: unknown) => {
    reject(reason);
    own.abort(reason);
  };
  const abort = () => end(signal.reason);
  const timer = setTimeout(() => end(new CallTimeout(`no answer within ${timeoutMs} ms`)), timeoutMs);
  signal.addEventListener('abort', abort, { once: true });
  call(own.signal).then(resolve, reject);
  const settled = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  };
  promise.then(settled, settled);
  return promise;
}
