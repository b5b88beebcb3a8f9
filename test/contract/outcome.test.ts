import { describe, expect, test } from '@jest/globals';
import { NotAnOutcome, parseOutcome } from '../../contract/outcome.ts';

const OUTCOME = {
  TransactionId: '1',
  Attempt: 2,
  CorrelationId: 'order 7',
  ExecutionArn: 'arn:aws:states:us-east-1:000000000000:execution:Saga:1-2',
  Status: 'ROLLED_BACK',
  FailedStep: 'CommitRecords',
  Error: 'SimulatedFailure',
  Cause: 'as asked',
  Time: '2026-11-21T10:00:00.000Z',
};

const parse = (outcome: unknown) => parseOutcome(JSON.stringify(outcome));

describe('parseOutcome', () => {
  test('reads all that a saga tells', () => {
    expect(parse(OUTCOME)).toEqual(OUTCOME);
  });

  test('takes null for what there is not', () => {
    const { CorrelationId: _, FailedStep: __, Error: ___, Cause: ____, ...committed } = OUTCOME;
    expect(parse({ ...committed, Status: 'COMMITTED', CorrelationId: null })).toEqual({
      ...committed,
      Status: 'COMMITTED',
    });
  });

  test('drops what a later deploy may add', () => {
    expect(parse({ ...OUTCOME, Added: 1 })).toEqual(OUTCOME);
  });

  test.each([
    ['Status', 'IN_PROGRESS', /^Status is "IN_PROGRESS", but has to be one of COMMITTED, ROLLED_BACK, ROLLBACK_FAILED/],
    ['Attempt', '2', /^Attempt is "2", but has to be a number/],
    ['TransactionId', undefined, /^TransactionId is nothing, but has to be a string/],
    ['ExecutionArn', 7, /^ExecutionArn is the number 7/],
    ['Time', null, /^Time is null/],
    ['CorrelationId', 7, /^CorrelationId is the number 7/],
  ])('refuses a %s of %j', (name, value, message) => {
    expect(() => parse({ ...OUTCOME, [name]: value })).toThrow(message);
  });

  test('refuses what is no object, or no JSON', () => {
    expect(() => parse([])).toThrow(NotAnOutcome);
    expect(() => parseOutcome('hello')).toThrow(/^the message is "hello", but has to be JSON/);
  });
});
