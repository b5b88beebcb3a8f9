import { InvalidArgumentError } from 'commander';
import { InvalidTransaction } from '../contract/errors.ts';
import { parseSimulateFail, type SimulateFail } from '../contract/fault-plan.ts';
import { SAGA_STEPS } from '../contract/saga.ts';
import { parseCorrelationId, parseTransactionId } from '../contract/transaction.ts';
import { readSettings } from '../lib/settings.ts';

/** Parsers of option values and arguments. commander reports what they throw, with the option's name and the value. */

export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It has to be a whole number from ${min} to ${max}.`);
  };
}

/** What a shell passes: `true`, a step's name, or JSON. */
export function simulateFail(text: string): SimulateFail {
  return checked(() =>
    parseSimulateFail(/^\s*(\{|true$|false$)/.test(text) ? (JSON.parse(text) as unknown) : text, SAGA_STEPS),
  );
}

export function transactionId(text: string): string {
  return checked(() => parseTransactionId(text));
}

export function correlationId(text: string): string {
  return checked(() => parseCorrelationId(text));
}

/** The same rule as at deployment: no other stage can have been deployed. */
export function stage(text: string): string {
  try {
    return readSettings({ stage: text }).stage;
  } catch {
    // Its words are about cdk.json, and it throws for nothing else here.
    throw new InvalidArgumentError('It has to be a stage as it is deployed: 1 to 20 of a-z 0-9 - with a letter first.');
  }
}

export function endpoint(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/') return url.origin;
  throw new InvalidArgumentError('It has to be a URL without a path, such as http://127.0.0.1:4566.');
}

/** What SQS takes as MessageGroupId: it becomes the tenant that fair queues look at. */
export function groupId(text: string): string {
  if (/^[!-~]{1,128}$/.test(text)) return text;
  throw new InvalidArgumentError('It has to be 1 to 128 letters, digits and punctuation marks, without white space.');
}

/** One of a list of AWS's words, in any case. */
export function oneOf<const Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((candidate) => candidate === text.toUpperCase().replaceAll('-', '_'));
    if (word !== undefined) return word;
    throw new InvalidArgumentError(`It has to be one of ${words.join(', ')}.`);
  };
}

function checked<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InvalidTransaction || error instanceof SyntaxError)) throw error;
    throw new InvalidArgumentError(`${error.message}.`);
  }
}
