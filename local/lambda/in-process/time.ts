import type { Clock } from '../../clock/clock.ts';
import { type SandboxTimers, timerHandle } from './timers.ts';

/** What of JavaScript and Node.js tells the time or wakes somebody, by the clock of this cloud. */
export function timeGlobals(clock: Clock, timers: SandboxTimers) {
  const set =
    (repeats: boolean) =>
    (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      timerHandle(timers.schedule(() => callback(...args), ms, repeats));
  const cancel = (timer: unknown) => timers.cancel(timer);
  return {
    Date: dateOf(clock),
    AbortSignal: abortSignalOf(timers),
    setTimeout: set(false),
    clearTimeout: cancel,
    setInterval: set(true),
    clearInterval: cancel,
  };
}

function dateOf(clock: Clock): DateConstructor {
  return new Proxy(Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [clock.now()] : args, newTarget),
    apply: () => new Date(clock.now()).toString(),
    get: (target, name) => (name === 'now' ? () => clock.now() : Reflect.get(target, name)),
  });
}

function abortSignalOf(timers: SandboxTimers): typeof AbortSignal {
  const timeout = (ms: number) => {
    const controller = new AbortController();
    // Made when it is needed: its stack costs more than all the rest.
    const timedOut = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    timers.schedule(() => controller.abort(timedOut()), ms);
    return controller.signal;
  };
  return new Proxy(AbortSignal, {
    get: (target, name) => (name === 'timeout' ? timeout : Reflect.get(target, name)),
  });
}
