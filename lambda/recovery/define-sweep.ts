import type { Logger } from '@aws-lambda-powertools/logger';
import { type ExecutionListItem, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import { DECISION } from '../../contract/recovery.ts';
import { STATUS } from '../../contract/saga.ts';
import { SWEEP_METRIC } from '../../contract/sweep-metrics.ts';
import { ownedBy } from '../store/conditions.ts';
import { readOwner } from '../store/owner.ts';
import type { Table } from '../store/table.ts';
import { due } from './due.ts';
import { emitMetrics } from './emit-metrics.ts';
import { describeExecution, type Executions, listEnded } from './executions.ts';
import { judge } from './judge.ts';
import { hourOf, recoveryName } from './recovery-name.ts';

/** What the handler takes from the world around it. */
export interface SweepRuntime {
  readonly executions: Executions;
  /** The ARN of the recovery's state machine. */
  readonly recoveryArn: string;
  readonly table: Table;
  /** The names of the saga's steps, in order. */
  readonly steps: readonly string[];
  /** How long an execution of the saga may take, in seconds. */
  readonly sagaTimeoutSeconds: number;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Waited for before each request to Step Functions. */
  readonly turn: () => Promise<void>;
}

/**
 * How long an ended execution is looked at, beyond the time that it may have run. A day of sweeps that all failed, or of
 * events that all were lost, leaves nothing behind.
 */
const WINDOW_MS = 24 * 60 * 60 * 1_000;
/** EventBridge and a recovery have had their time by then, mostly: what is still half-done counts. */
const FINDING_MS = 5 * 60 * 1_000;
const TOO_LONG_MS = 60 * 60 * 1_000;
/** How many executions are looked at at once: mostly it is one read of a record each. */
const AT_ONCE = 10;
/** Kept free at the end of an invocation for what is under way. */
const MARGIN_MS = 20_000;

/**
 * Finds the sagas that ended half-done and that EventBridge, which promises no delivery, told nobody of; and starts the
 * recovery of each. It remembers nothing: every sweep looks at the whole window again, the youngest executions first.
 *
 * @throws Error, so that the function's `Errors` count it, when the time was too short for the whole window, or when an
 * execution could not be looked at; the others were
 */
export function defineSweep(runtime: SweepRuntime) {
  return async (_event: unknown, context: Context): Promise<void> => {
    const { executions, logger } = runtime;
    logger.addContext(context);
    const now = runtime.now();
    const since = new Date(now.getTime() - runtime.sagaTimeoutSeconds * 1_000 - WINDOW_MS);
    const ages: number[] = [];
    let failures = 0;
    for await (const few of inNeedOfALook(runtime, since)) {
      if (context.getRemainingTimeInMillis() < MARGIN_MS) {
        throw new Error(
          `the sweep had no time left among the executions that are ${few[0]?.status}: the next one begins anew; where it says so again, give it more time`,
        );
      }
      for (const looked of await Promise.allSettled(few.map((one) => look(runtime, one, now)))) {
        if (looked.status === 'fulfilled') {
          ages.push(looked.value);
        } else {
          failures += 1;
          logger.error('execution could not be looked at', { error: looked.reason });
        }
      }
    }
    const counts = {
      [SWEEP_METRIC.findings]: ages.filter((age) => age > FINDING_MS).length,
      [SWEEP_METRIC.openTooLong]: ages.filter((age) => age > TOO_LONG_MS).length,
    };
    emitMetrics(logger, executions.sagaArn.split(':').at(-1) ?? '', counts, runtime.now());
    if (failures > 0) throw new Error(`${failures} executions could not be looked at: the log says why of each`);
  };
}

/** Everything that ended unsuccessfully, a few at a time: first what nobody but a recovery will ever close. */
async function* inNeedOfALook({ executions, turn }: SweepRuntime, since: Date) {
  for (const status of ['TIMED_OUT', 'ABORTED', 'FAILED'] as const) {
    for await (const page of listEnded(executions, status, since, turn)) {
      for (let start = 0; start < page.length; start += AT_ONCE) yield page.slice(start, start + AT_ONCE);
    }
  }
}

/** @returns how long ago it ended, in milliseconds, where it was in need of recovery; 0 where it was not */
async function look(runtime: SweepRuntime, item: ExecutionListItem, now: Date): Promise<number> {
  const { executions, table, steps, logger, turn } = runtime;
  const { executionArn: arn = '', name = '', stopDate = now } = item;
  if (await isClosed(table, arn, name)) return 0;
  await turn();
  const execution = await describeExecution(executions, arn);
  const verdict = await judge(execution, { steps, readOwner: (id) => readOwner(table, id) });
  if (verdict.Decision !== DECISION.recover) return 0;
  const often = due(execution, verdict);
  if (often === undefined) return 0;
  await turn();
  const started = await startRecovery(runtime, arn, often === 'once' ? often : hourOf(now));
  // Somebody was told by now: it is no finding any more.
  if (often === 'once' && !started) return 0;
  logger.warn('saga found half-done', { execution: arn, status: execution.status, record: verdict.mine?.Status });
  return now.getTime() - stopDate.getTime();
}

/**
 * Almost all that failed has rolled back. Its execution's name, `<TransactionId>-<Attempt>` unless somebody chose another,
 * leads to a record that says so, for a read instead of a DescribeExecution, whose quota is small.
 */
async function isClosed(table: Table, arn: string, name: string): Promise<boolean> {
  const transactionId = /^([A-Za-z0-9_-]{1,64})-\d{1,3}$/.exec(name)?.[1];
  if (transactionId === undefined) return false;
  const record = await readOwner(table, transactionId);
  return ownedBy(arn).holds(record) && record?.Status === STATUS.rolledBack;
}

/** @returns whether it runs now; not where the one of this period has ended */
async function startRecovery({ executions, recoveryArn }: SweepRuntime, arn: string, period: string): Promise<boolean> {
  try {
    await executions.client.send(
      new StartExecutionCommand({
        stateMachineArn: recoveryArn,
        name: recoveryName(arn, period),
        input: JSON.stringify({ ExecutionArn: arn }),
      }),
    );
    return true;
  } catch (error) {
    // It has been, and has come to its end.
    if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return false;
    throw error;
  }
}
