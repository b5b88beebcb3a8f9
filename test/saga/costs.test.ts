import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { runSaga, useCloud } from '../support/cloud.ts';

const cloud = useCloud();
const COSTS = readFileSync(new URL('../../docs/costs.md', import.meta.url), 'utf8');

const PATHS = [
  ['success', undefined],
  ['fails at ProcessRecords', 'ProcessRecords'],
  ['fails at TransformRecords', 'TransformRecords'],
  ['fails at CommitRecords, before its write', 'CommitRecords'],
  ['fails at CommitRecords, after its write', { step: 'CommitRecords', phase: 'after' }],
] as const;

test.each(PATHS)(
  'the path "%s" enters as many states and asks as often as docs/costs.md says',
  async (path, simulateFail) => {
    const outcome = await runSaga(cloud(), {
      TransactionDetails: { TransactionId: path.replaceAll(/\W/g, '-'), simulateFail },
    });

    const { statesEntered, lambdaInvocations, dynamodbRequests } = outcome;
    expect([statesEntered, lambdaInvocations, dynamodbRequests]).toEqual(documented(path));
  },
);

function documented(path: string): number[] {
  const row = COSTS.split('\n').find((line) => line.startsWith(`| ${path} |`));
  if (row === undefined) throw new Error(`docs/costs.md has no row for ${path}`);
  return row.split('|').slice(2, 5).map(Number);
}
