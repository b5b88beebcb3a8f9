import { expect, test } from '@jest/globals';
import { parseCall } from '../../../../../local/stepfunctions/evaluation/intrinsics/parse.ts';

test.each([
  ['States.UUID()', 'States.UUID', []],
  [
    'States.Array( 1 , -2.5, true,null )',
    'States.Array',
    [1, -2.5, true, null].map((value) => ({ kind: 'literal', value })),
  ],
  ["States.A('it\\'s {}, (really)')", 'States.A', [{ kind: 'string', raw: "it\\'s {}, (really)" }]],
  ["States.A('Hello\nWorld', '')", 'States.A', ['Hello\nWorld', ''].map((raw) => ({ kind: 'string', raw }))],
  [
    "States.A($, $.a['b, c)'][0], $.l[?(@.x == 'y')].z, $$.Execution.Id)",
    'States.A',
    ['$', "$.a['b, c)'][0]", "$.l[?(@.x == 'y')].z", '$$.Execution.Id'].map((path) => ({ kind: 'path', path })),
  ],
  [
    "States.A(States.B($.a), 'c')",
    'States.A',
    [
      { kind: 'call', call: { name: 'States.B', args: [{ kind: 'path', path: '$.a' }] } },
      { kind: 'string', raw: 'c' },
    ],
  ],
])('%s is understood', (text, name, args) => {
  expect(parseCall(text)).toEqual({ name, args });
});

test.each([
  'States.A',
  'States.A(',
  'States.A)',
  'States.A(1 2)',
  'States.A(,)',
  'States.A(1,)',
  "States.A('a)",
  "States.A('\\n')",
  "States.A('\\\"')",
  'States.A("a")',
  'States.A(1) + 1',
  'States.A(abc)',
  'Other.A()',
  '',
])('%j is no call', (text) => {
  expect(() => parseCall(text)).toThrow(SyntaxError);
  expect(() => parseCall(text)).toThrow(
    /is not a call of an intrinsic function: what begins at character \d+ is not understood/,
  );
});
