import { expect, test } from '@jest/globals';
import { parseInput } from '../../../../local/stepfunctions/api/execution-input.ts';

test.each([['{}'], ['42'], ['null'], ['[]'], ['"text"'], [' {"a": 1} ']])('%s is an input', (text) => {
  expect(parseInput(text)).toEqual(JSON.parse(text));
});

test.each([
  ['', 'InvalidExecutionInput', /^Invalid State Machine Execution Input: '.*JSON/],
  ['{not: json}', 'InvalidExecutionInput', /^Invalid State Machine Execution Input: '.*JSON/],
  [`"${'é'.repeat(131_072)}"`, 'InvalidExecutionInput', /it has 262146 bytes in UTF-8, but may have at most 262144/],
  [`${'['.repeat(1002)}${']'.repeat(1002)}`, 'InvalidExecutionInput', /nested deeper than 1000 levels/],
  ['x'.repeat(262_145), 'ValidationException', /Member must have length less than or equal to 262144/],
])('case %# is refused as %s says', (text, code, message) => {
  expect(() => parseInput(text)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
});

test('the largest and the deepest input are taken', () => {
  expect(parseInput(`"${'x'.repeat(262_142)}"`)).toHaveLength(262_142);
  expect(() => parseInput(`${'['.repeat(1000)}${']'.repeat(1000)}`)).not.toThrow();
});
