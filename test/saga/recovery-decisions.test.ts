import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { PARAMETER } from '../../contract/parameters.ts';
import { observe } from '../../local/start/observe.ts';
import { runSaga, startSaga, useCloud } from '../support/cloud.ts';
import { HeldWrites } from './support/held-writes.ts';
import { messagesIn, noEvents, recover, recoverWith, stop } from './support/recoveries.ts';

const writes = new HeldWrites();
const cloud = useCloud({ faults: { dynamodb: writes.beforeRequest, events: noEvents } });

const transaction = (TransactionId: string, simulateFail?: unknown) => ({
  TransactionDetails: { TransactionId, simulateFail },
});

/** Runs a saga to its end. */
async function ended(input: unknown): Promise<string> {
  const executionArn = await startSaga(cloud(), input);
  await cloud().stepFunctions.waitForEnd(executionArn);
  return executionArn;
}

describe('a recovery stops, says why and changes nothing', () => {
  test('where the execution still runs, which then commits', async () => {
    const came = writes.hold({ transactionId: 'running', step: 'CommitRecords' });
    const executionArn = await startSaga(cloud(), transaction('running'));
    await came;

    const recovery = await recover(cloud(), executionArn);

    expect(recovery).toMatchObject({ status: 'SUCCEEDED', output: { Decision: 'StillRunning', Why: 'it is RUNNING' } });
    writes.release('running');
    expect(await observe(cloud(), executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      record: { Status: 'COMMITTED' },
    });
  });

  test('where it succeeded', async () => {
    const executionArn = await ended(transaction('committed'));
    const before = await observe(cloud(), executionArn);

    const recovery = await recover(cloud(), executionArn);

    expect(recovery).toMatchObject({
      status: 'SUCCEEDED',
      output: { Decision: 'Committed', ExecutionArn: executionArn },
    });
    expect((await observe(cloud(), executionArn)).record).toEqual(before.record);
  });

  test('where it rolled back itself', async () => {
    const executionArn = await ended(transaction('rolled-back', 'CommitRecords'));
    const before = await observe(cloud(), executionArn);

    expect(await recover(cloud(), executionArn)).toMatchObject({ output: { Decision: 'RolledBack' } });
    expect((await observe(cloud(), executionArn)).record).toEqual(before.record);
  });

  test('where it was refused, because another owns the record', async () => {
    const owner = await ended(transaction('owned'));
    const before = await observe(cloud(), owner);
    const refused = await ended(transaction('owned'));

    expect(await recover(cloud(), refused)).toMatchObject({
      status: 'SUCCEEDED',
      output: { Decision: 'NotMine', TransactionId: 'owned', Why: `the record is COMMITTED by ${owner}` },
    });
    expect((await observe(cloud(), owner)).record).toEqual(before.record);
  });

  test.each([
    ['a number', 42],
    ['an object of another kind', { hello: 1 }],
    ['an id that cannot be', { TransactionDetails: { TransactionId: 'a b' } }],
    ['a transaction with a property too much', { TransactionDetails: { TransactionId: 'too-much' }, Results: 5 }],
    ['an unknown step to fail', transaction('unknown-step', 'Nope')],
  ])('where the input is no transaction: %s', async (_, input) => {
    const executionArn = await ended(input);

    expect(await recover(cloud(), executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: { Decision: 'NotATransaction' },
    });
    expect(await observe(cloud(), executionArn)).toMatchObject({ error: 'InvalidTransaction', record: null });
  });

  test('where the input is no transaction and the execution was stopped before it was refused', async () => {
    const executionArn = await startSaga(cloud(), transaction('never-valid', 'Nope'));
    await stop(cloud(), executionArn);

    expect(await recover(cloud(), executionArn)).toMatchObject({ output: { Decision: 'NotATransaction' } });
    expect((await observe(cloud(), executionArn)).record).toBeNull();
  });
});

describe('a recovery fails with UnknownExecution, and tells nobody', () => {
  test.each([
    [
      'an execution that does not exist',
      (arn: string) => arn.replace(/[^:]+$/, 'nobody-1'),
      /^.*there is no execution/,
    ],
    ['an execution of another state machine', (arn: string) => arn.replace(/:execution:[^:]+:/, ':execution:Other:')],
    ['the state machine itself', () => cloud().sagaStateMachineArn],
    ['no ARN', () => 'hello'],
    ['nothing', () => undefined],
  ])('for %s', async (_, of, cause = /ExecutionArn is .*, but has to be that of an execution of the saga, arn:/) => {
    const executionArn = await ended(transaction('known', 'CommitRecords'));

    const recovery = await recover(cloud(), of(executionArn));

    expect(recovery).toMatchObject({ status: 'FAILED', error: 'UnknownExecution' });
    expect(recovery.cause).toMatch(cause);
    expect(await messagesIn(cloud())).toEqual([]);
  });

  test.each([[42], [[]], [{}], [{ executionArn: 'misspelt' }]])('for the input %j', async (input) => {
    expect(await recoverWith(cloud(), input)).toMatchObject({ status: 'FAILED', error: 'UnknownExecution' });
  });
});

test('an execution may be recovered whose record says COMMITTED, as long as it did not succeed', async () => {
  const fault = { step: 'CommitRecords', phase: 'after', times: 1, error: 'TransientError' };
  const came = writes.hold({ transactionId: 'wrote-all', step: 'CommitRecords', retryCount: 1 });
  const executionArn = await startSaga(cloud(), transaction('wrote-all', fault));
  await came;
  await stop(cloud(), executionArn);
  expect(await observe(cloud(), executionArn)).toMatchObject({ status: 'ABORTED', record: { Status: 'COMMITTED' } });

  await recover(cloud(), executionArn);

  expect(await observe(cloud(), executionArn)).toMatchObject({ record: { Status: 'ROLLED_BACK' } });
  writes.release('wrote-all');
});

test('a recovery says in its input and its history what it is about, and nothing is retried', async () => {
  const { executionArn } = { executionArn: await ended(transaction('history', 'CommitRecords')) };
  const { arn } = await recover(cloud(), executionArn);
  const sfn = cloud().stepFunctionsClient();

  const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
  const stateMachineArn = cloud().parameter(PARAMETER.recoveryMachineArn);
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));

  expect(JSON.parse(input ?? '')).toEqual({ ExecutionArn: executionArn });
  expect(executions.map((execution) => execution.executionArn)).toContain(arn);
  expect(cloud().stepFunctions.statistics(arn)).toEqual({ statesEntered: 3, lambdaInvocations: 1 });
});

test('a transaction runs again after it was recovered', async () => {
  const came = writes.hold({ transactionId: 'again', step: 'TransformRecords' });
  const executionArn = await startSaga(cloud(), transaction('again'));
  await came;
  await stop(cloud(), executionArn);
  await recover(cloud(), executionArn);
  writes.release('again');

  expect(await runSaga(cloud(), { ...transaction('again'), Attempt: 2 })).toMatchObject({
    status: 'SUCCEEDED',
    record: { Status: 'COMMITTED' },
  });
});
