import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { PARAMETER } from '../../contract/parameters.ts';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { observe } from '../../local/start/observe.ts';
import { runSaga, startSaga, useCloud } from '../support/cloud.ts';
import { HeldWrites } from './support/held-writes.ts';
import { noEvents, stop } from './support/recoveries.ts';

const writes = new HeldWrites();
const lines: string[] = [];
const cloud = useCloud({
  faults: { dynamodb: writes.beforeRequest, events: ({ rule }) => (isSweep(rule.logicalId) ? undefined : noEvents()) },
  onLog: (name, line) => {
    if (isSweep(name)) lines.push(line);
  },
});

function isSweep(name: string): boolean {
  return name.includes('Sweep');
}

const transaction = (TransactionId: string, simulateFail?: unknown) => ({
  TransactionDetails: { TransactionId, simulateFail },
});

async function sweep(): Promise<void> {
  await cloud().runSchedule('RecoverySweepSchedule');
  await cloud().clock.idle();
}

async function recoveries(): Promise<string[]> {
  const stateMachineArn = cloud().parameter(PARAMETER.recoveryMachineArn);
  const { executions = [] } = await cloud().stepFunctionsClient().send(new ListExecutionsCommand({ stateMachineArn }));
  return executions.map(({ name = '' }) => name);
}

describe('a sweep', () => {
  test('recovers what EventBridge told nobody of, with a record and without one, and nothing else', async () => {
    await runSaga(cloud(), transaction('committed'), 'committed-1');
    await runSaga(cloud(), transaction('rolled-back', 'CommitRecords'), 'rolled-back-1');
    await runSaga(cloud(), transaction('by-another-name', 'CommitRecords'), 'unlike-any-of-ours');
    await runSaga(cloud(), { hello: 1 });
    await runSaga(cloud(), transaction('committed'), 'committed-2');
    await runSaga(cloud(), transaction('told', { step: 'CommitRecords', phase: 'rollback', error: 'LedgerDown' }));
    const stopped = await Promise.all(
      SAGA_STEPS.map(async (step) => {
        const came = writes.hold({ transactionId: step, step });
        const executionArn = await startSaga(cloud(), transaction(step), `${step}-1`);
        await came;
        await stop(cloud(), executionArn);
        return executionArn;
      }),
    );

    await sweep();

    expect(await recoveries()).toHaveLength(stopped.length);
    for (const executionArn of stopped) {
      expect((await observe(cloud(), executionArn)).record).toMatchObject({ Status: 'ROLLED_BACK' });
    }
    for (const step of SAGA_STEPS) writes.release(step);
  });

  test('that follows finds nothing to do any more', async () => {
    const before = await recoveries();
    await sweep();
    expect(await recoveries()).toEqual(before);
  });

  test('counts what was open for long, in the embedded metric format', async () => {
    const last = lines.map((line) => JSON.parse(line)).findLast((line) => '_aws' in line);
    expect(last).toMatchObject({
      SweepFindings: 0,
      SagasOpenTooLong: 0,
      _aws: { CloudWatchMetrics: [{ Namespace: 'fanout-saga', Dimensions: [['StateMachineName']] }] },
    });
    expect(cloud().sagaStateMachineArn).toContain(`:${last.StateMachineName}`);
  });
});
