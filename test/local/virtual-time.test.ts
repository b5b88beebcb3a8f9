import { describe, expect, test } from '@jest/globals';
import type { Faults } from '../../local/services.ts';
import { observe } from '../../local/start/observe.ts';
import { auditTrail, runSaga, startSaga, useCloud } from '../support/cloud.ts';

const HOUR = 3_600_000;
const transaction = (TransactionId: string, simulateFail?: unknown) => ({
  TransactionDetails: { TransactionId, simulateFail },
});
const virtual = (faults: Faults = {}) => useCloud({ clock: 'virtual', lambda: 'in-process', timeScale: 1, faults });

describe('on virtual time', () => {
  const cloud = virtual();

  test('a saga whose retries take half a minute takes none', async () => {
    const began = { virtual: cloud().clock.now(), real: performance.now() };
    const fault = { step: 'TransformRecords', phase: 'before', error: 'TransientError' };

    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => runSaga(cloud(), transaction(`slow-${index}`, fault))),
    );

    expect(new Set(outcomes.map(({ error }) => error))).toEqual(new Set(['TransientError']));
    expect(outcomes[0]?.record).toMatchObject({ Status: 'ROLLED_BACK' });
    const virtualMs = cloud().clock.now() - began.virtual;
    expect(virtualMs).toBeGreaterThan(5000);
    expect(performance.now() - began.real).toBeLessThan(virtualMs);
  });

  test('an execution that is started as soon as another was closed is later than its close', async () => {
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const { record } = await runSaga(cloud(), { ...transaction('again', 'CommitRecords'), Attempt: attempt });
      expect(record).toMatchObject({ Status: 'ROLLED_BACK' });
      expect(record?.Steps).toHaveLength(5 * attempt);
    }
  });

  test('executions that are started at once have different times', () => {
    const found = cloud().stepFunctions.machines.find(cloud().sagaStateMachineArn);
    const starts = ['one', 'two', 'three'].map((name) => cloud().stepFunctions.start({ ...found, name, input: '{}' }));

    const [one = 0, two = 0, three = 0] = starts.map(({ startDate }) => startDate);
    expect([two - one, three - two]).toEqual([1, 1]);
  });

  test('a function that hangs is timed out at once', async () => {
    const outcome = await runSaga(cloud(), transaction('hangs', { step: 'CommitRecords', phase: 'timeout', times: 1 }));

    expect(outcome).toMatchObject({ status: 'SUCCEEDED', record: { Status: 'COMMITTED' } });
  });

  test('whatever is started has ended when the cloud is idle', async () => {
    const executionArn = await startSaga(cloud(), transaction('idle', { step: 'CommitRecords', phase: 'timeout' }));
    await cloud().idle();

    expect(cloud().stepFunctions.execution(executionArn).status).toBe('FAILED');
  });
});

describe('the same sagas in two clouds', () => {
  const clouds = [virtual(), virtual()];

  test('take the same time, and write the same at the same times', async () => {
    const runs = await Promise.all(
      clouds.map(async (cloud) => {
        const began = cloud().clock.now();
        const outcomes = [];
        for (const fault of ['CommitRecords', { step: 'CommitRecords', phase: 'rollback', times: 3 }, undefined])
          outcomes.push(await runSaga(cloud(), transaction(`same-${outcomes.length}`, fault)));
        const times = outcomes.flatMap(({ record }) => (record?.Steps ?? []) as { Ts: string }[]);
        return { trails: outcomes.map(auditTrail), times: times.map(({ Ts }) => Date.parse(Ts) - began) };
      }),
    );

    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]?.times.length).toBeGreaterThan(10);
  });
});

describe('a write that is still on its way when its function is timed out', () => {
  const late: (string | undefined)[] = [];
  const cloud = virtual({
    dynamodb: ({ operation, invocation }) => {
      if (operation !== 'UpdateItem' || invocation?.task?.step !== 'TransformRecords') return undefined;
      if (invocation.functionName.includes('Rollback')) return undefined;
      late.push(invocation.requestId);
      return { applyAfterMs: HOUR };
    },
  });

  test('lands after the rollback, and changes nothing', async () => {
    const outcome = await runSaga(cloud(), transaction('late'));
    expect(outcome.record).toMatchObject({ Status: 'ROLLED_BACK' });
    expect(late.length).toBeGreaterThan(1);

    await cloud().advance(2 * HOUR);

    expect((await observe(cloud(), String(cloud().stepFunctions.executions.all()[0]?.arn))).record).toEqual(
      outcome.record,
    );
  });
});
