import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { PARAMETER } from '../../contract/parameters.ts';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { observe } from '../../local/start/observe.ts';
import { auditTrail, startSaga, useCloud } from '../support/cloud.ts';
import { HeldWrites } from './support/held-writes.ts';
import { messagesIn, recover, stop } from './support/recoveries.ts';

const writes = new HeldWrites();
let deliveries: 0 | 1 | 2 = 1;
const cloud = useCloud({
  faults: {
    dynamodb: writes.beforeRequest,
    events: () => (deliveries === 0 ? { lose: true } : { times: deliveries }),
  },
});
afterEach(() => {
  deliveries = 1;
});

const transaction = (TransactionId: string, simulateFail?: unknown) => ({
  TransactionDetails: { TransactionId, simulateFail },
});

/** Stops a saga in one of its steps, and what EventBridge starts goes on. */
async function stopped(id: string, step = 'TransformRecords'): Promise<string> {
  const came = writes.hold({ transactionId: id, step });
  const executionArn = await startSaga(cloud(), transaction(id));
  await came;
  await stop(cloud(), executionArn);
  return executionArn;
}

async function runningRecovery(): Promise<string | undefined> {
  const stateMachineArn = cloud().parameter(PARAMETER.recoveryMachineArn);
  const command = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' });
  const { executions = [] } = await cloud().stepFunctionsClient().send(command);
  return executions[0]?.executionArn;
}

/** How many recoveries were started of an execution. */
async function recoveriesOf(executionArn: string): Promise<number> {
  const stateMachineArn = cloud().parameter(PARAMETER.recoveryMachineArn);
  const { executions = [] } = await cloud().stepFunctionsClient().send(new ListExecutionsCommand({ stateMachineArn }));
  const inputs = await Promise.all(
    executions.map(async ({ executionArn: arn = '' }) => (await cloud().stepFunctions.waitForEnd(arn)).input),
  );
  return inputs.filter((input) => input === JSON.stringify({ ExecutionArn: executionArn })).length;
}

describe('EventBridge', () => {
  test('starts the recovery of an execution that was stopped', async () => {
    const executionArn = await stopped('event');
    writes.release('event');
    await cloud().clock.idle();

    expect(await recoveriesOf(executionArn)).toBe(1);
    expect((await observe(cloud(), executionArn)).record).toMatchObject({ Status: 'ROLLED_BACK' });
  });

  test('may start it twice: each rollback happens once', async () => {
    deliveries = 2;
    const executionArn = await stopped('event-twice');
    await recoveriesOf(executionArn);
    writes.release('event-twice');
    await cloud().clock.idle();

    expect(await recoveriesOf(executionArn)).toBe(2);
    const outcome = await observe(cloud(), executionArn);
    expect(outcome.record).toMatchObject({ Status: 'ROLLED_BACK' });
    expect(auditTrail(outcome)).toEqual([
      'Success ProcessRecords',
      ...SAGA_STEPS.toReversed().map((step) => `RolledBack ${step}`),
    ]);
  });

  test.each([
    ['committed', transaction('no-event-1')],
    ['rolled back', transaction('no-event-2', 'CommitRecords')],
    ['was refused', { hello: 1 }],
  ])('starts none of an execution that %s', async (_, input) => {
    const executionArn = await startSaga(cloud(), input);
    await cloud().stepFunctions.waitForEnd(executionArn);
    await cloud().clock.idle();

    expect(await recoveriesOf(executionArn)).toBe(0);
  });

  test('starts the recovery of a saga whose message could not be sent', async () => {
    const QueueUrl = cloud().parameter(PARAMETER.recoveryQueueUrl);
    await cloud().sqsClient().send(new DeleteQueueCommand({ QueueUrl }));
    const fault = { step: 'CommitRecords', phase: 'rollback', error: 'LedgerDown' };

    const executionArn = await startSaga(cloud(), transaction('unsent', fault));

    expect(await cloud().stepFunctions.waitForEnd(executionArn)).toMatchObject({ status: 'FAILED', error: 'SagaOpen' });
    await cloud().clock.idle();
    expect(await recoveriesOf(executionArn)).toBe(1);
    expect((await observe(cloud(), executionArn)).record).toMatchObject({ Status: 'ROLLED_BACK' });
    await cloud()
      .sqsClient()
      .send(new CreateQueueCommand({ QueueName: QueueUrl.split('/').at(-1) }));
  });

  test('tells the recovery queue of a recovery that came to no end, and the saga is recovered later', async () => {
    const came = writes.hold({ transactionId: 'cut', step: 'TransformRecords', of: 'rollback' });
    const executionArn = await stopped('cut', 'CommitRecords');
    await came;
    await stop(cloud(), (await runningRecovery()) ?? '');
    await cloud().clock.idle();

    expect(await messagesIn(cloud())).toMatchObject([
      {
        Kind: 'RecoveryFailed',
        ExecutionArn: executionArn,
        Error: 'Stopped',
        Cause: 'by hand',
        Command: 'npm run saga -- recover --all',
      },
    ]);
    writes.release('cut');
    expect(await recover(cloud(), executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await observe(cloud(), executionArn)).record).toMatchObject({ Status: 'ROLLED_BACK' });
  });

  test('does not tell of a recovery that somebody mistyped', async () => {
    expect(await recover(cloud(), 'hello')).toMatchObject({ error: 'UnknownExecution' });
    await cloud().clock.idle();
    expect(await messagesIn(cloud())).toEqual([]);
  });
});
