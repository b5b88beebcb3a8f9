import { Logger } from '@aws-lambda-powertools/logger';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import { defineFindSaga } from '../../../../../lambda/recovery/define-find-saga.ts';
import { defineSweep } from '../../../../../lambda/recovery/define-sweep.ts';
import { defineStep } from '../../../../../lambda/step/define-step.ts';
import { hang } from '../../../../../lambda/step/faults.ts';
import type { Table } from '../../../../../lambda/store/table.ts';

const LONG_MS = 900_000;
const CONTEXT = { functionName: 'Step', awsRequestId: 'request', getRemainingTimeInMillis: () => LONG_MS } as Context;
const RETENTION_DAYS = 90;
const HOUR_SECONDS = 3_600;
const logger = new Logger({ logLevel: 'SILENT' });

/** What the functions of a saga take from the world around them. */
export interface Surroundings {
  readonly table: Table;
  readonly stepFunctions: SFNClient;
  /** Of the saga's state machine. */
  readonly sagaArn: string;
  readonly now: () => Date;
}

/** Runs what a state machine invokes, as it is deployed. @param functionName the logical id of its version */
export function invoke(functionName: string, payload: unknown, around: Surroundings): Promise<unknown> {
  if (functionName.includes('FindSaga')) return findSaga(around)(payload, CONTEXT);
  const step = stepHandlers(around);
  return functionName.includes('Rollback') ? step.rollback(payload, CONTEXT) : step.run(payload, CONTEXT);
}

/** The data of a step says who wrote it: `<TransactionId>:<execution name>:<step>`. */
function stepHandlers({ table, now }: Surroundings) {
  const runtime = { table, logger, now, simulateFail: false, retentionDays: RETENTION_DAYS, random: () => 1, hang };
  return defineStep({ run: ({ idempotencyKey }) => ({ Data: { By: idempotencyKey } }) }, runtime);
}

function findSaga({ table, stepFunctions, sagaArn, now }: Surroundings) {
  const executions = { client: stepFunctions, sagaArn };
  return defineFindSaga({ executions, table, retentionDays: RETENTION_DAYS, logger, now });
}

/** Runs the sweep, with an execution's timeout of an hour. */
export function sweep(
  { table, stepFunctions, sagaArn, now }: Surroundings,
  recoveryArn: string,
  steps: readonly string[],
): Promise<void> {
  const handler = defineSweep({
    executions: { client: stepFunctions, sagaArn },
    recoveryArn,
    table,
    steps,
    sagaTimeoutSeconds: HOUR_SECONDS,
    logger,
    now,
    turn: () => Promise.resolve(),
  });
  return handler({}, CONTEXT);
}
