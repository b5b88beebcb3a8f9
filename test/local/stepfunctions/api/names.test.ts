import { expect, test } from '@jest/globals';
import { checkName } from '../../../../local/stepfunctions/api/names.ts';

test.each(['a', 'order-1_2.3', 'x'.repeat(80), 'ünï', "it's", '(a)+=@!'])('%s is a name', (name) => {
  expect(checkName(name)).toBe(name);
});

test.each([
  ['', 'it has 0 characters, but has to have 1 to 80'],
  ['x'.repeat(81), 'it has 81 characters, but has to have 1 to 80'],
  ['a b', 'it has " " at character 2, but may not have white space, brackets'],
  ['order/1', 'it has "/" at character 6'],
  ['a\u0007', 'it has "\\u0007" at character 2'],
  ['👋', 'at character 1'],
])('%j is none, and is told why', (name, why) => {
  expect(() => checkName(name)).toThrow(
    expect.objectContaining({ code: 'InvalidName', message: expect.stringContaining(why) }),
  );
});

test.each([...'<>{}[]?*"#%\\^|~`$&,;:/\t\n\u0000\u007f\u009f\ufffe\uffff'])('%j is in no name', (character) => {
  expect(() => checkName(`a${character}`)).toThrow(/^Invalid Name: /);
});
