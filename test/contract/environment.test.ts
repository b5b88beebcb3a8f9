import { describe, expect, test } from '@jest/globals';
import { appEnvOf, isDeployed, requireEnv, requireInteger } from '../../contract/environment.ts';

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

describe('APP_ENV', () => {
  test.each(['production', 'staging', 'integration'])('is the name of the stage %s', (stage) => {
    expect(appEnvOf(stage)).toBe(stage);
  });

  test.each(['dev', 'qa', 'production-eu'])(
    'is integration in the stage %s: its pods have a role all the same',
    (stage) => {
      expect(appEnvOf(stage)).toBe('integration');
      expect(isDeployed({ APP_ENV: appEnvOf(stage) })).toBe(true);
    },
  );

  test.each([{}, { APP_ENV: '' }, { APP_ENV: 'Production' }, { APP_ENV: 'dev' }])('is local in %j', (env) => {
    expect(isDeployed(env)).toBe(false);
  });
});
