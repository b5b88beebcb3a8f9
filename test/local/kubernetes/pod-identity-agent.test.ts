import { readFile } from 'node:fs/promises';
import { fromHttp } from '@aws-sdk/credential-provider-http';
import { describe, expect, test } from '@jest/globals';
import { createPodIdentityAgent } from '../../../local/kubernetes/pod-identity-agent.ts';
import { Sessions } from '../../../local/sts/sessions.ts';
import { type TokenFileOptions, writeTokenFile } from '../../../local/sts/token-file.ts';
import { temporaryDirectory } from '../cloudformation/write-assembly.ts';
import { listenForTest } from '../http/client.ts';
import { association, read } from './templates.ts';

const issuer = String(read({}).resources('AWS::EKS::Cluster')[0]?.attributes.OpenIdConnectIssuerUrl);
const TOKEN = { issuer, audience: 'pods.eks.amazonaws.com', namespace: 'shop', serviceAccount: 'consumer' };
const sessions = new Sessions();

async function start(resources: object, sessionSeconds?: number) {
  const assembly = read(resources);
  const props = { assembly, sessions, ...(sessionSeconds !== undefined && { sessionSeconds }) };
  return listenForTest({ services: [createPodIdentityAgent(props)] });
}

/** What a pod's SDK does. */
async function credentials(
  token: TokenFileOptions = TOKEN,
  resources: object = { Association: association() },
  seconds?: number,
) {
  const { endpoint } = await start(resources, seconds);
  const awsContainerAuthorizationTokenFile = await writeTokenFile(temporaryDirectory(), token);
  const awsContainerCredentialsFullUri = `${endpoint}/v1/credentials`;
  return fromHttp({ awsContainerCredentialsFullUri, awsContainerAuthorizationTokenFile, maxRetries: 0 })();
}

/** What the agent answers, to the letter. */
async function answerTo(token: TokenFileOptions, resources: object = { Association: association() }) {
  const { endpoint } = await start(resources);
  const authorization = await readFile(await writeTokenFile(temporaryDirectory(), token), 'utf8');
  const response = await fetch(`${endpoint}/v1/credentials`, { headers: { authorization } });
  return { status: response.status, text: await response.text() };
}

describe('the agent of EKS Pod Identity', () => {
  test('gives the pods of a service account the role that it is associated with, for 6 hours', async () => {
    const { accessKeyId, expiration } = await credentials();
    expect(sessions.identityOf(accessKeyId).Arn).toMatch(
      /^arn:aws:sts::000000000000:assumed-role\/PodIdentity\/eks-apps-[0-9a-f-]{36}$/,
    );
    expect(Math.round((Number(expiration) - Date.now()) / 1000)).toBe(21_600);
  });

  test('gives it for as long as the embedded cloud is told', async () => {
    const { expiration } = await credentials(TOKEN, { Association: association() }, 5);
    expect(Math.round((Number(expiration) - Date.now()) / 1000)).toBe(5);
  });

  test.each([
    ['another service account', { ...TOKEN, serviceAccount: 'audit' }, 404, 'system:serviceaccount:shop:audit'],
    ['another namespace', { ...TOKEN, namespace: 'bank' }, 404, 'system:serviceaccount:bank:consumer'],
    ['another cluster', { ...TOKEN, issuer: 'https://other' }, 404, 'the issuer https://other'],
    ['a token for STS', { ...TOKEN, audience: 'sts.amazonaws.com' }, 400, 'the token is for sts.amazonaws.com'],
    ['a token whose time is over', { ...TOKEN, expiresInSeconds: -1 }, 400, 'Token expired'],
  ])('refuses %s', async (_, token, status, message) => {
    const answer = await answerTo(token);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(message);
  });

  test('refuses whoever brings no token', async () => {
    const { endpoint } = await start({ Association: association() });
    const answer = await fetch(`${endpoint}/v1/credentials`);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('InvalidIdentityToken')]);
  });

  test('refuses a role whose trust is for another namespace, and says which condition does not hold', async () => {
    const { status, text } = await answerTo(
      { ...TOKEN, namespace: 'bank' },
      { Association: association({ Namespace: 'bank' }) },
    );
    expect(status).toBe(403);
    expect(text).toContain('aws:RequestTag/kubernetes-namespace is \\"bank\\", but StringEquals asks for shop');
  });

  test('refuses a role that asks for tags, where the association sends none', async () => {
    const Association = association({ DisableSessionTags: true });
    const { status, text } = await answerTo(TOKEN, { Association });
    expect(status).toBe(403);
    expect(text).toContain('aws:RequestTag/eks-cluster-arn is nothing');
  });

  test('refuses a role that trusts only tokens', async () => {
    const Association = association({ RoleArn: { 'Fn::GetAtt': ['Irsa', 'Arn'] } });
    const { status, text } = await answerTo(TOKEN, { Association });
    expect(status).toBe(403);
    expect(text).toContain('it does not trust anybody for sts:AssumeRole');
  });
});
