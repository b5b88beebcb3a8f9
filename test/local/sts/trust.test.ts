import { fromTokenFile } from '@aws-sdk/credential-provider-web-identity';
import { afterEach, describe, expect, test } from '@jest/globals';
import { readAssembly } from '../../../local/cloudformation/assembly.ts';
import { createSts } from '../../../local/sts/sts.ts';
import { type TokenFileOptions, writeTokenFile } from '../../../local/sts/token-file.ts';
import { temporaryDirectory, writeAssembly } from '../cloudformation/write-assembly.ts';
import { listenForTest } from '../http/client.ts';

const POD = 'arn:aws:iam::000000000000:role/Pod';
const HOST = 'oidc.example.com/id/1';
const ISSUER = `https://${HOST}`;
const PROVIDER = `arn:aws:iam::000000000000:oidc-provider/${HOST}`;
const ENVIRONMENT = { ...process.env };

afterEach(() => {
  process.env = { ...ENVIRONMENT };
});

/** As a stack writes it for IRSA: text, with the issuer filled in. */
const irsa = (condition: object) => ({
  'Fn::Sub': [
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [allow({ Condition: condition, Principal: { Federated: variable('Provider') } })],
    }),
    {
      Provider: { Ref: 'Provider' },
      Issuer: { 'Fn::Select': [1, { 'Fn::Split': [':oidc-provider/', { Ref: 'Provider' }] }] },
    },
  ],
});
const variable = (name: string) => `\${${name}}`;
const allow = (statement: object) => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: PROVIDER },
  ...statement,
});
const AUD = `${variable('Issuer')}:aud`;
const SUB = `${variable('Issuer')}:sub`;
const SHOP = 'system:serviceaccount:shop:consumer';
const BOUND = irsa({ StringEquals: { [AUD]: 'sts.amazonaws.com', [SUB]: SHOP } });

const statements = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const shop = { issuer: ISSUER, namespace: 'shop', serviceAccount: 'consumer' };

/** What a pod's SDK gets for a token, where the role has the given trust. */
async function assume(trust: unknown, token: TokenFileOptions, others: object = {}) {
  const Resources = {
    Provider: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: ISSUER, ClientIdList: ['sts.amazonaws.com'] } },
    Pod: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'Pod', AssumeRolePolicyDocument: trust } },
    ...others,
  };
  const assembly = readAssembly(writeAssembly({ stacks: { App: { Resources } } }));
  const listener = await listenForTest({ services: [createSts({ assembly })] });
  process.env.AWS_ENDPOINT_URL_STS = listener.endpoint;
  const webIdentityTokenFile = await writeTokenFile(temporaryDirectory(), token);
  const clientConfig = { region: 'us-east-1', maxAttempts: 1 };
  return fromTokenFile({ roleArn: POD, roleSessionName: 'pod-1', webIdentityTokenFile, clientConfig })();
}

describe('a role whose trust is bound to a service account and an audience', () => {
  test('lets its pods in', async () => {
    expect((await assume(BOUND, shop)).accessKeyId).toMatch(/^ASIA/);
  });

  test.each([
    ['another service account', { ...shop, serviceAccount: 'audit' }, 'system:serviceaccount:shop:audit'],
    ['another namespace', { ...shop, namespace: 'bank' }, 'system:serviceaccount:bank:consumer'],
  ])('refuses %s, and says which condition does not hold', async (_, token, subject) => {
    await expect(assume(BOUND, token)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `Not authorized to perform sts:AssumeRoleWithWebIdentity: ${POD} does not let in this token: ${HOST}:sub is "${subject}", but StringEquals asks for ${SHOP}`,
    });
  });

  test('refuses a token for another audience', async () => {
    await expect(assume(BOUND, { ...shop, audience: 'kubernetes.default.svc' })).rejects.toMatchObject({
      name: 'InvalidIdentityTokenException',
      message: 'Incorrect token audience',
    });
  });

  test("refuses another cluster's token of the same name", async () => {
    await expect(assume(BOUND, { ...shop, issuer: 'https://oidc.example.com/id/2' })).rejects.toMatchObject({
      name: 'InvalidIdentityTokenException',
      message: 'No OpenIDConnect provider found in your account for https://oidc.example.com/id/2',
    });
  });

  test('refuses a token of a provider that is there, but that the role does not trust', async () => {
    const issuer = 'https://oidc.example.com/id/2';
    const Other = { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: issuer, ClientIdList: ['sts.amazonaws.com'] } };
    await expect(assume(BOUND, { ...shop, issuer }, { Other })).rejects.toThrow(
      'it does not trust arn:aws:iam::000000000000:oidc-provider/oidc.example.com/id/2',
    );
  });
});

