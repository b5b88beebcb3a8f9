import { isDeepStrictEqual } from 'node:util';
import { describe, isObject } from '../../../contract/describe.ts';
import type { Scope } from '../scope.ts';
import { type Intrinsic, listOf, textOf } from './intrinsic.ts';

/** Only the branch that is taken is resolved: the other may refer to a resource that the condition leaves out. */
export const IF: Intrinsic = (argument, scope) => {
  const [name, whenTrue, whenFalse] = listOf('Fn::If', argument, [3], scope);
  return scope.resolve(scope.condition(textOf('the condition of Fn::If', name, scope)) ? whenTrue : whenFalse);
};

export const EQUALS: Intrinsic = (argument, scope) => {
  const [one, other] = listOf('Fn::Equals', argument, [2], scope).map((value) => scope.resolve(value));
  // CloudFormation compares text: a parameter of type Number is never a JSON number.
  return isDeepStrictEqual(comparable(one), comparable(other));
};

export const AND: Intrinsic = (argument, scope) =>
  listOf('Fn::And', argument, [], scope).every((operand) => evaluateCondition(operand, scope));

export const OR: Intrinsic = (argument, scope) =>
  listOf('Fn::Or', argument, [], scope).some((operand) => evaluateCondition(operand, scope));

export const NOT: Intrinsic = (argument, scope) => {
  const [operand] = listOf('Fn::Not', argument, [1], scope);
  return !evaluateCondition(operand, scope);
};

/** A condition function, or `{ "Condition": "Name" }`, which means something only in here. */
export function evaluateCondition(operand: unknown, scope: Scope): boolean {
  if (isObject(operand) && typeof operand.Condition === 'string') return scope.condition(operand.Condition);
  const value = scope.resolve(operand);
  if (typeof value === 'boolean') return value;
  return scope.fail(`a condition is ${describe(value)}, but has to be a condition function such as Fn::Equals`);
}

function comparable(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
