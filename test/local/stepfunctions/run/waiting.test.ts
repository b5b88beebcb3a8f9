import { expect, test } from '@jest/globals';
import { Limit } from '../../../../local/stepfunctions/run/states/limit.ts';
import { Turnstile } from '../../../../local/stepfunctions/run/turnstile.ts';

test('a turnstile lets one through for each time it was opened, whoever comes first', async () => {
  const turnstile = new Turnstile<number>();
  turnstile.open(1);
  const first = turnstile.pass();
  const second = turnstile.pass();
  turnstile.open(2);

  expect(await Promise.all([first, second])).toEqual([1, 2]);
});

test('a limit goes on after a failure', async () => {
  const limit = new Limit(1);
  const failed = limit.run(async () => {
    throw new Error('no');
  });
  const next = limit.run(async () => 'next');

  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('next');
});
