import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FAULT_PHASES } from '../../../../contract/fault-plan.ts';
import {
  executionName,
  MAX_ATTEMPT,
  parseHeader,
  parseTransaction,
  TRANSACTION_ID_PATTERN,
} from '../../../../contract/transaction.ts';
import { checkName } from '../../../../local/stepfunctions/api/names.ts';
import { holds } from './support/runs.ts';

const STEPS = ['Reserve', 'Charge', 'Pack'];

const TransactionId = fc.stringMatching(TRANSACTION_ID_PATTERN);
const Attempt = fc.integer({ min: 1, max: MAX_ATTEMPT });
const CorrelationId = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 128 });

const simulateFail = fc.oneof(
  fc.boolean(),
  fc.constantFrom(...STEPS),
  fc.record(
    {
      step: fc.constantFrom(...STEPS),
      phase: fc.constantFrom(...FAULT_PHASES),
      times: fc.integer({ min: 1, max: 1_000 }),
      error: fc.constantFrom('TransientError', 'CardDeclined'),
    },
    { requiredKeys: ['step', 'phase'] },
  ),
);

/** Anything that JSON can say, with text that UTF-8 can and numbers that keep their digits. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.double({ noDefaultInfinity: true, noNaN: true, min: -1, max: 1 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 3 }),
  ),
})).value;

const Records = fc
  .uniqueArray(fc.string({ unit: 'binary', maxLength: 8 }), { maxLength: 5 })
  .chain((ids) => fc.tuple(...ids.map((Id) => fc.dictionary(fc.string(), json).map((rest) => ({ ...rest, Id })))));

/** Whatever a publisher may write that is right. */
const envelope = fc.record(
  {
    TransactionDetails: fc.record({ TransactionId, Records, simulateFail }, { requiredKeys: ['TransactionId'] }),
    Attempt,
    CorrelationId,
  },
  { requiredKeys: ['TransactionDetails'] },
);

const wrapped = fc.boolean();
const wrap = (input: object, isWrapped: boolean): object => (isWrapped ? { Payload: input } : input);

/** As it goes through a queue and a state machine. */
const travel = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a transaction', () => {
  test('that is accepted is the same after any number of journeys as JSON, wrapped or not', async () => {
    await holds(
      fc.property(envelope, wrapped, wrapped, (input, before, after) => {
        const parsed = parseTransaction(travel(wrap(input, before)), STEPS);
        expect(parseTransaction(travel(wrap(parsed, after)), STEPS)).toEqual(parsed);
        expect(parsed).toEqual(travel({ Attempt: 1, ...input }));
      }),
      500,
    );
  });

  test('has the same header, whether it is read whole or not', async () => {
    await holds(
      fc.property(envelope, wrapped, (input, isWrapped) => {
        const { TransactionDetails, ...besides } = parseTransaction(travel(wrap(input, isWrapped)), STEPS);
        const { TransactionId } = TransactionDetails;
        expect(parseHeader(travel(wrap(input, isWrapped)))).toEqual({ TransactionId, ...besides });
      }),
      500,
    );
  });

  test('is refused by name where it is anything else, and nothing else is thrown', async () => {
    await holds(
      fc.property(fc.oneof(fc.jsonValue(), nearly()), (input) => {
        try {
          const { TransactionDetails, Attempt } = parseTransaction(input, STEPS);
          return TRANSACTION_ID_PATTERN.test(TransactionDetails.TransactionId) && Attempt >= 1;
        } catch (error) {
          return error instanceof Error && error.name === 'InvalidTransaction' && !error.message.endsWith('.');
        }
      }),
      1_000,
    );
  });
});

/** A transaction with something wrong at one place. */
function nearly(): fc.Arbitrary<unknown> {
  const wrong = fc.oneof(fc.jsonValue(), fc.constantFrom('a b', 'x'.repeat(65), 0, 1_000, 1.5));
  return fc.tuple(envelope, wrong, fc.nat({ max: 6 })).map(([input, value, place]) => {
    const { TransactionDetails: details } = input;
    const places = [
      value,
      { Payload: value },
      { ...input, TransactionDetails: value },
      { ...input, Attempt: value },
      { ...input, CorrelationId: value },
      { ...input, TransactionDetails: { ...details, TransactionId: value } },
      { ...input, TransactionDetails: { ...details, Records: value } },
    ];
    return places[place];
  });
}

describe("an execution's name", () => {
  test('is one that Step Functions takes, whatever the transaction and the attempt', async () => {
    await holds(
      fc.property(TransactionId, Attempt, (id, attempt) => checkName(executionName(id, attempt)) !== ''),
      1_000,
    );
  });

  test('is another for each transaction and attempt, even where an id ends as an attempt does', async () => {
    const id = fc.oneof(TransactionId, fc.stringMatching(/^[a1]{1,2}(-[12]{1,2}){0,2}$/));
    await holds(
      fc.property(id, Attempt, id, Attempt, (id, attempt, other, otherAttempt) => {
        const isSame = id === other && attempt === otherAttempt;
        return isSame === (executionName(id, attempt) === executionName(other, otherAttempt));
      }),
      1_000,
    );
  });
});
