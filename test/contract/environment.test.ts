import { describe, expect, test } from '@jest/globals';
import { requireEnv, requireInteger } from '../../contract/environment.ts';

describe('requireEnv', () => {
  test('gives the value', () => {
    expect(requireEnv('NAME', { NAME: 'value' })).toBe('value');
  });

  test.each([
    [{}, 'environment variable NAME is not set: the stack sets it on deployment'],
    [{ NAME: '' }, 'environment variable NAME is empty: the stack sets it on deployment'],
  ])('refuses %j', (env, message) => {
    expect(() => requireEnv('NAME', env)).toThrow(message);
  });
});

describe('requireInteger', () => {
  const days = (NAME: string) => requireInteger('NAME', { min: 90, max: 365 }, { NAME });

  test.each(['90', '365'])('takes %s, which is on the bounds', (text) => {
    expect(days(text)).toBe(Number(text));
  });

  test.each(['89', '366', '90.5', 'many', '-90', 'Infinity', 'NaN'])('refuses %s', (text) => {
    expect(() => days(text)).toThrow(
      `environment variable NAME is "${text}", but has to be a whole number from 90 to 365`,
    );
  });
});
