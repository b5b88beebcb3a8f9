import { expect, test } from '@jest/globals';
import {
  DuplicateTransaction,
  ERROR_NAME,
  InvalidTransaction,
  REFUSALS,
  SagaClosed,
  SagaError,
  TransientError,
} from '../../contract/errors.ts';

test.each([
  [InvalidTransaction, ERROR_NAME.invalidTransaction],
  [DuplicateTransaction, ERROR_NAME.duplicateTransaction],
  [SagaClosed, ERROR_NAME.sagaClosed],
  [TransientError, ERROR_NAME.transient],
])('%p carries the name that Retry and Catch match, its message and its cause', (Class, name) => {
  const cause = new Error('cause');
  const error = new Class('message', { cause });
  expect(error).toBeInstanceOf(SagaError);
  expect(error).toMatchObject({ name, message: 'message', cause });
});

test('what may be tried again is not a refusal', () => {
  expect(REFUSALS).toEqual(['InvalidTransaction', 'DuplicateTransaction', 'SagaClosed']);
});
