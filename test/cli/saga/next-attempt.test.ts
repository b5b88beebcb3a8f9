import { describe, expect, it } from '@jest/globals';
import { nextAttempt } from '../../../cli/saga/next-attempt.ts';
import { arnOf } from '../aws.ts';

function recordOf(owner: string, ...executions: string[]) {
  return {
    ExecutionId: arnOf(owner),
    Steps: executions.map((name) => ({ Execution: arnOf(name), Name: 'ProcessRecords', Status: 'Success', Ts: '' })),
  };
}

describe('the next attempt', () => {
  it.each([
    ["the owner's and one", 't', recordOf('t-1'), 2],
    ["the owner's and one, whatever ran before", 't', recordOf('t-2', 't-9'), 3],
    ['beyond the last for the last', 't', recordOf('t-999'), 1_000],
    ["the owner's and one where the id itself ends in a number", 'a-7', recordOf('a-7-3'), 4],
    [
      'past the highest in the audit trail where the owner has another name',
      't',
      recordOf('by-hand', 't-2', 't-11', 'u-50'),
      12,
    ],
    ['the second where no name tells', 't', recordOf('by-hand', 'by-hand'), 2],
    ["the second where the owner is another transaction's", 't-1', recordOf('t-1'), 2],
    [
      'the second where the number is none that an attempt can have',
      't',
      recordOf('t-007', 't-1000', 't-0', 't-1x'),
      2,
    ],
    ['the second without an owner', 't', {}, 2],
  ])('is %s', (_what, id, record, expected) => {
    expect(nextAttempt(id, record)).toBe(expected);
  });
});
