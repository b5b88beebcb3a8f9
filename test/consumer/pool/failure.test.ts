import { describe, expect, test } from '@jest/globals';
import { BACKOFF, CallTimeout, classify, FAILURE_CLASSES } from '../../../consumer/pool/failure.ts';
import { sqsError } from './stub-sqs.ts';

describe('classify', () => {
  test.each([
    ['unanswered', new CallTimeout('no answer within 5000 ms')],
    ['unanswered', Object.assign(new Error('socket'), { name: 'TimeoutError' })],
    ['unanswered', Object.assign(new Error('connect'), { code: 'ETIMEDOUT' })],
    ['network', Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' })],
    ['network', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['network', Object.assign(new Error('getaddrinfo'), { code: 'EAI_AGAIN' })],
    ['server', sqsError('ServiceUnavailable', 503)],
    ['server', sqsError('InternalFailure', 500)],
    ['throttle', sqsError('RequestThrottled', 400)],
    ['throttle', sqsError('ThrottlingException', 400)],
    ['throttle', sqsError('OverLimit', 400)],
    ['throttle', sqsError('Whatever', 429)],
    ['throttle', Object.assign(new Error('slow'), { $retryable: { throttling: true } })],
    ['access', sqsError('AccessDeniedException', 403)],
    ['access', sqsError('QueueDoesNotExist', 400)],
    ['credentials', sqsError('ExpiredToken', 403)],
    ['credentials', sqsError('InvalidClientTokenId', 403)],
    ['credentials', Object.assign(new Error('no'), { name: 'CredentialsProviderError' })],
    ['other', new TypeError('a defect')],
    ['other', undefined],
  ])('calls it %s: %s', (expected, error) => {
    expect(classify(error)).toBe(expected);
  });

  test('has a back-off for each class that allows five calls a second at most, and a try every ten seconds at least', () => {
    for (const failure of FAILURE_CLASSES) {
      expect(BACKOFF[failure].baseMs).toBeGreaterThanOrEqual(200);
      expect(BACKOFF[failure].maxMs).toBeLessThanOrEqual(10_000);
    }
  });
});
