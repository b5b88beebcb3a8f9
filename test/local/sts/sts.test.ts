import { readdirSync, readFileSync } from 'node:fs';
import { fromTokenFile } from '@aws-sdk/credential-provider-web-identity';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { readAssembly } from '../../../local/cloudformation/assembly.ts';
import { AwsError } from '../../../local/http/aws-error.ts';
import type { Listener } from '../../../local/http/server.ts';
import { createSts, type StsProps } from '../../../local/sts/sts.ts';
import { writeTokenFile } from '../../../local/sts/token-file.ts';
import { temporaryDirectory, writeAssembly } from '../cloudformation/write-assembly.ts';
import { listenForTest, post } from '../http/client.ts';

const trust = (Principal: object, Action: unknown) => ({
  AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal, Action }] },
});
const role = (RoleName: string, properties: object) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName, ...properties },
});
const ROLES = {
  Pod: role(
    'Pod',
    trust(
      { Federated: 'arn:aws:iam::000000000000:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/LOCAL' },
      'sts:AssumeRoleWithWebIdentity',
    ),
  ),
  Function: role('Function', trust({ Service: 'lambda.amazonaws.com' }, ['sts:AssumeRole'])),
};
const POD = 'arn:aws:iam::000000000000:role/Pod';
const ENVIRONMENT = { ...process.env };

afterEach(() => {
  jest.useRealTimers();
  process.env = { ...ENVIRONMENT };
});

async function start(props: Partial<StsProps> = {}, Resources: object = ROLES): Promise<Listener> {
  const assembly = readAssembly(writeAssembly({ stacks: { App: { Resources } } }));
  const listener = await listenForTest({ services: [createSts({ assembly, ...props })] });
  process.env.AWS_ENDPOINT_URL_STS = listener.endpoint;
  return listener;
}

/** What a pod's SDK does. */
async function assume({
  roleArn = POD,
  webIdentityTokenFile = '',
  durationSeconds = undefined as number | undefined,
} = {}) {
  const file = webIdentityTokenFile || (await writeTokenFile(temporaryDirectory()));
  const clientConfig = { region: 'us-east-1', maxAttempts: 1 };
  const options = { roleArn, roleSessionName: 'pod-1', webIdentityTokenFile: file, clientConfig };
  return fromTokenFile({ ...options, ...(durationSeconds !== undefined && { durationSeconds }) })();
}