test('a role may trust the provider of a cluster that is in no template', async () => {
  const Federated = 'arn:aws:iam::123456789012:oidc-provider/oidc.example.com/id/old';
  const trust = statements(
    allow({ Principal: { Federated }, Condition: { StringEquals: { 'oidc.example.com/id/old:sub': SHOP } } }),
  );
  const token = { ...shop, issuer: 'https://oidc.example.com/id/old' };
  expect((await assume(trust, token)).accessKeyId).toMatch(/^ASIA/);
  await expect(assume(trust, { ...token, namespace: 'bank' })).rejects.toMatchObject({ name: 'AccessDenied' });
});

describe('a condition', () => {
  const on = (Condition: object) => statements(allow({ Condition }));
  const sub = `${HOST}:sub`;

  test.each([
    ['StringEquals takes one of several values', { StringEquals: { [sub]: ['x', SHOP] } }],
    ['StringLike takes * and ?', { StringLike: { [sub]: 'system:serviceaccount:sh?p:*' } }],
    ['StringNotEquals takes what is another', { StringNotEquals: { [sub]: 'x' } }],
    ['StringNotLike takes what does not match', { StringNotLike: { [sub]: 'system:*:bank:*' } }],
    ['StringEqualsIgnoreCase knows no case', { StringEqualsIgnoreCase: { [sub]: SHOP.toUpperCase() } }],
    ['IfExists takes what the request does not have', { StringEqualsIfExists: { 'aws:SourceArn': 'x' } }],
    ['of a Not operator takes what the request does not have', { ArnNotLike: { 'aws:SourceArn': 'x' } }],
    ['key knows no case', { StringEquals: { [sub.toUpperCase()]: SHOP } }],
  ])('%s', async (_, condition) => {
    expect((await assume(on(condition), shop)).accessKeyId).toMatch(/^ASIA/);
  });

  test.each([
    ['StringLike matches as a whole', { StringLike: { [sub]: 'serviceaccount:*' } }],
    ['StringLike takes a dot for a dot', { StringLike: { [sub]: 'system.serviceaccount:*' } }],
    ['StringNotEquals refuses every value of a list', { StringNotEquals: { [sub]: ['x', SHOP] } }],
    ['StringEquals refuses a key that the request does not have', { StringEquals: { 'aws:SourceArn': '*' } }],
    ['all of several have to hold', { StringEquals: { [sub]: SHOP }, StringLike: { [`${HOST}:aud`]: 'other' } }],
  ])('%s', async (_, condition) => {
    await expect(assume(on(condition), shop)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('with an operator that is not known is refused by name, before anything runs', async () => {
    await expect(assume(on({ NumericEquals: { 'aws:EpochTime': '1' } }), shop)).rejects.toThrow(
      'stack App, resource Pod (AWS::IAM::Role): the condition operator NumericEquals in AssumeRolePolicyDocument is not known',
    );
  });
});

describe('a trust policy', () => {
  test('with a statement that denies refuses what another allows', async () => {
    await expect(assume(statements(allow({}), allow({ Effect: 'Deny' })), shop)).rejects.toThrow(
      'a statement denies sts:AssumeRoleWithWebIdentity',
    );
  });

  test('for another action lets nobody in', async () => {
    await expect(assume(statements(allow({ Action: 'sts:TagSession' })), shop)).rejects.toThrow(
      'it does not trust anybody for sts:AssumeRoleWithWebIdentity',
    );
  });

  test.each(['NotAction', 'NotPrincipal'])('with %s is refused by name', async (name) => {
    await expect(assume(statements(allow({ [name]: 'x' })), shop)).rejects.toThrow(
      `${name} in AssumeRolePolicyDocument`,
    );
  });

  test('that is no JSON is refused by name', async () => {
    await expect(assume('{ Federated', shop)).rejects.toThrow('AssumeRolePolicyDocument is not JSON');
  });
});
