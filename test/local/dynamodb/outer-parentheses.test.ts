import { expect, test } from '@jest/globals';
import { withoutOuterParentheses } from '../../../local/dynamodb/outer-parentheses.ts';

test.each([
  ['(a = :a OR (b = :b))', 'a = :a OR (b = :b)'],
  [' ( size(a) > :a ) ', 'size(a) > :a'],
  ['(a = :a) OR (b = :b)', '(a = :a) OR (b = :b)'],
  ['((a = :a))', '((a = :a))'],
  ['(a = :a', '(a = :a'],
  ['(a = :a))', '(a = :a))'],
  ['()', '()'],
  ['a = :a', 'a = :a'],
  ['', ''],
])('%j without its outer parentheses is %j', (expression, inner) => {
  expect(withoutOuterParentheses(expression)).toBe(inner);
});
