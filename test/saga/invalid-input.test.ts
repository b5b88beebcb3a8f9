import { expect, test } from '@jest/globals';
import { runSaga, useCloud } from '../support/cloud.ts';

const cloud = useCloud();

test.each([
  ['a number', 42],
  ['a list', []],
  ['null', null],
  ['a string', 'hello'],
  ['an object of another kind', { hello: 1 }],
  ['TransactionDetails that is a list', { TransactionDetails: [] }],
  ['a TransactionId that is a number', { TransactionDetails: { TransactionId: 1 } }],
  ['an unknown step in simulateFail', { TransactionDetails: { TransactionId: 'a', simulateFail: 'Nope' } }],
  [
    'names that the state machine uses itself',
    { TransactionDetails: { TransactionId: 'a' }, Results: 5, RollbackErrors: {} },
  ],
  ['two records of one Id', { TransactionDetails: { TransactionId: 'a', Records: [{ Id: 'x' }, { Id: 'x' }] } }],
])('%s ends as InvalidTransaction and writes nothing', async (_, input) => {
  const outcome = await runSaga(cloud(), input);

  expect(outcome).toMatchObject({
    status: 'FAILED',
    error: 'InvalidTransaction',
    record: null,
    dynamodbRequests: 0,
    lambdaInvocations: 1,
  });
});

test('records at their limits go through', async () => {
  const Records = Array.from({ length: 1_000 }, (_, index) => ({ Id: `record-${index}`, Text: 'x'.repeat(70) }));

  const outcome = await runSaga(cloud(), { TransactionDetails: { TransactionId: 'large', Records } });

  expect(outcome).toMatchObject({ status: 'SUCCEEDED', record: { CommitRecords: { Data: { Count: 1_000 } } } });
});
