import { describe, expect, test } from '@jest/globals';
import { problemsOf } from '../../../bench/chaos/checks/index.ts';
import type { ChaosFacts, ChaosRecord, ExecutionFacts, TransactionFacts } from '../../../bench/chaos/facts.ts';
import { arnOf, committed, DONE, entries, execution, outcome, rolledBack, takenOver, UNDONE } from './facts.ts';

/** What is said of a run with this one transaction. */
function saidOf(facts: TransactionFacts, more: Partial<ChaosFacts> = {}): string[] {
  const run = { transactions: [facts], strangers: [], failedRecoveries: [], queues: [], ...more };
  return problemsOf(run).map(({ problem }) => problem);
}

const withRecord = (facts: TransactionFacts, record: Partial<ChaosRecord>): TransactionFacts => ({
  ...facts,
  record: { TransactionId: 't', ...facts.record, ...record },
});
const withExecution = (facts: TransactionFacts, more: Partial<ExecutionFacts>): TransactionFacts => ({
  ...facts,
  executions: [execution('t-1', { ...facts.executions[0], ...more })],
});

test.each([
  ['committed', committed()],
  ['was rolled back', rolledBack()],
  ['committed in its second attempt', takenOver()],
])('there is nothing to say of a transaction that %s', (_, facts) => {
  expect(saidOf(facts)).toEqual([]);
});

test('a recovery may undo later what was never done than what its execution had undone already', () => {
  const stopped = { status: 'ABORTED', error: 'Stopped', wasStopped: true, wasRecovered: true, hasVerdict: false };
  const Steps = entries(
    't-1',
    'Success ProcessRecords',
    'Success TransformRecords',
    'RolledBack TransformRecords',
    'RolledBack CommitRecords',
    'RolledBack ProcessRecords',
  );
  expect(saidOf(withRecord(withExecution(rolledBack(), stopped), { Steps }))).toEqual([]);
});

test('a refused second attempt is no problem, and a refused only one is', () => {
  const refused = execution('t-2', { status: 'FAILED', error: 'DuplicateTransaction' });
  const facts = committed();
  const two = { ...facts, planned: { ...facts.planned, attempts: [1, 2] }, executions: [execution('t-1'), refused] };
  expect(saidOf(two)).toEqual([]);
  expect(saidOf(withExecution(rolledBack(), { error: 'DuplicateTransaction' }))).toContain(
    't-1 was refused with DuplicateTransaction, but there is no other',
  );
});

