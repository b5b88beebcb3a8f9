import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OUTCOME_STATUS, parseOutcome } from '../../../../contract/outcome.ts';
import { MESSAGE_KIND, parseRecoveryMessage } from '../../../../contract/recovery-message.ts';
import { holds } from './support/runs.ts';

const text = fc.string({ unit: 'binary' });
const arn = fc
  .stringMatching(/^[A-Za-z0-9_-]{1,64}-[1-9]\d{0,2}$/)
  .map((name) => `arn:aws:states:us-east-1:000000000000:execution:Saga:${name}`);

const outcome = fc.record(
  {
    TransactionId: text,
    Attempt: fc.integer({ min: 1, max: 999 }),
    CorrelationId: text,
    ExecutionArn: arn,
    Status: fc.constantFrom(...Object.values(OUTCOME_STATUS)),
    FailedStep: text,
    Error: text,
    Cause: text,
    Time: text,
  },
  { requiredKeys: ['TransactionId', 'Attempt', 'ExecutionArn', 'Status', 'Time'] },
);

const failure = fc.record({ Error: text, Cause: text }, { requiredKeys: ['Error'] });

/** As the saga and its recovery send it. */
const rollbackFailed = fc.record(
  {
    Kind: fc.constant(MESSAGE_KIND.rollbackFailed),
    ExecutionArn: arn,
    TransactionId: text,
    Error: text,
    Cause: text,
    RollbackErrors: fc.dictionary(fc.constantFrom('Reserve', 'Charge', 'Pack'), failure),
    Command: text,
    Time: text,
  },
  { requiredKeys: ['Kind', 'ExecutionArn', 'Error', 'Cause', 'Command', 'Time'] },
);

/** As EventBridge sends it, of a recovery that failed. */
const recoveryFailed = fc.record({
  Kind: fc.constant(MESSAGE_KIND.recoveryFailed),
  Recovery: fc.record(
    { status: text, error: fc.option(text), cause: fc.option(text), input: fc.oneof(text, started()) },
    { requiredKeys: [] },
  ),
  Command: text,
  Time: text,
});

function started(): fc.Arbitrary<string> {
  return arn.map((ExecutionArn) => JSON.stringify({ ExecutionArn }));
}

/** A message with something else at one of its places, or another message altogether. */
const nearly = (message: fc.Arbitrary<object>): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .tuple(message, fc.nat(), fc.jsonValue())
      .map(([whole, place, value]) => JSON.stringify({ ...whole, [keyAt(whole, place)]: value })),
  );

const keyAt = (whole: object, place: number): string => {
  const keys = Object.keys(whole);
  return String(keys[place % keys.length]);
};

describe.each([
  ['an outcome', outcome, [outcome], parseOutcome, 'NotAnOutcome'],
  [
    'a message of the recovery queue',
    rollbackFailed,
    [rollbackFailed, recoveryFailed],
    parseRecoveryMessage,
    'NotARecoveryMessage',
  ],
] as const)('%s', (_, message, messages, parse, refusal) => {
  test('is read as it was written, and once more when it is passed on', async () => {
    await holds(
      fc.property(message as fc.Arbitrary<object>, (written) => {
        const read = parse(JSON.stringify(written));
        expect(read).toEqual(JSON.parse(JSON.stringify(written)));
        expect(parse(JSON.stringify(read))).toEqual(read);
      }),
      500,
    );
  });

  test('that is none is refused by name, and nothing else is thrown', async () => {
    await holds(
      fc.property(nearly(fc.oneof(...messages)), (body) => {
        try {
          parse(body);
        } catch (error) {
          if (!(error instanceof Error) || error.name !== refusal) throw error;
        }
      }),
      1_000,
    );
  });
});
