import { describe, expect, test } from '@jest/globals';
import { SAGA_STEPS, STATUS } from '../../../contract/saga.ts';
import { due } from '../../../lambda/recovery/due.ts';
import type { SagaExecution } from '../../../lambda/recovery/executions.ts';
import { judge, type RecoveryNeeded } from '../../../lambda/recovery/judge.ts';
import { sagaToRecover } from '../../../lambda/recovery/saga-to-recover.ts';
import type { OwnedRecord } from '../../../lambda/store/owner.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000:execution:Saga:1-1';
const STARTED = '2026-01-01T12:00:00.000Z';
const DETAILS = { TransactionId: '1' };

function execution(overrides: Partial<SagaExecution> = {}, input: unknown = { TransactionDetails: DETAILS }) {
  return {
    arn: ARN,
    name: '1-1',
    status: 'TIMED_OUT',
    startedAt: STARTED,
    input: JSON.stringify(input),
    ...overrides,
  } satisfies SagaExecution;
}

function record(overrides: Partial<OwnedRecord> = {}): OwnedRecord {
  return { TransactionId: '1', ExecutionId: ARN, Status: STATUS.inProgress, Saga: SAGA_STEPS, ...overrides };
}

const judged = (one: SagaExecution, found?: OwnedRecord) =>
  judge(one, { steps: SAGA_STEPS, readOwner: async () => found });

describe('an execution is judged', () => {
  test.each(['RUNNING', 'PENDING_REDRIVE'] as const)('as still running where it is %s', async (status) => {
    expect(await judged(execution({ status }), record())).toMatchObject({ Decision: 'StillRunning' });
  });

  test('as committed where it succeeded, whatever its record says', async () => {
    expect(await judged(execution({ status: 'SUCCEEDED' }), record())).toMatchObject({ Decision: 'Committed' });
  });

  test.each([STATUS.inProgress, STATUS.committed, STATUS.rollingBack, STATUS.rollbackFailed])(
    'as in need of recovery where its own record is %s',
    async (Status) => {
      const mine = record({ Status });
      expect(await judged(execution(), mine)).toMatchObject({ Decision: 'Recover', mine });
    },
  );

  test.each([
    ['there is no record', undefined],
    [
      'the record is one to take over',
      record({ ExecutionId: 'earlier', Status: STATUS.rolledBack, ClosedAt: '2026-01-01T11:59:59.999Z' }),
    ],
  ])('as in need of recovery where %s: a first write may still come', async (_, found) => {
    expect(await judged(execution(), found)).toMatchObject({ Decision: 'Recover' });
    expect(await judged(execution(), found)).not.toHaveProperty('mine');
  });

  test.each([
    ['in progress', { Status: STATUS.inProgress }],
    ['committed', { Status: STATUS.committed, ClosedAt: '2026-01-01T11:00:00.000Z' }],
    ['closed at the time it started', { Status: STATUS.rolledBack, ClosedAt: STARTED }],
  ])('as not the owner where the record of another is %s', async (_, found) => {
    const verdict = await judged(execution(), record({ ExecutionId: 'other', ...found }));
    expect(verdict).toMatchObject({ Decision: 'NotMine', TransactionId: '1' });
  });

  test('as no transaction where it failed as InvalidTransaction by rules that this deploy has not', async () => {
    const refused = execution({ status: 'FAILED', error: 'InvalidTransaction' });
    expect(await judged(refused)).toMatchObject({ Decision: 'NotATransaction' });
    expect(await judged(refused, record())).toMatchObject({ Decision: 'Recover' });
  });

  test('by the steps with which it began, which its fault may name', async () => {
    const input = { TransactionDetails: { ...DETAILS, simulateFail: 'Legacy' } };
    expect(await judged(execution({}, input))).toMatchObject({ Decision: 'NotATransaction' });
    expect(await judged(execution({}, input), record({ Saga: ['Legacy'] }))).toMatchObject({ Decision: 'Recover' });
  });

  test('with an error where its record is open and its input is none that this deploy can read', async () => {
    const input = { TransactionDetails: { ...DETAILS, Retired: true } };
    await expect(judged(execution({}, input), record())).rejects.toMatchObject({
      name: 'UnreadableInput',
      message: expect.stringMatching(/^the record of arn:.* is IN_PROGRESS, but this deploy cannot read its input/),
    });
  });
});