test.each<[string, TransactionFacts, string]>([
  ['that never ran', { ...committed(), executions: [] }, 't-1 was published, and never ran'],
  [
    'that ran twice under one name',
    { ...committed(), executions: [execution('t-1'), execution('t-1')] },
    't-1 ran twice',
  ],
  [
    'that ran as an attempt which nobody published',
    { ...committed(), executions: [execution('t-1'), execution('t-7', { status: 'FAILED' })] },
    't-7 ran, and was not published',
  ],
  ['that still runs', withExecution(rolledBack(), { status: 'RUNNING' }), 't-1 still runs'],
  ['without a record', { ...rolledBack(), record: undefined }, 'it has no record'],
  [
    'that stays open',
    withRecord(rolledBack(), { Status: 'IN_PROGRESS' }),
    'its record is IN_PROGRESS, but t-1 ended FAILED',
  ],
  [
    'that is COMMITTED by an execution that failed',
    withRecord(rolledBack(), { Status: 'COMMITTED' }),
    'its record is COMMITTED, but t-1 ended FAILED',
  ],
  [
    'that is ROLLED_BACK although its execution succeeded',
    withRecord(committed(), { Status: 'ROLLED_BACK' }),
    'its record is ROLLED_BACK, but t-1 ended SUCCEEDED',
  ],
  [
    'whose record is of somebody else',
    withRecord(committed(), { ExecutionId: arnOf('u-1') }),
    `its record is of ${arnOf('u-1')}, which is no execution of it`,
  ],
  [
    'that two executions committed',
    { ...takenOver(), executions: [execution('t-1'), execution('t-2')] },
    't-1 SUCCEEDED, but the record is of t-2',
  ],
  [
    'with an effect twice',
    withRecord(committed(), { Steps: entries('t-1', ...DONE, 'Success CommitRecords') }),
    't-1 has Success CommitRecords twice',
  ],
  [
    'with a rollback twice',
    withRecord(rolledBack(), { Steps: entries('t-1', ...DONE, ...UNDONE, 'RolledBack ProcessRecords') }),
    't-1 has RolledBack ProcessRecords twice',
  ],
  [
    'rolled back in the wrong order',
    withRecord(rolledBack(), { Steps: entries('t-1', ...DONE, ...UNDONE.toReversed()) }),
    't-1 rolled back ProcessRecords,TransformRecords,CommitRecords: not in reverse',
  ],
  [
    'with a step that was not undone',
    withRecord(rolledBack(), { Steps: entries('t-1', ...DONE, ...UNDONE.slice(0, 2)) }),
    't-1 ended FAILED, but what it did and did not undo is ProcessRecords',
  ],
  [
    'that both of its executions have done',
    withRecord(takenOver(), { Steps: [...entries('t-1', ...DONE), ...entries('t-2', ...DONE)] }),
    't-1 and t-2 were both done',
  ],
  [
    'that is COMMITTED without all data',
    withRecord(committed(), { TransformRecords: undefined }),
    'it is COMMITTED without the data of TransformRecords',
  ],
  [
    'with data of other records',
    withRecord(committed(), { CommitRecords: { Data: { Count: 1, Digest: '' } } }),
    'the data of CommitRecords is not that of its records',
  ],
  [
    'that is ROLLED_BACK with data',
    withRecord(rolledBack(), { ProcessRecords: { Data: [] } }),
    'it is ROLLED_BACK, with the data of ProcessRecords',
  ],
  [
    'that committed although a step said no',
    withExecution(committed(), { hasVerdict: true }),
    't-1 SUCCEEDED, although a step of it said no',
  ],
  [
    'that was stopped by nobody',
    withExecution(rolledBack(), { status: 'ABORTED', error: 'Stopped' }),
    't-1 was ABORTED by nobody',
  ],
  [
    'that failed by itself and had to be recovered',
    withExecution(rolledBack(), { wasRecovered: true }),
    't-1 ended FAILED CardDeclined, and was recovered all the same',
  ],
  [
    'whose rollback failed for good',
    withExecution(rolledBack(), { error: 'RollbackFailed' }),
    't-1 ended FAILED RollbackFailed',
  ],
  [
    'that was refused, and has written',
    withExecution(rolledBack(), { error: 'SagaClosed' }),
    't-1 was refused, and has written',
  ],
  ['that nobody was told of', { ...committed(), outcomes: [] }, 'nobody was told that it is COMMITTED'],
  [
    'of which somebody was told what is not so',
    { ...rolledBack(), outcomes: [outcome('t-1', 'ROLLED_BACK'), outcome('t-1', 'COMMITTED')] },
    'it was told that t-1 is COMMITTED, which ended FAILED',
  ],
  [
    'that was told of by another name',
    { ...committed(), outcomes: [outcome('t-1', 'COMMITTED', { CorrelationId: 'yours' })] },
    'it was told of as yours',
  ],
])('a transaction %s is a problem', (_, facts, problem) => {
  expect(saidOf(facts)).toContain(problem);
});

describe('what is left over', () => {
  test('an execution of nobody is a problem', () => {
    expect(saidOf(committed(), { strangers: [execution('u-1')] })).toEqual([
      'u-1 ran, of a transaction that nobody published',
    ]);
  });

  test('a recovery that failed is a problem', () => {
    expect(saidOf(committed(), { failedRecoveries: ['the recovery r ended FAILED'] })).toEqual([
      'the recovery r ended FAILED',
    ]);
  });

  test('a queue that holds more or less than it has to is a problem', () => {
    const queues = [
      { queue: 'Dead', messages: 1, expected: 0 },
      { queue: 'Audit', messages: 2, expected: 3 },
      { queue: 'Saga', messages: 0, expected: 0 },
    ];
    expect(saidOf(committed(), { queues })).toEqual([
      'Dead holds 1 messages in place of 0',
      'Audit holds 2 messages in place of 3',
    ]);
  });
});
