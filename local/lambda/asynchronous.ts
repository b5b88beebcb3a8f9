import { type Clock, sleep } from '../clock/clock.ts';
import { AwsError } from '../http/aws-error.ts';
import { newTraceHeader } from '../http/trace.ts';
import type { GivenUp } from './dead-letter.ts';
import type { Lambda } from './runtime.ts';

/** Takes events for functions, as Lambda does with the invocation type `Event`, and says no more than that it has them. */
export interface AsynchronousInvoker {
  /** @throws AwsError ResourceNotFoundException for an unknown function */
  accept(functionName: string, payload: unknown): void;
}

/** Lambda's own: after a failure it waits a minute, then two. */
const WAITS_MS = [60_000, 120_000];
/** An event that a function had no room for is tried again for six hours. */
const MAX_AGE_MS = 6 * 60 * 60_000;
const LONGEST_THROTTLE_WAIT_MS = 5 * 60_000;

export interface AsynchronousInvokerProps {
  readonly functions: Pick<Lambda, 'find' | 'invoke'>;
  readonly clock: Clock;
  /** Told of an event that is given up. @default - nobody is */
  readonly onGivenUp?: (functionName: string, payload: unknown, why: GivenUp) => void;
}

export function asynchronousInvoker({ functions, clock, onGivenUp }: AsynchronousInvokerProps): AsynchronousInvoker {
  async function run(functionName: string, payload: unknown): Promise<void> {
    const began = clock.now();
    // The same trace for every attempt, as on AWS.
    const traceId = newTraceHeader();
    for (let failures = 0, throttles = 0; ; ) {
      const outcome = await attempt(functionName, payload, traceId);
      if (outcome === 'done') return;
      const wait = outcome.code < 429 ? WAITS_MS[failures++] : throttleWaitMs(throttles++);
      if (wait === undefined || clock.now() + wait - began > MAX_AGE_MS) {
        onGivenUp?.(functionName, payload, outcome);
        return;
      }
      await sleep(clock, wait);
    }
  }

  async function attempt(functionName: string, payload: unknown, traceId: string): Promise<'done' | GivenUp> {
    try {
      const result = await functions.invoke(functionName, payload, { traceId });
      return 'functionError' in result ? { code: 200, message: result.functionError.errorMessage } : 'done';
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { code: error instanceof AwsError ? error.status : 500, message };
    }
  }

  return {
    accept(functionName, payload) {
      functions.find(functionName);
      void run(functionName, payload);
    },
  };
}

function throttleWaitMs(retry: number): number {
  return Math.min(LONGEST_THROTTLE_WAIT_MS, 1000 * 2 ** retry);
}
