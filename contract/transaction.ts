import { describe, isObject } from './describe.ts';
import { InvalidTransaction } from './errors.ts';
import { parseSimulateFail, type SimulateFail } from './fault-plan.ts';
import { parseRecords, type TransactionRecord } from './records.ts';

/** What a transaction is, as its publisher writes it. */
export interface TransactionDetails {
  /** 1 to 64 of `A-Z a-z 0-9 _ -`: the record's key, and the beginning of the execution's name. */
  readonly TransactionId: string;
  /** At most 1,000 JSON objects, each with a unique string `Id`; 100 KiB in all. @default - the article's sample data */
  readonly Records?: readonly TransactionRecord[];
  /** @default - no fault */
  readonly simulateFail?: SimulateFail;
}

/** A transaction with what travels beside it. */
export interface Transaction {
  readonly TransactionDetails: TransactionDetails;
  /** Which try this is, 1 to 999: a new one only after a rollback. @default 1 */
  readonly Attempt: number;
  /** What its publisher knows it by, 1 to 128 printable ASCII characters: told again with its outcome. @default - none */
  readonly CorrelationId?: string;
}

/** What a transaction is known by. */
export interface TransactionHeader extends Pick<Transaction, 'Attempt' | 'CorrelationId'> {
  readonly TransactionId: string;
}

export const TRANSACTION_ID_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;
export const MAX_ATTEMPT = 999;
/** From the space to the tilde. */
export const CORRELATION_ID_PATTERN = /^[ -~]{1,128}$/;

const ENVELOPE = ['TransactionDetails', 'Attempt', 'CorrelationId'];
const DETAILS = ['TransactionId', 'Records', 'simulateFail'];
/** Ties a nested execution to its parent in the console; users of Step Functions put it beside their input. */
const STARTED_BY = 'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID';

/**
 * Checks an execution's input: `{ "TransactionDetails": { … } }`, or the same within `{ "Payload": … }` as in the article.
 * A property that is not known is refused rather than dropped: a misspelt `simulateFail` is not a plain transaction.
 *
 * @param steps the names of the saga's steps, which `simulateFail` may name
 * @throws InvalidTransaction saying what, got, allowed
 */
export function parseTransaction(input: unknown, steps: readonly string[]): Transaction {
  const envelope = unwrap(input);
  onlyProperties('the input', envelope, ENVELOPE);
  const details = detailsIn(envelope);
  onlyProperties('TransactionDetails', details, DETAILS);
  const { Records, simulateFail } = details;
  return {
    TransactionDetails: {
      TransactionId: parseTransactionId(details.TransactionId),
      ...(Records === undefined ? {} : { Records: parseRecords(Records) }),
      ...(simulateFail === undefined ? {} : { simulateFail: parseSimulateFail(simulateFail, steps) }),
    },
    ...besides(envelope),
  };
}

/**
 * Reads of an execution's input what its transaction is known by, and nothing else: also of one that began with a deploy
 * whose steps and rules were others.
 *
 * @throws InvalidTransaction saying what, got, allowed
 */
export function parseHeader(input: unknown): TransactionHeader {
  const envelope = unwrap(input);
  return { TransactionId: parseTransactionId(detailsIn(envelope).TransactionId), ...besides(envelope) };
}

/** @throws InvalidTransaction saying what, got, allowed */
export function parseTransactionId(value: unknown): string {
  if (typeof value === 'string' && TRANSACTION_ID_PATTERN.test(value)) return value;
  throw new InvalidTransaction(
    `TransactionDetails.TransactionId is ${describe(value)}, but has to be a string of 1 to 64 of A-Z a-z 0-9 _ -`,
  );
}

/** @throws InvalidTransaction saying what, got, allowed */
export function parseCorrelationId(value: unknown): string {
  if (typeof value === 'string' && CORRELATION_ID_PATTERN.test(value)) return value;
  throw new InvalidTransaction(
    `CorrelationId is ${describe(value)}, but has to be a string of 1 to 128 printable ASCII characters: leave it out where there is none`,
  );
}

/** The name of the execution that runs an attempt of a transaction: the same attempt is never started twice. */
export function executionName(transactionId: string, attempt: number): string {
  return `${transactionId}-${attempt}`;
}

function detailsIn({ TransactionDetails: details }: Record<string, unknown>): Record<string, unknown> {
  if (isObject(details)) return details;
  throw new InvalidTransaction(
    `TransactionDetails is ${describe(details)}, but has to be an object such as { "TransactionId": "1" }`,
  );
}

/** What stands beside TransactionDetails. */
function besides({ Attempt, CorrelationId }: Record<string, unknown>): Omit<Transaction, 'TransactionDetails'> {
  return {
    Attempt: parseAttempt(Attempt),
    ...(CorrelationId === undefined ? {} : { CorrelationId: parseCorrelationId(CorrelationId) }),
  };
}

function parseAttempt(value: unknown): number {
  if (value === undefined) return 1;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_ATTEMPT) return value;
  throw new InvalidTransaction(
    `Attempt is ${describe(value)}, but has to be a whole number from 1 to ${MAX_ATTEMPT}: leave it out for the first`,
  );
}

function unwrap(input: unknown): Record<string, unknown> {
  if (!isObject(input)) {
    throw new InvalidTransaction(
      `the input is ${describe(input)}, but has to be an object such as { "TransactionDetails": { "TransactionId": "1" } }`,
    );
  }
  const { [STARTED_BY]: _startedBy, ...envelope } = input;
  if (!Object.hasOwn(envelope, 'Payload')) return envelope;
  onlyProperties('the input', envelope, ['Payload']);
  if (!isObject(envelope.Payload)) {
    throw new InvalidTransaction(
      `Payload is ${describe(envelope.Payload)}, but has to be an object such as { "TransactionDetails": { "TransactionId": "1" } }`,
    );
  }
  return envelope.Payload;
}

function onlyProperties(what: string, value: Record<string, unknown>, allowed: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !allowed.includes(name));
  if (unknown === undefined) return;
  throw new InvalidTransaction(
    `${what} has the property ${describe(unknown)}, but may have only ${allowed.join(', ')}: remove or rename it`,
  );
}
