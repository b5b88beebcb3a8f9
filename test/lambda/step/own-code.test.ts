import { describe, expect, test } from '@jest/globals';
import { DuplicateTransaction, FENCE_REFUSALS, InvalidTransaction, REFUSALS } from '../../../contract/errors.ts';
import { ownCode } from '../../../lambda/step/own-code.ts';

const throwing = (error: Error) => () => {
  throw error;
};

describe("a step's own code", () => {
  test('returns what it returns', async () => {
    expect(await ownCode(async () => 5, REFUSALS)).toBe(5);
  });

  test('that throws under a refusal’s name fails with StepError, its cause kept: the state machine would not roll back', async () => {
    const cause = new DuplicateTransaction('charged twice');

    await expect(ownCode(throwing(cause), FENCE_REFUSALS)).rejects.toMatchObject({ name: 'StepError', cause });
  });

  test('may call a transaction invalid where that is allowed, and throw anything else', async () => {
    const invalid = new InvalidTransaction('no such account');

    await expect(ownCode(throwing(invalid), FENCE_REFUSALS)).rejects.toBe(invalid);
    await expect(ownCode(throwing(new RangeError('no')), REFUSALS)).rejects.toBeInstanceOf(RangeError);
  });
});
