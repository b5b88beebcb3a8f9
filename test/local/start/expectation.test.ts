import { describe, expect, test } from '@jest/globals';
import { expectationOf } from '../../../local/start/expectation.ts';

const retries = new Map([
  ['CommitRecords', [{ ErrorEquals: ['TransientError', 'Sandbox.Timedout'], MaxAttempts: 2 }]],
  ['CommitRecordsRollback', [{ ErrorEquals: ['SagaClosed'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }]],
]);
const asked = (simulateFail?: unknown) =>
  expectationOf({ TransactionDetails: { TransactionId: 'a', simulateFail } }, retries);
const plan = (rest: object) => asked({ step: 'CommitRecords', ...rest });

describe('what is asked for', () => {
  test('is a commit, unless simulateFail says otherwise', () => {
    expect(asked()).toEqual(['COMMITTED']);
    expect(asked(false)).toEqual(['COMMITTED']);
  });

  test('is a commit or a clean rollback where the failure is random', () => {
    expect(asked(true)).toEqual(['COMMITTED', 'ROLLED_BACK']);
  });

  test('is a rollback where a step fails with an error that is not retried', () => {
    expect(asked('CommitRecords')).toEqual(['ROLLED_BACK']);
    expect(plan({ phase: 'after', times: 1 })).toEqual(['ROLLED_BACK']);
  });

  test('is a commit where the fault is over before the retries end', () => {
    expect(plan({ phase: 'before', error: 'TransientError', times: 2 })).toEqual(['COMMITTED']);
    expect(plan({ phase: 'before', error: 'TransientError', times: 3 })).toEqual(['ROLLED_BACK']);
    expect(plan({ phase: 'timeout', times: 2 })).toEqual(['COMMITTED']);
    expect(plan({ phase: 'timeout' })).toEqual(['ROLLED_BACK']);
  });

  test('is a failed rollback where the rollback fails past its retries, three when the definition gives no number', () => {
    expect(plan({ phase: 'rollback', times: 3 })).toEqual(['ROLLED_BACK']);
    expect(plan({ phase: 'rollback', times: 4 })).toEqual(['ROLLBACK_FAILED']);
    expect(plan({ phase: 'rollback' })).toEqual(['ROLLBACK_FAILED']);
  });

  test.each([[42], [null], [{ hello: 1 }]])('is nothing that can come for the input %j', (input) => {
    expect(expectationOf(input, retries)).toEqual([]);
  });
});
