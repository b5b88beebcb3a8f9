import { describe, expect, test } from '@jest/globals';
import { InvalidTransaction } from '../../contract/errors.ts';
import { executionName, MAX_ATTEMPT, parseHeader, parseTransaction } from '../../contract/transaction.ts';

const STEPS = ['Process', 'Commit'];
const parse = (input: unknown) => parseTransaction(input, STEPS);
const withId = (TransactionId: unknown) => ({ TransactionDetails: { TransactionId } });

function refusal(input: unknown): string {
  try {
    parse(input);
  } catch (error) {
    expect(error).toMatchObject({ name: 'InvalidTransaction' });
    return (error as Error).message;
  }
  return 'taken';
}

describe('parseTransaction', () => {
  test.each([
    ['the article’s envelope', { Payload: withId('1') }],
    ['the details alone', withId('1')],
    ['a nested execution’s parent beside it', { ...withId('1'), AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn' }],
    ['a parent beside the envelope', { Payload: withId('1'), AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn' }],
  ])('takes %s', (_, input) => {
    expect(parse(input)).toEqual({ TransactionDetails: { TransactionId: '1' }, Attempt: 1 });
  });

  test('takes everything that a transaction may have', () => {
    const input = {
      TransactionDetails: {
        TransactionId: '1',
        Records: [{ Id: 'a' }],
        simulateFail: { step: 'Commit', phase: 'after' },
      },
      Attempt: 2,
    };
    expect(parse({ Payload: input })).toEqual(input);
  });

  test('leaves its input as it is', () => {
    const input = { Payload: withId('1') };
    parse(input);
    expect(input).toEqual({ Payload: withId('1') });
  });

  test.each([
    [
      42,
      'the input is the number 42, but has to be an object such as { "TransactionDetails": { "TransactionId": "1" } }',
    ],
    [[], 'the input is a list of 0, but has to be an object'],
    [null, 'the input is null, but has to be an object'],
    [undefined, 'the input is nothing, but has to be an object'],
    ['{}', 'the input is "{}", but has to be an object'],
    [{}, 'TransactionDetails is nothing, but has to be an object such as { "TransactionId": "1" }'],
    [
      { hello: 1 },
      'the input has the property "hello", but may have only TransactionDetails, Attempt, CorrelationId: remove or rename it',
    ],
    [{ TransactionId: '1' }, 'the input has the property "TransactionId", but may have only'],
    [{ Payload: 42 }, 'Payload is the number 42, but has to be an object'],
    [{ Payload: null }, 'Payload is null, but has to be an object'],
    [{ Payload: withId('1'), more: 1 }, 'the input has the property "more", but may have only Payload'],
    [{ Payload: { Payload: withId('1') } }, 'the input has the property "Payload", but may have only'],
    [{ Payload: {} }, 'TransactionDetails is nothing, but has to be an object'],
    [{ TransactionDetails: [] }, 'TransactionDetails is a list of 0, but has to be an object'],
    [
      { TransactionDetails: {} },
      'TransactionDetails.TransactionId is nothing, but has to be a string of 1 to 64 of A-Z a-z 0-9 _ -',
    ],
    [
      { TransactionDetails: { TransactionId: '1', simulatefail: true } },
      'TransactionDetails has the property "simulatefail", but may have only TransactionId, Records, simulateFail: remove or rename it',
    ],
    [{ TransactionDetails: { TransactionId: '1', Records: null } }, 'Records is null, but has to be a list'],
    [{ TransactionDetails: { TransactionId: '1', simulateFail: null } }, 'simulateFail is null, but has to be'],
    [
      JSON.parse('{"__proto__":{"TransactionDetails":{"TransactionId":"1"}}}'),
      'the input has the property "__proto__"',
    ],
    [
      JSON.parse('{"TransactionDetails":{"__proto__":{"TransactionId":"1"}}}'),
      'TransactionDetails has the property "__proto__"',
    ],
  ])('refuses %j', (input, message) => {
    expect(refusal(input)).toContain(message);
  });
});

describe('a TransactionId', () => {
  test.each(['1', 'x'.repeat(64), 'AZaz09_-', '-', '__proto__', 'constructor', 'toString'])('may be %s', (id) => {
    expect(parse(withId(id)).TransactionDetails.TransactionId).toBe(id);
  });

  test.each([
    ['', '""'],
    ['x'.repeat(65), 'a string of 65 characters'],
    ['a b', '"a b"'],
    ['a.b', '"a.b"'],
    ['a\n', '"a\\n"'],
    ['é', '"é"'],
    [1, 'the number 1'],
    [null, 'null'],
    [['1'], 'a list of 1'],
  ])('may not be %j', (id, got) => {
    expect(refusal(withId(id))).toBe(
      `TransactionDetails.TransactionId is ${got}, but has to be a string of 1 to 64 of A-Z a-z 0-9 _ -`,
    );
  });
});

describe('an Attempt', () => {
  test.each([1, MAX_ATTEMPT])('may be %d', (Attempt) => {
    expect(parse({ ...withId('1'), Attempt }).Attempt).toBe(Attempt);
  });

  test.each([0, MAX_ATTEMPT + 1, 1.5, -1, '1', null])('may not be %j', (Attempt) => {
    expect(refusal({ ...withId('1'), Attempt })).toMatch(
      /^Attempt is .*, but has to be a whole number from 1 to 999: leave it out for the first$/,
    );
  });
});

describe('a CorrelationId', () => {
  test('is left out where the input has none', () => {
    expect(parse(withId('1'))).not.toHaveProperty('CorrelationId');
  });

  test.each(['a', 'order 7 / retry #2', '~', 'x'.repeat(128)])('may be %j', (CorrelationId) => {
    expect(parse({ ...withId('1'), CorrelationId }).CorrelationId).toBe(CorrelationId);
    expect(parse({ Payload: { ...withId('1'), CorrelationId } }).CorrelationId).toBe(CorrelationId);
  });

  test.each(['', 'x'.repeat(129), 'é', 'a\n', '\t', '\u007f', 1, null])('may not be %j', (CorrelationId) => {
    expect(refusal({ ...withId('1'), CorrelationId })).toMatch(
      /^CorrelationId is .*, but has to be a string of 1 to 128 printable ASCII characters: leave it out where there is none$/,
    );
  });
});

describe('parseHeader', () => {
  test('reads what a transaction is known by, whatever the rest of it is to this deploy', () => {
    const TransactionDetails = { TransactionId: '1', simulateFail: 'AStepOfOld', Records: 7 };
    expect(parseHeader({ Payload: { TransactionDetails, Attempt: 3, CorrelationId: 'c' } })).toEqual({
      TransactionId: '1',
      Attempt: 3,
      CorrelationId: 'c',
    });
    expect(parseHeader(withId('1'))).toEqual({ TransactionId: '1', Attempt: 1 });
  });

  test.each([{}, { TransactionDetails: 1 }, withId('a b')])('refuses %j', (input) => {
    expect(() => parseHeader(input)).toThrow(InvalidTransaction);
  });
});

test('the name of an execution has the attempt in it, and fits into the 80 characters that a name may have', () => {
  expect(executionName('1', 1)).toBe('1-1');
  expect(executionName('x'.repeat(64), MAX_ATTEMPT).length).toBeLessThanOrEqual(80);
});
