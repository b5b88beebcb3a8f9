import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { StepRuntime } from '../../../lambda/step/runtime.ts';

export const NOW = '2026-01-01T12:00:05.000Z';

/** A runtime with a clock that stands, no chance, and no waiting: a hang ends at once, with an error by that name. */
export function fakeRuntime(overrides: Partial<StepRuntime> = {}): StepRuntime {
  return {
    table: { client: new DynamoDBClient({}), name: 'Transactions' },
    logger: new Logger({ logLevel: 'SILENT' }),
    simulateFail: true,
    retentionDays: 90,
    now: () => new Date(NOW),
    random: () => 1,
    hang: () => Promise.reject(Object.assign(new Error('hangs'), { name: 'Hang' })),
    ...overrides,
  };
}
