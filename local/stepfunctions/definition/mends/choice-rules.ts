import { isObject } from '../../../../contract/describe.ts';
import type { State } from '../definition.ts';
import { withFields } from '../fields.ts';

/** A rule of a Choice, or a part of one. */
export type Rule = Readonly<Record<string, unknown>>;

/** Changes each comparison of a Choice, those inside And, Or and Not included. `Next` and `Comment` stay at the top. */
export function mapComparisons(state: State, change: (comparison: Rule) => Rule): State {
  if (state.Type !== 'Choice') return state;
  const rules = state.Choices as readonly Rule[];
  return withFields(state, { Choices: rules.map((rule) => mapRule(rule, change)) });
}

function mapRule(rule: Rule, change: (comparison: Rule) => Rule): Rule {
  const { Next, Comment, Assign, Output, ...test } = rule;
  const kept = Object.entries({ Next, Comment, Assign, Output }).filter(([, value]) => value !== undefined);
  return { ...mapTest(test, change), ...Object.fromEntries(kept) };
}

function mapTest(test: Rule, change: (comparison: Rule) => Rule): Rule {
  if (Array.isArray(test.And)) return { And: test.And.map((part) => mapTest(part, change)) };
  if (Array.isArray(test.Or)) return { Or: test.Or.map((part) => mapTest(part, change)) };
  if (isObject(test.Not)) return { Not: mapTest(test.Not, change) };
  return change(test);
}

/** The operator of a comparison with what it compares to: all that is not `Variable`. */
export function operatorOf(comparison: Rule): readonly [operator: string, operand: unknown] {
  const operator = Object.keys(comparison).find((field) => field !== 'Variable') ?? '';
  return [operator, comparison[operator]];
}
