import { expect, test } from '@jest/globals';
import { runSaga, useCloud } from '../support/cloud.ts';

const cloud = useCloud({ retention: { maxEnded: 1 }, lambda: 'in-process' });

test('the embedded cloud keeps as many executions that have ended as it is told to', async () => {
  for (const TransactionId of ['first', 'second'])
    await runSaga(cloud(), { TransactionDetails: { TransactionId } }, TransactionId);
  await cloud().idle();

  const kept = cloud()
    .stepFunctions.executions.all()
    .map(({ props }) => props.name);
  expect(kept).toEqual(['second']);
});