const whoIs = (listener: Listener, accessKeyId: string) =>
  post(
    listener,
    {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261121/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0`,
    },
    'Action=GetCallerIdentity&Version=2011-06-15',
  );

describe('AssumeRoleWithWebIdentity', () => {
  test('gives credentials for an hour to whoever brings a token', async () => {
    await start();
    const began = Date.now();
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await assume();
    expect(accessKeyId).toMatch(/^ASIA[0-9A-F]{16}$/);
    expect(secretAccessKey).toHaveLength(40);
    expect(String(sessionToken).length).toBeGreaterThan(100);
    expect(Number(expiration) - began).toBeGreaterThan(3_590_000);
    expect(Number(expiration) - began).toBeLessThan(3_610_000);
  });

  test.each([
    ['as long as is asked for', {}, 900],
    ['as long as the embedded cloud is told', { sessionSeconds: 2 }, 2],
  ])('gives credentials that hold %s', async (_, props, seconds) => {
    await start(props);
    const { expiration } = await assume({ durationSeconds: 900 });
    expect(Math.round((Number(expiration) - Date.now()) / 1000)).toBe(seconds);
  });

  test('names the caller from then on, until the session is over', async () => {
    const listener = await start();
    const { accessKeyId } = await assume();
    const { body } = await whoIs(listener, accessKeyId);
    expect(body).toContain('<Arn>arn:aws:sts::000000000000:assumed-role/Pod/pod-1</Arn>');
    expect(body).toMatch(/<UserId>AROA\w{17}:pod-1<\/UserId>/);
    jest.useFakeTimers({
      now: Date.now() + 3_601_000,
      doNotFake: ['setImmediate', 'nextTick', 'setTimeout', 'queueMicrotask'],
    });
    const late = await whoIs(listener, accessKeyId);
    expect([late.status, late.body]).toEqual([403, expect.stringContaining('<Code>ExpiredToken</Code>')]);
  });

  test.each([
    ['trusts no web identity', 'arn:aws:iam::000000000000:role/Function'],
    ['is not in the templates', 'arn:aws:iam::000000000000:role/Nobody'],
  ])('refuses a role that %s', async (_, roleArn) => {
    await start();
    await expect(assume({ roleArn })).rejects.toThrow(
      `Not authorized to perform sts:AssumeRoleWithWebIdentity: ${roleArn} is no role of the templates that trusts pods; those that do are ${POD}`,
    );
  });

  test('takes any role where the templates have none that trusts pods', async () => {
    await start({}, { Function: ROLES.Function });
    expect((await assume({ roleArn: 'arn:aws:iam::000000000000:role/any/Role' })).accessKeyId).toMatch(/^ASIA/);
  });

  test('refuses a token whose time is over', async () => {
    await start();
    const webIdentityTokenFile = await writeTokenFile(temporaryDirectory(), { expiresInSeconds: -1 });
    await expect(assume({ webIdentityTokenFile })).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  });

  const form = (parameters: Record<string, string>) =>
    new URLSearchParams({
      Action: 'AssumeRoleWithWebIdentity',
      RoleArn: POD,
      RoleSessionName: 'pod-1',
      WebIdentityToken: 'header.claims.signature',
      ...parameters,
    }).toString();

  test.each([
    [{ WebIdentityToken: '' }, 'ValidationError', "Value a string of 0 characters at 'webIdentityToken'"],
    [{ WebIdentityToken: 'secret' }, 'InvalidIdentityToken', 'is not a valid JWT: it does not have three parts'],
    [{}, 'InvalidIdentityToken', 'is not a valid JWT: its claims are no JSON'],
    [{ WebIdentityToken: 'e30.e30.e30' }, 'InvalidIdentityToken', 'its claims lack sub or exp'],
    [
      { RoleArn: 'Pod' },
      'ValidationError',
      "Value &quot;Pod&quot; at 'roleArn' failed to satisfy constraint: Member must be a role's ARN",
    ],
    [{ RoleSessionName: 'a b' }, 'ValidationError', "at 'roleSessionName'"],
    [
      { DurationSeconds: '60' },
      'ValidationError',
      "at 'durationSeconds' failed to satisfy constraint: Member must be 900 to 43200",
    ],
    [{ Action: 'AssumeRole' }, 'InvalidAction', 'it knows AssumeRoleWithWebIdentity, GetCallerIdentity'],
  ])('refuses %j with %s', async (parameters, code, message) => {
    const listener = await start();
    const answer = await post(listener, { 'content-type': 'application/x-www-form-urlencoded' }, form(parameters));
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(`<Code>${code}</Code>`);
    expect(answer.body).toContain(message);
    expect(answer.body).not.toContain('secret');
  });

  test('can be held and refused by beforeRequest', async () => {
    const open = Promise.withResolvers<void>();
    let calls = 0;
    await start({
      async beforeRequest({ operation, parameters }) {
        expect([operation, parameters.RoleSessionName]).toEqual(['AssumeRoleWithWebIdentity', 'pod-1']);
        calls += 1;
        await open.promise;
        if (calls > 1) throw new AwsError('ServiceUnavailable', 'down', 503);
      },
    });
    const held = assume();
    open.resolve();
    expect((await held).accessKeyId).toMatch(/^ASIA/);
    await expect(assume()).rejects.toMatchObject({ name: 'ServiceUnavailable', message: 'down' });
  });
});

test('GetCallerIdentity takes keys that nobody gave out for those of the account', async () => {
  const { status, body } = await whoIs(await start(), 'local');
  expect([status, body]).toEqual([200, expect.stringContaining('<Arn>arn:aws:iam::000000000000:root</Arn>')]);
  expect(body).toContain('<Account>000000000000</Account>');
});

describe('writeTokenFile', () => {
  const claims = (file: string) =>
    JSON.parse(Buffer.from(String(readFileSync(file, 'utf8').split('.')[1]), 'base64url').toString());

  test('writes the claims of a service account', async () => {
    const file = await writeTokenFile(temporaryDirectory(), { namespace: 'fanout', serviceAccount: 'saga' });
    expect(claims(file)).toMatchObject({
      aud: ['sts.amazonaws.com'],
      sub: 'system:serviceaccount:fanout:saga',
      'kubernetes.io': { namespace: 'fanout', serviceaccount: { name: 'saga' } },
    });
    expect(claims(file).exp - claims(file).iat).toBe(86_400);
  });

  test('replaces the token, and leaves nothing else behind', async () => {
    const directory = temporaryDirectory();
    const file = await writeTokenFile(directory);
    const before = readFileSync(file, 'utf8');
    expect(await writeTokenFile(directory)).toBe(file);
    expect(readFileSync(file, 'utf8')).not.toBe(before);
    expect(readdirSync(directory)).toEqual(['token']);
  });
});
