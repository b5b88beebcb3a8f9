import { type Clock, sleep } from '../clock/clock.ts';
import { AwsError } from '../http/aws-error.ts';
import type { EnvironmentPool } from './environment-pool.ts';
import { killed, outOfMemory, timedOut, unknownError } from './function-errors.ts';
import type { FunctionError } from './invoker.ts';
import type { Invocation, Outcome } from './protocol.ts';
import type { SagaTask } from './saga-task.ts';

/** What beforeInvoke is told. */
export interface AnnouncedInvocation {
  readonly functionName: string;
  readonly requestId: string;
  readonly payload: unknown;
  readonly traceId: string;
  /** What is asked, where a saga's state machine asks it. */
  readonly task?: SagaTask;
}

/** What is to go wrong with an invocation. */
export type InvocationFault =
  /** The execution environment is killed that long after the invocation got it, by the clock of this cloud. */
  | { readonly killAfterMs: number }
  /** The function runs to its end, but its answer is lost on the way. */
  | { readonly loseResponse: true }
  /**
   * The invocation fails as Lambda's own: before the function has begun; after it has ended, in place of its answer; or at once
   * while it goes on, and what it still writes lands late. A `timeout` comes when the function's Timeout is over. What is not
   * among the names is said as Lambda answers it, such as with the type `Sandbox.Failure`.
   */
  | { readonly fail: keyof typeof FAILURES | FunctionError; readonly when: 'before' | 'after' | 'meanwhile' };

const FAILURES = { crash: killed, outOfMemory, timeout: timedOut, unknown: unknownError } as const;

export interface FaultyRun {
  readonly pool: EnvironmentPool;
  readonly invocation: Invocation;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** Runs an invocation, and lets go wrong what is to. @throws AwsError SdkClientException where the answer is lost */
export async function runWith(fault: InvocationFault | undefined, run: FaultyRun): Promise<Outcome> {
  const { pool, invocation, clock } = run;
  if (fault === undefined) return await pool.run(invocation);
  if ('fail' in fault) return await failWith(fault, run);
  if ('loseResponse' in fault) {
    await pool.run(invocation);
    throw new AwsError('SdkClientException', 'Unable to execute HTTP request: the connection was reset', 500);
  }
  let cancel = () => {};
  const outcome = await pool.run(invocation, {}, (environment) => {
    cancel = clock.schedule(() => void environment.kill(), fault.killAfterMs);
  });
  cancel();
  return outcome;
}

async function failWith(
  { fail, when }: Extract<InvocationFault, { fail: unknown }>,
  { pool, invocation, clock, timeoutMs }: FaultyRun,
): Promise<{ readonly failure: FunctionError }> {
  const over = clock.now() + timeoutMs;
  if (when === 'after') await pool.run(invocation);
  // Its outcome is nobody's any more; when the cloud is closed it is refused.
  if (when === 'meanwhile') pool.run(invocation, { ignoresTimeout: true }).catch(() => undefined);
  if (fail === 'timeout') await sleep(clock, over - clock.now());
  return { failure: typeof fail === 'string' ? FAILURES[fail](invocation.requestId, timeoutMs) : fail };
}
