import { DescribeExecutionCommand, GetExecutionHistoryCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { observe } from '../../local/start/observe.ts';
import { auditTrail, dataIn, runSaga, useCloud } from '../support/cloud.ts';

const cloud = useCloud();

describe("the article's inputs, pasted through the Step Functions API", () => {
  test('the first succeeds and leaves a map of data and time for each step', async () => {
    const sfn = cloud().stepFunctionsClient();
    const input = '{ "Payload": { "TransactionDetails": { "TransactionId": "1" } } }';

    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: cloud().sagaStateMachineArn, input }),
    );
    await cloud().stepFunctions.waitForEnd(executionArn as string);

    expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'SUCCEEDED',
      input,
    });
    const { record } = await observe(cloud(), executionArn as string);
    expect(record).toMatchObject({
      TransactionId: '1',
      ExecutionId: executionArn,
      Status: 'COMMITTED',
      Saga: [...SAGA_STEPS],
    });
    for (const step of SAGA_STEPS) {
      expect(record?.[step]).toEqual({
        Data: expect.anything(),
        LastUpdated: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      });
    }
  });

  test('the second, failing at random, ends committed or cleanly rolled back, and over many runs both', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        runSaga(cloud(), { Payload: { TransactionDetails: { TransactionId: `random-${index}`, simulateFail: true } } }),
      ),
    );

    for (const outcome of outcomes) {
      const committed = outcome.status === 'SUCCEEDED';
      expect(outcome).toMatchObject(
        committed
          ? { error: null, record: { Status: 'COMMITTED' } }
          : { status: 'FAILED', error: 'SimulatedFailure', record: { Status: 'ROLLED_BACK' } },
      );
      expect(dataIn(outcome)).toEqual(committed ? [...SAGA_STEPS].sort() : []);
    }
    expect(new Set(outcomes.map(({ status }) => status)).size).toBe(2);
  });

  test('a failure leaves the step’s own error, no data and the whole audit trail', async () => {
    const outcome = await runSaga(cloud(), {
      Payload: { TransactionDetails: { TransactionId: '18', simulateFail: 'TransformRecords' } },
    });

    expect(outcome).toMatchObject({
      status: 'FAILED',
      error: 'SimulatedFailure',
      record: { Status: 'ROLLED_BACK', Error: { Step: 'TransformRecords', Name: 'SimulatedFailure' } },
    });
    expect(dataIn(outcome)).toEqual([]);
    expect(auditTrail(outcome)).toEqual([
      'Success ProcessRecords',
      'RolledBack TransformRecords',
      'RolledBack ProcessRecords',
    ]);
  });

  test('the history shows each Lambda’s task from scheduled to succeeded', async () => {
    const sfn = cloud().stepFunctionsClient();
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: cloud().sagaStateMachineArn,
        input: '{"TransactionDetails":{"TransactionId":"history"}}',
      }),
    );
    await cloud().stepFunctions.waitForEnd(executionArn as string);

    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));

    const task = ['TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSucceeded', 'TaskStateExited'];
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      ...task,
      ...task,
      ...task,
      'ExecutionSucceeded',
    ]);
  });
});
