import { setTimeout } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { SFNClient } from '@aws-sdk/client-sfn';
import { RECOVERY_VARIABLE, requireEnv, requireInteger, VARIABLE } from '../../contract/environment.ts';
import { createClient } from '../store/client.ts';
import type { FindSagaRuntime } from './define-find-saga.ts';
import type { SweepRuntime } from './define-sweep.ts';
import { pace } from './pace.ts';

/**
 * Requests to Step Functions a second. Of DescribeExecution an account has 15 a second in the large regions and 10 in the
 * others, in the long run; the rest is for recoveries and people.
 */
const REQUESTS_PER_SECOND = 8;
const YEAR_SECONDS = 365 * 24 * 60 * 60;
const SERVICE = { serviceName: 'fanout-saga' };

/** @throws Error naming the variable that is missing or wrong */
export function createFindSagaRuntime(env: NodeJS.ProcessEnv = process.env): FindSagaRuntime {
  return {
    executions: { client: new SFNClient({}), sagaArn: requireEnv(RECOVERY_VARIABLE.sagaArn, env) },
    table: { client: createClient(), name: requireEnv(VARIABLE.tableName, env) },
    retentionDays: requireInteger(VARIABLE.recordRetentionDays, { min: 90, max: 36_500 }, env),
    logger: new Logger(SERVICE),
    now: () => new Date(),
  };
}

/** @throws Error naming the variable that is missing or wrong */
export function createSweepRuntime(env: NodeJS.ProcessEnv = process.env): SweepRuntime {
  return {
    executions: { client: new SFNClient({}), sagaArn: requireEnv(RECOVERY_VARIABLE.sagaArn, env) },
    recoveryArn: requireEnv(RECOVERY_VARIABLE.recoveryArn, env),
    table: { client: createClient(), name: requireEnv(VARIABLE.tableName, env) },
    steps: requireEnv(RECOVERY_VARIABLE.steps, env).split(','),
    sagaTimeoutSeconds: requireInteger(RECOVERY_VARIABLE.sagaTimeoutSeconds, { min: 1, max: YEAR_SECONDS }, env),
    logger: new Logger(SERVICE),
    now: () => new Date(),
    turn: pace(REQUESTS_PER_SECOND, Date.now, setTimeout),
  };
}
