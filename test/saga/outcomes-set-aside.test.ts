import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { parseOutcome } from '../../contract/outcome.ts';
import { AwsError } from '../../local/http/aws-error.ts';
import { runSaga, useCloud } from '../support/cloud.ts';
import { setAside, subscribe, told } from './support/outcomes.ts';

/** What is asked of SNS and SQS that fails, and with what. */
let broken: Readonly<Record<string, AwsError>> = {};
// Lambda tries an event again after minutes.
const cloud = useCloud({
  clock: 'virtual',
  lambda: 'in-process',
  faults: {
    messaging: ({ service, operation }) => {
      const error = broken[`${service}:${operation}`];
      if (error !== undefined) throw error;
      return undefined;
    },
  },
});

let queueUrl = '';
beforeAll(async () => {
  queueUrl = await subscribe(cloud(), 'all');
});
afterEach(() => {
  broken = {};
});

const GONE = new AwsError('NotFound', 'Topic does not exist', 404);
const THROTTLED = new AwsError('Throttled', 'Rate exceeded', 429);

const transaction = (TransactionId: string, simulateFail?: unknown) => ({
  TransactionDetails: { TransactionId, simulateFail },
  CorrelationId: 'order 7',
});
const HALF_DONE = { step: 'CommitRecords', phase: 'rollback' };

describe.each([
  ['gone', GONE],
  ['throttled', THROTTLED],
])('where the topic is %s', (how, error) => {
  test.each([
    ['ROLLED_BACK', 'CommitRecords', 'SimulatedFailure'],
    ['ROLLBACK_FAILED', HALF_DONE, 'RollbackFailed'],
  ])('a saga ends %s as it would have, and its outcome is set aside', async (Status, fault, name) => {
    broken = { 'sns:Publish': error };
    const TransactionId = `${how}-${Status}`;
    const outcome = await runSaga(cloud(), transaction(TransactionId, fault));

    expect(outcome).toMatchObject({ status: 'FAILED', error: name, record: { Status } });
    expect((await setAside(cloud())).map(parseOutcome)).toMatchObject([
      { TransactionId, Status, FailedStep: 'CommitRecords', Error: 'SimulatedFailure', CorrelationId: 'order 7' },
    ]);
    expect(await told(cloud(), queueUrl)).toEqual([]);
  });
});

test('a saga ends as it would have where its outcome cannot even be set aside', async () => {
  broken = { 'sns:Publish': THROTTLED, 'sqs:SendMessage': THROTTLED };
  expect(await runSaga(cloud(), transaction('lost', 'CommitRecords'))).toMatchObject({
    status: 'FAILED',
    error: 'SimulatedFailure',
    record: { Status: 'ROLLED_BACK' },
  });
  broken = {};
  expect(await setAside(cloud())).toEqual([]);
});

test('a topic that answers again is told, by a retry', async () => {
  let refusals = 2;
  broken = new Proxy({}, { get: (_, name) => (name === 'sns:Publish' && refusals-- > 0 ? THROTTLED : undefined) });
  await runSaga(cloud(), transaction('late', 'CommitRecords'));
  expect(await told(cloud(), queueUrl)).toMatchObject([{ TransactionId: 'late' }]);
});

test('the event of a saga that committed is set aside when its function has failed three times', async () => {
  broken = { 'sns:Publish': GONE };
  expect(await runSaga(cloud(), transaction('committed'), 'committed-1')).toMatchObject({ status: 'SUCCEEDED' });
  const [event, ...others] = (await setAside(cloud())).map((body) => JSON.parse(body));
  expect(event).toMatchObject({ status: 'SUCCEEDED', name: 'committed-1' });
  expect(others).toEqual([]);
});
