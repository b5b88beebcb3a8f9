import { describe, expect, test } from '@jest/globals';
import { MAX_MESSAGE_BYTES } from '../../contract/message.ts';
import { MAX_RECORDS_BYTES } from '../../contract/records.ts';
import { MAX_ATTEMPT, parseTransaction } from '../../contract/transaction.ts';

/** What Step Functions carries from state to state. */
const STATE_BYTES = 262_144;

describe('the limit of a message', () => {
  test('leaves half of what a state may hold to results and causes', () => {
    expect(MAX_MESSAGE_BYTES).toBe(STATE_BYTES / 2);
  });

  test('admits the largest transaction there is, fault plan and all', () => {
    const empty = JSON.stringify([{ Id: '1', Data: '' }]).length;
    const transaction = {
      TransactionDetails: {
        TransactionId: 'x'.repeat(64),
        Records: [{ Id: '1', Data: 'x'.repeat(MAX_RECORDS_BYTES - empty) }],
        simulateFail: { step: 'CommitRecords', phase: 'rollback', times: 1_000, error: 'E'.repeat(80) },
      },
      Attempt: MAX_ATTEMPT,
    };
    expect(() => parseTransaction(transaction, ['CommitRecords'])).not.toThrow();
    expect(JSON.stringify(transaction).length).toBeLessThan(MAX_MESSAGE_BYTES);
  });
});
