import { expect, test } from '@jest/globals';
import { shapeOf } from '../../../../local/stepfunctions/evaluation/grammar.ts';

test.each([
  '$',
  '$$',
  '$.a',
  '$.a-b.c_1',
  '$.ünï',
  '$.a[0].b',
  "$['a b'].c",
  '$["a.b"]',
  '$$.Execution.Input',
  '$.__proto__',
])('%s is one place', (path) => {
  expect(shapeOf(path)).toEqual({ indefinite: false });
});

test.each([
  '$.a[*].b',
  '$.a.*',
  '$..b',
  '$..*',
  '$..[0]',
  '$.a[0,1]',
  '$.a[1:]',
  '$.a[-1:]',
  '$.a[:2]',
  "$.a[?(@.b == 'c)]')].d",
])('%s is any number of places', (path) => {
  expect(shapeOf(path)).toEqual({ indefinite: true });
});

test.each([
  '$.a[-1]',
  "$['a','b']",
  '$.a~',
  '$.a^',
  '$.a.b()',
  '$.a[?(@.b == $.c)]',
  '$.a.',
  '$a',
  '$.@a',
  '$.a:b',
  '$.a b',
])('%s is not read as on AWS', (path) => {
  expect(shapeOf(path)).toBeUndefined();
});
