import { Logger } from '@aws-lambda-powertools/logger';
import { requireEnv, requireInteger, VARIABLE } from '../../contract/environment.ts';
import { createClient } from '../store/client.ts';
import type { Table } from '../store/table.ts';
import { hang } from './faults.ts';

/**
 * Days. An execution's name is free again 90 days after its end, and the same attempt could then start once more: until
 * that day the record has to be there to be found.
 */
export const MIN_RETENTION_DAYS = 90;
const MAX_RETENTION_DAYS = 36_500;

/** What a step's handlers take from the world around them. */
export interface StepRuntime {
  readonly table: Table;
  readonly logger: Logger;
  /** Whether `simulateFail` in the input is honoured. */
  readonly simulateFail: boolean;
  readonly retentionDays: number;
  readonly now: () => Date;
  /** 0 to 1. */
  readonly random: () => number;
  readonly hang: () => Promise<never>;
}

/**
 * Reads the environment, once per Lambda environment: what is missing fails the start, not a saga's middle.
 *
 * @throws Error naming the variable that is missing or wrong
 */
export function createRuntime(env: NodeJS.ProcessEnv = process.env): StepRuntime {
  return {
    table: { client: createClient(), name: requireEnv(VARIABLE.tableName, env) },
    logger: new Logger({ serviceName: 'fanout-saga' }),
    simulateFail: env[VARIABLE.simulateFail] === 'true',
    retentionDays: requireInteger(
      VARIABLE.recordRetentionDays,
      { min: MIN_RETENTION_DAYS, max: MAX_RETENTION_DAYS },
      env,
    ),
    now: () => new Date(),
    random: Math.random,
    hang,
  };
}
