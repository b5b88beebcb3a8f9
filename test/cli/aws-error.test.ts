import { describe, expect, it } from '@jest/globals';
import { explainAwsError, isTransient } from '../../cli/aws-error.ts';

function error(name: string, more: object = {}, message = 'it says why\nand more'): Error {
  return Object.assign(new Error(message), { name, ...more });
}

describe('an error of AWS', () => {
  it.each([
    [error('X', { $metadata: { httpStatusCode: 503 } })],
    [error('X', { $metadata: { httpStatusCode: 429 } })],
    [error('ThrottledException', { $metadata: { httpStatusCode: 400 } })],
    [error('X', { $retryable: { throttling: true } })],
    [error('TimeoutError')],
    [error('Error', { code: 'ECONNRESET' })],
    [error('Error', { code: 'EAI_AGAIN' })],
  ])('is transient: %j', (transient) => {
    expect(isTransient(transient)).toBe(true);
  });

  it.each([
    [error('AccessDenied', { $metadata: { httpStatusCode: 403 } })],
    [error('TypeError')],
    [error('Error', { code: 'ERR_INVALID_ARG_TYPE' })],
    [undefined],
  ])('is not transient: %j', (lasting) => {
    expect(isTransient(lasting)).toBe(false);
  });

  it.each([
    [error('CredentialsProviderError'), 'no AWS credentials were found (it says why)', 3],
    [error('ExpiredTokenException', { $metadata: {} }), 'log in again', 3],
    [error('Error', { code: 'ENOTFOUND' }), 'AWS cannot be reached (it says why)', 3],
    [error('TimeoutError', {}), 'AWS cannot be reached', 3],
    [
      error('AccessDeniedException', { $fault: 'client', $metadata: { requestId: 'r-1' } }),
      'AWS refused with AccessDeniedException: it says why (request r-1)',
      3,
    ],
    [error('Error', {}, 'Region is missing'), 'set AWS_REGION', 2],
  ])('is explained in a sentence: %j', (cause, words, exitCode) => {
    const explained = explainAwsError(cause);
    expect(explained?.message).toContain(words);
    expect(explained?.message).not.toContain('\n');
    expect(explained?.exitCode).toBe(exitCode);
    expect(explained?.cause).toBe(cause);
  });

  it('names the embedded cloud that does not answer', () => {
    expect(explainAwsError(error('Error', { code: 'ECONNREFUSED' }), 'http://127.0.0.1:4566')?.message).toContain(
      'no embedded cloud answers on http://127.0.0.1:4566',
    );
  });

  it('is not made of a defect', () => {
    expect(explainAwsError(new TypeError('x is not a function'))).toBeUndefined();
    expect(explainAwsError('text')).toBeUndefined();
  });
});
