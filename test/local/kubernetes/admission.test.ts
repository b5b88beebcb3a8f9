import { describe, expect, test } from '@jest/globals';
import { readPods } from '../../../local/kubernetes/pods.ts';
import { association, deployment, manifest, NAMESPACE, podsOf, read, serviceAccount } from './templates.ts';

const ROLE_ARN = 'eks.amazonaws.com/role-arn';
const withEnv = (...env: object[]) => deployment({ container: { env } });
const admitted = (account: object, resources: object = {}) =>
  readPods(read({ Manifest: manifest([NAMESPACE, account, deployment()]), ...resources }))[0];

describe('a pod whose service account names a role (IRSA)', () => {
  test('gets the variables of EKS and a token of its cluster', () => {
    const [pod] = podsOf([withEnv()]);
    expect(pod?.environment).toEqual({
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ROLE_ARN: 'arn:aws:iam::000000000000:role/Irsa',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token',
    });
    const issuer = read({}).resources('AWS::EKS::Cluster')[0]?.attributes.OpenIdConnectIssuerUrl;
    expect(pod?.token).toEqual({
      path: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token',
      issuer,
      audience: 'sts.amazonaws.com',
      namespace: 'shop',
      serviceAccount: 'consumer',
      expiresInSeconds: 86_400,
    });
  });

  test('keeps the region that its container has, whichever of the two variables says it', () => {
    const [pod] = podsOf([withEnv({ name: 'AWS_DEFAULT_REGION', value: 'eu-west-1' })]);
    expect(pod?.environment).toMatchObject({ AWS_DEFAULT_REGION: 'eu-west-1' });
    expect(pod?.environment).not.toHaveProperty('AWS_REGION');
  });

  test('keeps the role that its container has', () => {
    const [pod] = podsOf([withEnv({ name: 'AWS_ROLE_ARN', value: 'mine' })]);
    expect(pod?.environment.AWS_ROLE_ARN).toBe('mine');
    expect(pod?.environment).not.toHaveProperty('AWS_WEB_IDENTITY_TOKEN_FILE');
  });

  test('gets a token for the audience that the service account names', () => {
    const account = serviceAccount('consumer', { [ROLE_ARN]: '<GetAtt Irsa.Arn>', 'eks.amazonaws.com/audience': 'me' });
    expect(admitted(account)?.token?.audience).toBe('me');
  });

  test('gets a token of the provider that the role trusts, where the cluster is in no template', () => {
    const Role = {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [
            { Effect: 'Allow', Principal: { Federated: 'arn:aws:iam::1:oidc-provider/oidc.example.com/id/7' } },
          ],
        },
      },
    };
    const account = serviceAccount('consumer', { [ROLE_ARN]: '<GetAtt Role.Arn>' });
    const Manifest = manifest([NAMESPACE, account, deployment()], 'shared');
    expect(readPods(read({ Role, Manifest }))[0]?.token?.issuer).toBe('https://oidc.example.com/id/7');
  });

  test('is refused where the service account asks EKS for what is not honoured', () => {
    const account = serviceAccount('consumer', { 'eks.amazonaws.com/token-expiration': '600' });
    expect(() => admitted(account)).toThrow(
      'v1 ServiceAccount shop/consumer: annotation eks.amazonaws.com/token-expiration is not honoured',
    );
  });
});

describe('a pod whose service account is associated with a role (Pod Identity)', () => {
  const AGENT = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials',
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE:
      '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token',
  };

  test('gets the address of the agent and a token for it', () => {
    const pod = admitted(serviceAccount(), { Association: association() });
    expect(pod?.environment).toMatchObject({ ...AGENT, AWS_REGION: 'us-east-1', CONSUMER_GROUP: 'saga' });
    expect(pod?.token).toMatchObject({
      path: AGENT.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE,
      audience: 'pods.eks.amazonaws.com',
      serviceAccount: 'consumer',
    });
  });

  test('gets only that, where the service account names a role as well', () => {
    const account = serviceAccount('consumer', { [ROLE_ARN]: '<GetAtt Irsa.Arn>' });
    const pod = admitted(account, { Association: association() });
    expect(pod?.environment).toMatchObject(AGENT);
    expect(pod?.environment).not.toHaveProperty('AWS_ROLE_ARN');
  });

  test.each([
    ['cluster', { ClusterName: 'other' }],
    ['namespace', { Namespace: 'other' }],
    ['service account', { ServiceAccount: 'other' }],
  ])('gets nothing from an association of another %s', (_, properties) => {
    const pod = admitted(serviceAccount(), { Association: association(properties) });
    expect(pod?.environment).toEqual({ CONSUMER_GROUP: 'saga' });
    expect(pod).not.toHaveProperty('token');
  });

  test('is refused where the association asks for what is not honoured', () => {
    const Association = association({ TargetRoleArn: 'arn:aws:iam::1:role/other' });
    expect(() => admitted(serviceAccount(), { Association })).toThrow('property TargetRoleArn is not honoured');
  });
});

test('a pod of a service account without a role gets nothing', () => {
  const pod = admitted(serviceAccount());
  expect(pod?.environment).toEqual({ CONSUMER_GROUP: 'saga' });
  expect(pod).not.toHaveProperty('token');
});