describe('a sweep recovers', () => {
  const dueOf = (one: Partial<SagaExecution>, Status?: OwnedRecord['Status']) => {
    const mine = Status && record({ Status });
    return due(execution(one), { Decision: 'Recover', ...(mine && { mine }) } as RecoveryNeeded);
  };

  test.each([STATUS.inProgress, STATUS.committed, STATUS.rollingBack])(
    'every hour what left its record %s, however it ended',
    (status) => {
      expect(dueOf({ status: 'FAILED', error: 'SimulatedFailure' }, status)).toBe('hourly');
      expect(dueOf({ status: 'ABORTED' }, status)).toBe('hourly');
    },
  );

  test.each([
    ['timed out', { status: 'TIMED_OUT' }],
    ['was stopped', { status: 'ABORTED', error: 'Whim' }],
    ['failed in a way that no Catch catches', { status: 'FAILED', error: 'States.Runtime' }],
    ['grew too large', { status: 'FAILED', error: 'States.DataLimitExceeded' }],
    ['could not close its record', { status: 'FAILED', error: 'SagaOpen' }],
  ] as const)('every hour what has no record and %s', (_, one) => {
    expect(dueOf(one)).toBe('hourly');
  });

  test('nothing that failed in its own words and has no record', () => {
    expect(dueOf({ status: 'FAILED', error: 'DuplicateTransaction' })).toBeUndefined();
  });

  test('what gave up once more where nobody may have been told, and leaves it to people where they were', () => {
    expect(dueOf({ status: 'TIMED_OUT' }, STATUS.rollbackFailed)).toBe('once');
    expect(dueOf({ status: 'FAILED', error: 'SagaOpen' }, STATUS.rollbackFailed)).toBe('once');
    expect(dueOf({ status: 'FAILED', error: 'RollbackFailed' }, STATUS.rollbackFailed)).toBeUndefined();
  });
});

describe('what a recovery goes on with', () => {
  const NOW = new Date('2026-01-02T00:00:00.500Z');
  const found = (one: SagaExecution, mine?: OwnedRecord) =>
    sagaToRecover(
      one,
      {
        Decision: 'Recover',
        transaction: { TransactionDetails: { ...DETAILS, simulateFail: true }, Attempt: 2 },
        ...(mine && { mine }),
      },
      { steps: SAGA_STEPS, retentionDays: 90, now: NOW },
    );

  test('is who the execution was, its input without the fault, and all its steps in reverse', () => {
    expect(found(execution({ error: 'States.Timeout' }))).toEqual({
      Decision: 'Recover',
      TransactionId: '1',
      Attempt: 2,
      CorrelationId: null,
      Execution: { Id: ARN, Name: '1-1', StartTime: STARTED },
      Input: { TransactionDetails: DETAILS, Attempt: 2 },
      Saga: SAGA_STEPS,
      ToUndo: { Steps: SAGA_STEPS.toReversed() },
      Ended: { Error: 'States.Timeout', Cause: '' },
      ExpiresAt: Date.parse('2026-04-02T00:00:00Z') / 1_000,
    });
  });

  test.each([
    ['TIMED_OUT', 'States.Timeout'],
    ['ABORTED', 'Aborted'],
  ] as const)('names how it ended where AWS does not: %s', (status, name) => {
    expect(found(execution({ status })).Ended).toEqual({ Error: name, Cause: '' });
  });

  test('has the steps of its record, and counts as failed those that this deploy has not', () => {
    const { Saga, ToUndo, RollbackErrors, RollbackFailures } = found(
      execution(),
      record({ Saga: ['CommitRecords', 'Legacy', 'ProcessRecords'] }),
    );
    expect({ Saga, ToUndo }).toEqual({
      Saga: ['CommitRecords', 'Legacy', 'ProcessRecords'],
      ToUndo: { Steps: ['ProcessRecords', 'CommitRecords'] },
    });
    expect(RollbackErrors).toEqual({
      Legacy: { Error: 'UnknownStep', Cause: expect.stringContaining('which this deploy does not have') },
    });
    const entry = { Execution: { S: ARN }, Name: { S: 'Legacy' }, Status: { S: 'RollbackFailed' } };
    expect(RollbackFailures).toEqual({ Legacy: { M: { ...entry, Ts: { S: NOW.toISOString() } } } });
  });
});
