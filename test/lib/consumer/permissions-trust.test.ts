import { describe, expect, test } from '@jest/globals';
import { ACCOUNT, arnOf } from '../../../local/cloudformation/place.ts';
import { useConsumerAssembly } from '../../support/iam/consumer-assembly.ts';
import { evaluateTrust, type PolicyDocument } from '../../support/iam/evaluate.ts';
import { serviceAccountOf } from '../../support/iam/service-accounts.ts';

const NAMESPACE = 'fanout-saga-dev';
const OTHER_ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/00000000000000000000000000000000';

const SERVICE_ACCOUNTS = [
  [NAMESPACE, 'consumer-saga'],
  [NAMESPACE, 'consumer-audit'],
  ['keda', 'keda-operator'],
] as const;

describe('the role of the pods of saga, with irsa', () => {
  const assembly = useConsumerAssembly({ identityType: 'irsa' });
  const trust = () => serviceAccountOf(assembly(), NAMESPACE, 'consumer-saga').role.trust;
  const issuer = () => {
    const [provider] = assembly().resources('AWS::IAM::OIDCProvider');
    return String(provider?.properties.Url).replace('https://', '');
  };
  /** What STS asks with: the token's issuer, and whom it is for and from. */
  const assume = (policy: PolicyDocument, token: Partial<Record<'issuer' | 'aud' | 'sub', string>> = {}) => {
    const own = { issuer: issuer(), aud: 'sts.amazonaws.com', sub: `system:serviceaccount:${NAMESPACE}:consumer-saga` };
    const { issuer: from, aud, sub } = { ...own, ...token };
    return evaluateTrust(policy, {
      action: 'sts:AssumeRoleWithWebIdentity',
      principal: `arn:aws:iam::${ACCOUNT}:oidc-provider/${from}`,
      context: { [`${from}:aud`]: aud, [`${from}:sub`]: sub },
    });
  };

  test('is theirs', () => {
    expect(assume(trust())).toBe('allowed');
  });

  test.each([
    ['another namespace', { sub: 'system:serviceaccount:default:consumer-saga' }],
    ['another service account', { sub: `system:serviceaccount:${NAMESPACE}:consumer-audit` }],
    ['a service account whose name begins so', { sub: `system:serviceaccount:${NAMESPACE}:consumer-saga-2` }],
    ['any service account at once', { sub: `system:serviceaccount:${NAMESPACE}:*` }],
    ['a token for the Kubernetes API', { aud: 'https://kubernetes.default.svc' }],
    ['another cluster', { issuer: OTHER_ISSUER }],
  ])('is not for %s', (_who, token) => {
    expect(assume(trust(), token)).toBe('not allowed');
  });

  test.each(SERVICE_ACCOUNTS)('none of the roles but its own is for %s/%s', (namespace, name) => {
    const token = { sub: `system:serviceaccount:${namespace}:${name}` };

    for (const [ofNamespace, ofName] of SERVICE_ACCOUNTS) {
      const { role } = serviceAccountOf(assembly(), ofNamespace, ofName);
      expect(assume(role.trust, token)).toBe(ofName === name ? 'allowed' : 'not allowed');
    }
  });

  test('is not for a principal of the account without a token', () => {
    const request = { action: 'sts:AssumeRole', principal: `arn:aws:iam::${ACCOUNT}:role/Any`, context: {} } as const;

    expect(evaluateTrust(trust(), request)).toBe('not allowed');
  });

  test.each([
    ['sub', { sub: 'system:serviceaccount:default:any' }],
    ['aud', { aud: 'any' }],
  ] as const)('would be for everybody without the condition on %s, which this test would notice', (claim, token) => {
    expect(assume(without(trust(), `${issuer()}:${claim}`), token)).toBe('allowed');
  });
});

describe('the role of the pods of saga, with podIdentity', () => {
  const assembly = useConsumerAssembly({ identityType: 'podIdentity' });
  const trust = () => serviceAccountOf(assembly(), NAMESPACE, 'consumer-saga').role.trust;
  const cluster = () => String(assembly().resources('AWS::EKS::Cluster')[0]?.attributes.Arn);
  /** EKS Auth sets these tags on every session, from the association and the pod that asks. */
  const assume = (policy: PolicyDocument, pod: Readonly<Record<string, string>> = {}) => {
    const tags = {
      'eks-cluster-arn': cluster(),
      'kubernetes-namespace': NAMESPACE,
      'kubernetes-service-account': 'consumer-saga',
      ...pod,
    };
    const context = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]));
    return (['sts:AssumeRole', 'sts:TagSession'] as const).map((action) =>
      evaluateTrust(policy, { action, principal: 'pods.eks.amazonaws.com', context }),
    );
  };

  test('is theirs, with the tags of their session', () => {
    expect(assume(trust())).toEqual(['allowed', 'allowed']);
  });

  test.each([
    ['another namespace', { 'kubernetes-namespace': 'default' }],
    ['another service account', { 'kubernetes-service-account': 'consumer-audit' }],
    ['another cluster', { 'eks-cluster-arn': arnOf('eks', 'cluster/another') }],
  ])('is not for %s', (_who, pod) => {
    expect(assume(trust(), pod)).toEqual(['not allowed', 'not allowed']);
  });

  test.each(SERVICE_ACCOUNTS)('none of the roles but its own is for %s/%s', (namespace, name) => {
    const pod = { 'kubernetes-namespace': namespace, 'kubernetes-service-account': name };

    for (const [ofNamespace, ofName] of SERVICE_ACCOUNTS) {
      const { role } = serviceAccountOf(assembly(), ofNamespace, ofName);
      const answer = ofName === name ? 'allowed' : 'not allowed';
      expect(assume(role.trust, pod)).toEqual([answer, answer]);
    }
  });

  test('is not for another service', () => {
    const request = { action: 'sts:AssumeRole', principal: 'ec2.amazonaws.com', context: {} } as const;

    expect(evaluateTrust(trust(), request)).toBe('not allowed');
  });

  test('would be for every namespace without the condition on it, which this test would notice', () => {
    const mutilated = without(trust(), 'aws:RequestTag/kubernetes-namespace');

    expect(assume(mutilated, { 'kubernetes-namespace': 'default' })).toEqual(['allowed', 'allowed']);
  });
});

/** A copy of a trust policy that says nothing of a condition key. */
function without(policy: PolicyDocument, key: string): PolicyDocument {
  const Statement = policy.Statement.map((statement) => {
    const conditions = Object.entries(statement.Condition ?? {}).map(([operator, keys]) => {
      if (!Object.hasOwn(keys, key)) throw new Error(`the policy has no condition on ${key}: ${JSON.stringify(keys)}`);
      return [operator, Object.fromEntries(Object.entries(keys).filter(([name]) => name !== key))];
    });
    return { ...statement, Condition: Object.fromEntries(conditions) };
  });
  return { ...policy, Statement };
}
