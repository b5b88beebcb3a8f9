import {
  InternalServerError,
  ProvisionedThroughputExceededException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { TransientError } from '../../../contract/errors.ts';
import { orTransient } from '../../../lambda/store/transient.ts';
import { conditionFailed } from '../../support/dynamodb.ts';

const named = (name: string) => Object.assign(new Error('no'), { name });
const coded = (code: string) => Object.assign(new Error('no'), { code });
const answered = (httpStatusCode: number) => Object.assign(new Error('no'), { $metadata: { httpStatusCode } });
const $metadata = { httpStatusCode: 400 };

async function thrownFor(error: unknown): Promise<unknown> {
  try {
    return await orTransient('UpdateItem of transaction 1', Promise.reject(error));
  } catch (thrown) {
    return thrown;
  }
}

describe('an error that another attempt may not get becomes a TransientError with its cause', () => {
  test.each([
    ['provisioned throughput', new ProvisionedThroughputExceededException({ message: 'no', $metadata })],
    ['an internal error', new InternalServerError({ message: 'no', $metadata })],
    ['throttling', named('ThrottlingException')],
    ['throttling under its old name', named('Throttling')],
    ['the account limit', named('RequestLimitExceeded')],
    ['a transaction on the item', named('TransactionConflictException')],
    ['a transaction in progress', named('TransactionInProgressException')],
    ['a write in another region', named('ReplicatedWriteConflictException')],
    ['a service that is not available', named('ServiceUnavailable')],
    ['a request that the service timed out', named('RequestTimeoutException')],
    ['a request that the service timed out, old name', named('RequestTimeout')],
    ['a timeout of the client', named('TimeoutError')],
    ['an abort before the deadline', named('AbortError')],
    ['any answer of 500', answered(500)],
    ['any answer of 503', answered(503)],
    ['an answer of 429', answered(429)],
    ...[
      'EAI_AGAIN',
      'ECONNABORTED',
      'ECONNREFUSED',
      'ECONNRESET',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'ENOTFOUND',
      'EPIPE',
      'ETIMEDOUT',
    ].map((code): [string, Error] => [`the network's ${code}`, coded(code)]),
  ])('%s', async (_, error) => {
    const thrown = await thrownFor(error);
    expect(thrown).toBeInstanceOf(TransientError);
    expect(thrown).toMatchObject({
      name: 'TransientError',
      message: `UpdateItem of transaction 1 failed for now with ${error.name} (no): try again`,
      cause: error,
    });
  });
});

describe('any other error passes unchanged', () => {
  test.each([
    ['a condition that does not hold', conditionFailed()],
    ['a table that is not there', new ResourceNotFoundException({ message: 'no', $metadata })],
    ['a request that is not valid', named('ValidationException')],
    ['a lack of permission', named('AccessDeniedException')],
    ['an answer of 499', answered(499)],
    ['a code that is not of the network', coded('ERR_INVALID_ARG_TYPE')],
    ['what is not an error', 'a string'],
  ])('%s', async (_, error) => {
    expect(await thrownFor(error)).toBe(error);
  });
});

test('a call that succeeds gives its answer', async () => {
  expect(await orTransient('GetItem', Promise.resolve(42))).toBe(42);
});
