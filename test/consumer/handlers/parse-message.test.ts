import { describe, expect, test } from '@jest/globals';
import { PoisonMessage } from '../../../consumer/handler.ts';
import { parseMessage } from '../../../consumer/handlers/parse-message.ts';
import { MAX_MESSAGE_BYTES } from '../../../contract/message.ts';

/** Stands wherever a value can be wrong, and must never come out again. */
const SECRET = '4111 1111 1111 1111';

function reasonOf(body: unknown): string {
  try {
    parseMessage(typeof body === 'string' ? body : JSON.stringify(body));
  } catch (error) {
    if (!(error instanceof PoisonMessage)) throw error;
    expect(error.cause).toBeUndefined();
    return error.message;
  }
  throw new Error('the message was taken');
}

test('a transaction is taken as it was published, and becomes the Payload of the input', () => {
  const body = { TransactionDetails: { TransactionId: 'T-1', Records: [{ Id: 'a', amount: 1.5 }] }, Attempt: 2 };
  expect(parseMessage(JSON.stringify(body))).toEqual({ input: { Payload: body }, transaction: body });
});

test('nothing is added to the input where the message leaves something out', () => {
  const { input, transaction } = parseMessage('{"TransactionDetails":{"TransactionId":"1"}}');
  expect(input).toEqual({ Payload: { TransactionDetails: { TransactionId: '1' } } });
  expect(transaction.Attempt).toBe(1);
});

test('a message of 128 KiB is taken, one more byte is too many', () => {
  const body = JSON.stringify({ TransactionDetails: { TransactionId: '1' } });
  expect(parseMessage(body.padEnd(MAX_MESSAGE_BYTES)).transaction.TransactionDetails.TransactionId).toBe('1');
  expect(reasonOf(body.padEnd(MAX_MESSAGE_BYTES + 1))).toMatch(
    'the message has 131073 bytes, but may have at most 131072',
  );
});

test('bytes are counted, not characters', () => {
  const body = JSON.stringify({ TransactionDetails: { TransactionId: '1' }, x: '' }).padEnd(MAX_MESSAGE_BYTES - 1);
  expect(reasonOf(`${body}é`)).toMatch('the message has 131073 bytes');
});

describe('poison', () => {
  test.each([
    ['text', SECRET, /the message is not JSON/],
    ['nothing', '', /the message is not JSON/],
    ['half an object', `{ "TransactionDetails": "${SECRET}`, /the message is not JSON/],
    ['a JSON string', JSON.stringify(SECRET), /Payload is a string of 19 characters, but has to be an object/],
    ['a list', [SECRET], /Payload is a list of 1/],
    ['a number', '4111111111111111', /Payload is a number, but has to be an object/],
    ['null', 'null', /Payload is null/],
    ['an object without TransactionDetails', {}, /TransactionDetails is nothing/],
    [
      'TransactionDetails that are no object',
      { TransactionDetails: SECRET },
      /TransactionDetails is a string of 19 characters/,
    ],
    [
      'a TransactionId that is none',
      { TransactionDetails: { TransactionId: SECRET } },
      /TransactionId is a string of 19 characters/,
    ],
    [
      'a TransactionId with a quote',
      { TransactionDetails: { TransactionId: `"${SECRET}"\\` } },
      /TransactionId is a string of 22 characters/,
    ],
    [
      'an unknown property',
      { TransactionDetails: { TransactionId: '1', SimulateFail: SECRET } },
      /has the property "SimulateFail"/,
    ],
    [
      'an Attempt out of range',
      { TransactionDetails: { TransactionId: '1' }, Attempt: 4111111111111111 },
      /Attempt is a number, but has to be a whole number/,
    ],
    [
      'a record without an Id',
      { TransactionDetails: { TransactionId: '1', Records: [SECRET] } },
      /Records\[0\] is a string of 19 characters/,
    ],
    [
      'a wrong Id',
      { TransactionDetails: { TransactionId: '1', Records: [{ Id: 4111111111111111 }] } },
      /Records\[0\]\.Id is a number/,
    ],
    [
      'an Id twice',
      { TransactionDetails: { TransactionId: '1', Records: [{ Id: SECRET }, { Id: SECRET }] } },
      /Records\[1\]\.Id is a string of 19 characters, as is that of Records\[0\]/,
    ],
    [
      'a number that loses digits',
      '{"TransactionDetails":{"TransactionId":"1","Records":[{"Id":"a","card":41111111111111111111}]}}',
      /Records\[0\] has a number in or under "card"/,
    ],
    [
      'an unknown step to fail',
      { TransactionDetails: { TransactionId: '1', simulateFail: SECRET } },
      /simulateFail is a string of 19 characters/,
    ],
    [
      'an envelope around the envelope',
      { Payload: { TransactionDetails: { TransactionId: '1' } } },
      /has the property "Payload"/,
    ],
    ['the envelope of SNS', { Type: 'Notification', Message: SECRET }, /has the property "Type"/],
  ])('%s is refused with a reason that quotes no value', (_, body, reason) => {
    const got = reasonOf(body);
    expect(got).toMatch(reason);
    expect(got).not.toMatch(/4111/);
  });
});
