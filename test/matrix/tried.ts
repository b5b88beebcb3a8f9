import type { Case } from './case.ts';
import { DETAILS } from './dimensions/details.ts';
import { ENDS } from './dimensions/ends.ts';
import { FAULT_NAMES, FAULTS } from './dimensions/fault.ts';
import { REPETITIONS } from './dimensions/repetition.ts';
import { ROLLBACKS } from './dimensions/rollbacks.ts';
import { STARTS } from './dimensions/starts.ts';
import { PLACES } from './dimensions/steps.ts';

/** How many cases have a value of a dimension, or of a detail. */
export interface Tried {
  readonly dimension: string;
  readonly value: string;
  readonly cases: number;
}

/** What the cases are made of, in the order of docs/matrix.md. */
export function tried(cases: readonly Case[]): readonly Tried[] {
  const count = (dimension: string, value: string, has: (one: Case) => boolean): Tried => ({
    dimension,
    value,
    cases: cases.filter(has).length,
  });
  const lengths = [...new Set(PLACES.map(({ length }) => length))];
  return [
    ...lengths.map((length) => count('steps of the saga', String(length), ({ place }) => place.length === length)),
    ...FAULT_NAMES.map((fault) => count('a step', FAULTS[fault].name, (one) => one.fault === fault)),
    ...REPETITIONS.map((value) => count('how often', value, ({ repetition }) => repetition === value)),
    ...ROLLBACKS.map((value) => count('rollbacks', value, ({ rollbacks }) => rollbacks === value)),
    ...STARTS.map((value) => count('starts', value, ({ starts }) => starts === value)),
    ...ENDS.map((value) => count('the execution', value, ({ ends }) => ends === value)),
    ...(Object.keys(DETAILS) as (keyof typeof DETAILS)[]).flatMap((name) =>
      DETAILS[name].map((value) => count(DETAIL_NAMES[name], value, ({ details }) => details[name] === value)),
    ),
  ];
}

const DETAIL_NAMES: Readonly<Record<keyof typeof DETAILS, string>> = {
  landing: 'detail: of the Lambda that was cut off',
  events: 'detail: EventBridge',
  second: 'detail: the second start comes',
  rival: 'detail: the other execution',
  meddler: 'detail: recoveries that nobody needs',
  rollbackFault: 'detail: a rollback fails',
  closing: 'detail: closing the record',
  stranger: 'detail: an input that is no transaction',
  before: 'detail: before it there was',
  cutAt: 'detail: cut short at',
};
