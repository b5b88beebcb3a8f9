import { afterEach, describe, expect, test } from '@jest/globals';
import { SAGA_STEPS } from '../../contract/saga.ts';
import type { StepTask } from '../../contract/task.ts';
import type { AnnouncedInvocation } from '../../local/lambda/invocation-fault.ts';
import { observe } from '../../local/start/observe.ts';
import { auditTrail, dataIn, startSaga, useCloud } from '../support/cloud.ts';
import { messagesIn, noEvents, recover } from './support/recoveries.ts';

/** The steps whose rollbacks crash in a recovery. */
const crashing = new Set<string>();
const cloud = useCloud({ clock: 'virtual', faults: { lambda: crash, events: noEvents } });
afterEach(() => crashing.clear());

function crash({ payload }: AnnouncedInvocation) {
  const task = payload as StepTask & Record<string, unknown>;
  return 'Recovery' in task && crashing.has(task.Step) ? ({ fail: 'unknown', when: 'before' } as const) : undefined;
}

/** Runs a saga whose step fails after its write, and whose rollback of that step fails for good. */
async function rollbackFailed(TransactionId: string, step: string): Promise<string> {
  const simulateFail = { step, phase: 'rollback', error: 'LedgerDown' };
  const executionArn = await startSaga(cloud(), { TransactionDetails: { TransactionId, simulateFail } });
  await cloud().stepFunctions.waitForEnd(executionArn);
  return executionArn;
}

describe.each(SAGA_STEPS)('a saga whose rollback of %s failed for good', (step) => {
  const earlier = SAGA_STEPS.slice(0, SAGA_STEPS.indexOf(step));
  const trail = [
    ...[...earlier, step].map((name) => `Success ${name}`),
    ...earlier.toReversed().map((name) => `RolledBack ${name}`),
    `RollbackFailed ${step}`,
  ];
  const later = SAGA_STEPS.slice(SAGA_STEPS.indexOf(step) + 1).toReversed();

  test('tells the recovery queue, is resumed, and says in its record which step failed', async () => {
    const executionArn = await rollbackFailed(`resumed-${step}`, step);
    expect(await observe(cloud(), executionArn)).toMatchObject({
      error: 'RollbackFailed',
      record: { Status: 'ROLLBACK_FAILED', Error: { Step: step, Name: 'SimulatedFailure' } },
    });
    expect(await messagesIn(cloud())).toMatchObject([
      {
        Kind: 'RollbackFailed',
        ExecutionArn: executionArn,
        TransactionId: `resumed-${step}`,
        Error: 'SimulatedFailure',
        RollbackErrors: { [step]: { Error: 'LedgerDown' } },
        Command: `npm run saga -- recover resumed-${step}`,
      },
    ]);

    expect(await recover(cloud(), executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: { Decision: 'Recover' },
    });

    const outcome = await observe(cloud(), executionArn);
    expect(outcome.record).toMatchObject({ Status: 'ROLLED_BACK', Error: { Step: step, Name: 'SimulatedFailure' } });
    expect(dataIn(outcome)).toEqual([]);
    expect(auditTrail(outcome)).toEqual([...trail, ...[...later, step].map((name) => `RolledBack ${name}`)]);
    expect(await messagesIn(cloud())).toEqual([]);
  });

  test('and fails again in its recovery stays where it was, tells again, and no entry stands twice', async () => {
    const executionArn = await rollbackFailed(`again-${step}`, step);
    await messagesIn(cloud());
    crashing.add(step);

    const failed = [await recover(cloud(), executionArn), await recover(cloud(), executionArn)];

    expect(failed).toMatchObject(Array(2).fill({ status: 'FAILED', error: 'RollbackFailed' }));
    const outcome = await observe(cloud(), executionArn);
    expect(outcome.record).toMatchObject({ Status: 'ROLLBACK_FAILED', ExecutionId: executionArn });
    expect(dataIn(outcome)).toEqual([step]);
    expect(auditTrail(outcome)).toEqual([...trail, ...later.map((name) => `RolledBack ${name}`)]);
    expect(await messagesIn(cloud())).toMatchObject(
      Array(2).fill({
        Kind: 'RollbackFailed',
        ExecutionArn: executionArn,
        Error: 'RollbackFailed',
        RollbackErrors: { [step]: { Error: 'Lambda.Unknown' } },
      }),
    );

    crashing.clear();
    expect(await recover(cloud(), executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await observe(cloud(), executionArn)).record).toMatchObject({ Status: 'ROLLED_BACK' });
  });
});
