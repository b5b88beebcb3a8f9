import { randomBytes } from 'node:crypto';
import { isObject } from '../../contract/describe.ts';
import type { SimulateFail } from '../../contract/fault-plan.ts';
import { SAGA_STEPS } from '../../contract/saga.ts';
import type { StartArguments } from './arguments.ts';
import { readInputs } from './input-file.ts';

/** The execution inputs to run: from a file, made up, or the sample. */
export async function transactionsFor(options: StartArguments): Promise<unknown[]> {
  const inputs =
    options.input !== undefined
      ? await readInputs(options.input)
      : options.count !== undefined
        ? madeUp(options.count)
        : sample();
  return options.simulateFail === undefined
    ? inputs
    : inputs.map((input) => withSimulateFail(input, options.simulateFail as SimulateFail));
}

/** A commit with the article's data and one with records, a failure at each step, and the article's random failure. */
function sample(): unknown[] {
  const records = [
    { Id: 'order-2', Amount: 12.5, Currency: 'EUR' },
    { Id: 'order-1', Amount: 99, Currency: 'EUR' },
  ];
  return [
    { Payload: { TransactionDetails: { TransactionId: '1' } } },
    { Payload: { TransactionDetails: { TransactionId: '2', simulateFail: true } } },
    { TransactionDetails: { TransactionId: 'with-records', Records: records } },
    ...SAGA_STEPS.map((step) => ({ TransactionDetails: { TransactionId: `fails-at-${step}`, simulateFail: step } })),
    {
      TransactionDetails: {
        TransactionId: 'fails-after-its-write',
        simulateFail: { step: SAGA_STEPS.at(-1), phase: 'after' },
      },
    },
    {
      TransactionDetails: {
        TransactionId: 'succeeds-on-retry',
        simulateFail: { step: SAGA_STEPS[0], phase: 'before', times: 1, error: 'TransientError' },
      },
    },
  ];
}

function madeUp(count: number): unknown[] {
  const run = randomBytes(3).toString('hex');
  return Array.from({ length: count }, (_, index) => ({
    TransactionDetails: { TransactionId: `${run}-${index + 1}` },
  }));
}

/** Leaves alone what says itself how it is to fail, and what is no transaction: the saga itself refuses that. */
function withSimulateFail(input: unknown, simulateFail: SimulateFail): unknown {
  if (!isObject(input)) return input;
  if (isObject(input.Payload)) return { ...input, Payload: withSimulateFail(input.Payload, simulateFail) };
  const details = input.TransactionDetails;
  if (!isObject(details) || Object.hasOwn(details, 'simulateFail')) return input;
  return { ...input, TransactionDetails: { ...details, simulateFail } };
}
