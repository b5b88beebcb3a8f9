import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { describe, isObject } from '../../contract/describe.ts';
import { DECISION, type FoundSaga } from '../../contract/recovery.ts';
import { deadline } from '../store/client.ts';
import { readOwner } from '../store/owner.ts';
import type { Table } from '../store/table.ts';
import { describeExecution, type Executions, executionArnOf } from './executions.ts';
import { judge } from './judge.ts';
import { sagaToRecover } from './saga-to-recover.ts';

/** What the handler takes from the world around it. */
export interface FindSagaRuntime {
  readonly executions: Executions;
  readonly table: Table;
  readonly retentionDays: number;
  readonly logger: Logger;
  readonly now: () => Date;
}

/**
 * The first state of a recovery: looks at the execution and at its record, decides what is to be done, and changes nothing.
 *
 * A Lambda and no integration of Step Functions: the answer of DescribeExecution holds the input as text in text, which no
 * state could read, and may be larger than a state can hold, which no Catch catches.
 */
export function defineFindSaga(runtime: FindSagaRuntime) {
  return async (event: unknown, context: Context): Promise<FoundSaga> => {
    const { executions, retentionDays, logger } = runtime;
    logger.addContext(context);
    const { input, steps } = parseEvent(event);
    const arn = executionArnOf(executions.sagaArn, isObject(input) ? input.ExecutionArn : undefined);
    const execution = await describeExecution(executions, arn);
    const table = { ...runtime.table, signal: deadline(context.getRemainingTimeInMillis()) };
    const verdict = await judge(execution, { steps, readOwner: (id) => readOwner(table, id) });
    logger.info('execution judged', { execution: arn, status: execution.status, decision: verdict.Decision });
    return verdict.Decision === DECISION.recover
      ? sagaToRecover(execution, verdict, { steps, retentionDays, now: runtime.now() })
      : verdict;
  };
}

/** The recovery's input, which anybody may have written; and the machine's steps, which its definition says. */
function parseEvent(event: unknown): { readonly input: unknown; readonly steps: readonly string[] } {
  const { Input, Saga } = isObject(event) ? event : {};
  if (Array.isArray(Saga) && Saga.length > 0 && Saga.every((name) => typeof name === 'string'))
    return { input: Input, steps: Saga };
  throw new TypeError(
    `Saga is ${describe(Saga)}, but has to be the names of the saga's steps: this function is for the recovery's state machine to invoke`,
  );
}
