/**
 * What the dimensions leave open. Not crossed with them, which would make a hundred times as many cases: dealt out in turn, so
 * that each value meets each value of the dimensions many times.
 */
export const DETAILS = {
  /** Of an execution that is cut short: when the write of the Lambda that still runs lands. */
  landing: ['its write landed', 'its write races', 'its write lands late'],
  /** What becomes of the second execution for one TransactionId, where it gets it. */
  rival: ['goes well', 'is rolled back'],
  /** What becomes of EventBridge's events about the case: where they get lost, only the sweep is left. */
  events: ['told once', 'told twice', 'told nobody'],
  /** When it is started a second time: under the same name, or by another execution for the same TransactionId. */
  second: ['at once', 'when the fault strikes', 'at the end'],
  /** Who asks for a recovery that nobody needs. */
  meddler: ['nobody', 'a recovery while it runs', 'a recovery at the end'],
  /** How a rollback fails. */
  rollbackFault: ['before its write', 'after its write', 'crash', 'throttled'],
  /** What goes wrong with the states that close the record: once, or until the execution has ended. */
  closing: ['works', 'is throttled once', 'gets no answer once', 'has no table', 'has no queue and no topic'],
  /** Who else comes for the same TransactionId, with an input that is no transaction. */
  stranger: ['nobody', 'when the fault strikes'],
  /** What was there before it. */
  before: ['nothing', 'an attempt that was rolled back'],
  /** Where an execution is cut short whose rollback fails. */
  cutAt: ['its first rollback', 'the rollback that failed'],
} as const;

export type Details = { readonly [Name in keyof typeof DETAILS]: (typeof DETAILS)[Name][number] } & {
  /** The step whose rollback fails. */
  readonly failingRollback: string;
};

/** The details of the case with this number: one number, read as a number whose digits have as many values as each detail. */
export function dealt(number: number, rollbacks: readonly string[]): Details {
  // Times a prime: else neighbours, which differ in one dimension alone, would share all details but one.
  let rest = (number * 7_919) % 1_000_003;
  const take = <T>(values: readonly T[]): T => {
    const value = values[rest % values.length] as T;
    rest = Math.floor(rest / values.length);
    return value;
  };
  return {
    failingRollback: take(rollbacks),
    landing: take(DETAILS.landing),
    events: take(DETAILS.events),
    second: take(DETAILS.second),
    rollbackFault: take(DETAILS.rollbackFault),
    meddler: take(DETAILS.meddler),
    cutAt: take(DETAILS.cutAt),
    closing: take(DETAILS.closing),
    stranger: take(DETAILS.stranger),
    before: take(DETAILS.before),
    rival: take(DETAILS.rival),
  };
}
