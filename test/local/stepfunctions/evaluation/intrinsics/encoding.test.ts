import { expect, test } from '@jest/globals';
import { evaluate } from '../../support/evaluate.ts';

test.each([
  ['', ''],
  ['Data to encode', 'RGF0YSB0byBlbmNvZGU='],
  ['naïve 👋', 'bmHDr3ZlIPCfkYs='],
])('Base64 of %j is %j, and back', async (text, encoded) => {
  expect(await evaluate('States.Base64Encode($)', text)).toBe(encoded);
  expect(await evaluate('States.Base64Decode($)', encoded)).toBe(text);
});

test.each([
  ['MD5', '812f45842bc6d66ee14572ce20db8e86'],
  ['SHA-1', 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
  ['SHA-256', 'b4a697a057313163aee33cd8d40c66e9f0f177e00cac2de32475ffff6169c3e3'],
  ['SHA-384', 'd28a7d5cf25a74f11a50a18452b75e04bb3d70c9dd0510d6123aa008c756511b87525bdc835ebb27e1fb9e9374a15562'],
])('States.Hash knows %s', async (algorithm, digest) => {
  expect(await evaluate(`States.Hash('input data', '${algorithm}')`)).toBe(digest);
});

test.each([
  ["States.Hash('a', 'SHA-3')", {}],
  ["States.Hash($, 'MD5')", 5],
  ['States.Base64Encode($)', 'x'.repeat(10_001)],
])('%s is a States.IntrinsicFailure', async (call, input) => {
  await expect(evaluate(call, input)).rejects.toMatchObject({ name: 'States.IntrinsicFailure' });
});
