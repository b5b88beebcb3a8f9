import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect, jest, test } from '@jest/globals';
import { PodVolume } from '../../../local/consumers/pod-volume.ts';

const TOKEN = {
  path: '/var/run/token',
  issuer: 'https://oidc.example.com/id/1',
  audience: 'sts.amazonaws.com',
  namespace: 'shop',
  serviceAccount: 'consumer',
  expiresInSeconds: 600,
};

afterEach(() => {
  jest.useRealTimers();
});

const read = (file: string) => readFileSync(file, 'utf8');
const claims = (token: string) => JSON.parse(Buffer.from(String(token.split('.')[1]), 'base64url').toString());

test("a pod's volume holds its token, and is gone with the pod", async () => {
  const volume = await PodVolume.mount(TOKEN);
  expect(claims(read(volume.tokenFile))).toMatchObject({
    iss: 'https://oidc.example.com/id/1',
    aud: ['sts.amazonaws.com'],
    sub: 'system:serviceaccount:shop:consumer',
  });
  await volume[Symbol.asyncDispose]();
  expect(existsSync(volume.tokenFile)).toBe(false);
});

test('the token is replaced when four fifths of its time are over, as kubelet does', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  await using volume = await PodVolume.mount(TOKEN);
  const first = read(volume.tokenFile);
  jest.advanceTimersByTime(479_000);
  expect(read(volume.tokenFile)).toBe(first);
  jest.advanceTimersByTime(1_000);
  while (read(volume.tokenFile) === first) await new Promise((resolve) => setImmediate(resolve));
  expect(claims(read(volume.tokenFile)).iat - claims(first).iat).toBe(480);
});
