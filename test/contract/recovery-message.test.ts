import { describe, expect, test } from '@jest/globals';
import { parseRecoveryMessage } from '../../contract/recovery-message.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000:execution:Saga:1-1';
const ROLLBACK_FAILED = {
  Kind: 'RollbackFailed',
  ExecutionArn: ARN,
  TransactionId: '1',
  Error: 'OutOfStock',
  Cause: 'sold',
  RollbackErrors: { ProcessRecords: { Error: 'Lambda.Unknown', Cause: 'crashed' } },
  Command: 'npm run saga -- recover 1',
  Time: '2026-01-01T12:00:00.000Z',
};
/** As EventBridge makes it of a recovery that timed out. */
const RECOVERY_FAILED = {
  Kind: 'RecoveryFailed',
  Recovery: { input: JSON.stringify({ ExecutionArn: ARN }), status: 'TIMED_OUT', error: null, cause: null },
  Command: 'npm run saga -- recover --all',
  Time: '2026-01-01T12:00:00Z',
};

describe('a message of the recovery queue', () => {
  test('is read as it was sent', () => {
    expect(parseRecoveryMessage(JSON.stringify(ROLLBACK_FAILED))).toEqual(ROLLBACK_FAILED);
  });

  test('of a recovery that failed names the execution of the saga, and how the recovery ended', () => {
    const { Recovery: _, ...others } = RECOVERY_FAILED;
    expect(parseRecoveryMessage(JSON.stringify(RECOVERY_FAILED))).toEqual({
      ...others,
      ExecutionArn: ARN,
      Error: 'TIMED_OUT',
      Cause: '',
    });
  });

  test.each(['error', 'cause'])('of a recovery that failed may do without its %s', (name) => {
    const recovery = { ...RECOVERY_FAILED.Recovery, [name]: undefined };
    expect(parseRecoveryMessage(JSON.stringify({ ...RECOVERY_FAILED, Recovery: recovery }))).toMatchObject({
      ExecutionArn: ARN,
      Error: 'TIMED_OUT',
    });
  });

  test.each([
    ['nothing', undefined, /^Recovery is nothing, but has to be an object/],
    ['without an input', { status: 'FAILED' }, /^Recovery.input is nothing, but has to be a string/],
    ['with another input', { input: '{}', status: 'FAILED' }, /^ExecutionArn is nothing, but has to be the ARN/],
    ['without an end', { input: RECOVERY_FAILED.Recovery.input }, /^Recovery.status is nothing, but has to be a str/],
  ])('of a recovery that failed is refused where the recovery is %s', (_, recovery, message) => {
    const text = JSON.stringify({ ...RECOVERY_FAILED, Recovery: recovery });
    expect(() => parseRecoveryMessage(text)).toThrow(message);
  });

  test.each([
    ['text', 'hello', /^the message is "hello", but has to be JSON/],
    ['a list', '[]', /^the message is a list of 0, but has to be an object/],
    [
      'a message of another kind',
      '{"Kind":"Hello"}',
      /^Kind is "Hello", but has to be one of RollbackFailed, Recovery/,
    ],
    ['no execution', { ExecutionArn: undefined }, /^ExecutionArn is nothing, but has to be the ARN of an execution/],
    ['no ARN', { ExecutionArn: 'hello' }, /^ExecutionArn is "hello", but has to be the ARN of an execution/],
    ['a state machine', { ExecutionArn: ARN.replace('execution', 'stateMachine') }, /^ExecutionArn is /],
    ['an id that is no text', { TransactionId: 1 }, /^TransactionId is the number 1, but has to be a string/],
    ['no error', { Error: undefined }, /^Error is nothing, but has to be a string/],
    ['no errors of rollbacks', { RollbackErrors: 1 }, /^RollbackErrors is the number 1, but has to be an object/],
    [
      'an error of a rollback without a name',
      { RollbackErrors: { A: {} } },
      /^RollbackErrors.A is an object with no prop/,
    ],
    ['no command', { Command: undefined }, /^Command is nothing/],
  ])('is refused where it is %s', (_, body, message) => {
    const text = typeof body === 'string' ? body : JSON.stringify({ ...ROLLBACK_FAILED, ...body });
    expect(() => parseRecoveryMessage(text)).toThrow(message);
    expect(() => parseRecoveryMessage(text)).toThrow(/look who sent it, and delete it$/);
  });
});
