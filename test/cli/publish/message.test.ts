import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../../../cli/publish/message.ts';
import { InvalidTransaction } from '../../../contract/errors.ts';
import { MAX_MESSAGE_BYTES } from '../../../contract/message.ts';
import { MAX_RECORDS_BYTES } from '../../../contract/records.ts';

/** Records of exactly so many bytes of JSON. */
function recordsOf(bytes: number) {
  const empty = JSON.stringify([{ Id: 'a', Text: '' }]).length;
  return [{ Id: 'a', Text: 'x'.repeat(bytes - empty) }];
}

function reasonFor(text: string): string {
  try {
    readMessage(1, text);
  } catch (error) {
    if (error instanceof InvalidTransaction) return error.message;
    throw error;
  }
  throw new Error('it is valid');
}

describe('making a message of a line', () => {
  it.each([
    ['the message', '{"TransactionDetails":{"TransactionId":"1"}}'],
    ['the message with its attempt', '{ "Attempt": 1, "TransactionDetails": { "TransactionId": "1" } }'],
    ["the article's form", '{"Payload":{"TransactionDetails":{"TransactionId":"1"}}}'],
    ['a bare TransactionDetails', '{"TransactionId":"1"}'],
  ])('makes the same envelope of %s', (_form, text) => {
    expect(readMessage(7, text)).toEqual({
      number: 7,
      name: '1-1',
      body: '{"TransactionDetails":{"TransactionId":"1"},"Attempt":1}',
    });
  });

  it.each([
    ['{"TransactionId":"1"}', 'all'],
    ['{"TransactionDetails":{"TransactionId":"1"},"CorrelationId":"own"}', 'own'],
  ])('gives %s the correlation id of all, unless it has its own', (text, expected) => {
    expect(JSON.parse(readMessage(1, text, 'all').body)).toMatchObject({ CorrelationId: expected });
  });

  it('keeps records, simulateFail and the attempt', () => {
    const details = {
      TransactionId: 't',
      Records: [{ Id: 'é', Deep: { List: [1, null] } }],
      simulateFail: { step: 'CommitRecords', phase: 'after' },
    };
    const { name, body } = readMessage(1, JSON.stringify({ TransactionDetails: details, Attempt: 12 }));
    expect(name).toBe('t-12');
    expect(JSON.parse(body)).toEqual({ TransactionDetails: details, Attempt: 12 });
  });

  it.each([
    ['not json', 'not JSON'],
    ['{"TransactionDetails":{"TransactionId":"1"}', 'not JSON'],
    ['[]', 'a list of 0'],
    ['17', 'the number 17'],
    ['null', 'null'],
    ['"1"', 'has to be an object'],
    ['{}', 'TransactionDetails is nothing'],
    ['{"TransactionId":1}', 'the number 1'],
    ['{"TransactionId":"a b"}', '"a b"'],
    ['{"TransactionId":"1","simulatefail":true}', '"simulatefail"'],
    ['{"TransactionDetails":{"TransactionId":"1"},"Attempt":1000}', 'from 1 to 999'],
    ['{"TransactionId":"1","Records":[{"Id":"a"},{"Id":"a"}]}', 'Records[1].Id'],
  ])('refuses %s and says what is wrong', (text, reason) => {
    expect(reasonFor(text)).toContain(reason);
  });

  it('refuses a message of more than 128 KiB by its size', () => {
    const reason = reasonFor(JSON.stringify({ TransactionId: '1', Records: recordsOf(MAX_MESSAGE_BYTES) }));
    expect(reason).toMatch(/^the message is 131\d{3} bytes, but may have at most 131072 \(128 KiB\)/);
  });

  it('takes a line of more than 128 KiB whose message is less, as white space and escapes make it', () => {
    const spaced = `{"TransactionId":"1"${' '.repeat(MAX_MESSAGE_BYTES)}}`;
    expect(readMessage(1, spaced).name).toBe('1-1');
    const escaped = `{"TransactionId":"1","Records":[{"Id":"a","Text":"${'\\u4e2d'.repeat(30_000)}"}]}`;
    expect(JSON.parse(readMessage(1, escaped).body).TransactionDetails.Records[0].Text).toBe('中'.repeat(30_000));
  });

  it('keeps within the limit whatever the schema allows', () => {
    const longest = {
      TransactionDetails: {
        TransactionId: 'x'.repeat(64),
        Records: recordsOf(MAX_RECORDS_BYTES),
        simulateFail: { step: 'TransformRecords', phase: 'rollback', times: 1_000, error: 'E'.repeat(80) },
      },
      Attempt: 999,
    };
    const { body } = readMessage(1, JSON.stringify(longest));
    expect(Buffer.byteLength(body)).toBeGreaterThan(MAX_RECORDS_BYTES);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
  });

  it('refuses what is nested a hundred thousand levels deep, instead of failing on it', () => {
    const deep = `{"TransactionId":"1","Records":[{"Id":"a","Deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`;
    expect(reasonFor(deep)).toContain('128 KiB');
  });
});
