import { describe, expect, test } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Cluster, KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { PodServiceAccount, type PodServiceAccountProps } from '../../../lib/consumer/service-account.ts';
import { ConfigurationError } from '../../../lib/index.ts';
import { newStack, PlainCluster, templateOf } from '../support/consumers.ts';
import { before } from '../support/depends-on.ts';
import { ACCOUNT, manifestsOf, objectOf, REGION, resolve } from '../support/manifests.ts';
import { statementsOf } from '../support/policies.ts';

function newServiceAccount(props: Partial<PodServiceAccountProps> = {}): PodServiceAccount {
  const stack = newStack();
  const { cluster } = new PlainCluster(stack);
  return new PodServiceAccount(stack, 'Pods', { cluster, namespace: 'orders', name: 'consumer', ...props });
}

/** A cluster that is there already, with kubectl but with no more than is said here. */
function importedCluster(stack: Stack) {
  const { cluster } = new PlainCluster(stack);
  const { kubectlProvider } = cluster;
  return Cluster.fromClusterAttributes(stack, 'Imported', {
    clusterName: 'theirs',
    ...(kubectlProvider && { kubectlProvider }),
  });
}

const irsa = templateOf(newServiceAccount());
const podIdentity = templateOf(newServiceAccount({ identityType: 'podIdentity' }));
const roleId = (template: typeof irsa): string =>
  Object.keys(template.findResources('AWS::IAM::Role')).find((id) => id.startsWith('Pods')) ?? '';
const trustOf = (template: typeof irsa) =>
  template.findResources('AWS::IAM::Role')[roleId(template)]?.Properties.AssumeRolePolicyDocument;

describe('with IRSA, the role of a service account', () => {
  const issuer = `oidc.eks.${REGION}.amazonaws.com/id/ABC`;

  test('is for a token of this cluster, this namespace and this service account, made for STS', () => {
    expect(JSON.parse(resolve(irsa, trustOf(irsa)))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}` },
          Condition: {
            StringEquals: {
              [`${issuer}:aud`]: 'sts.amazonaws.com',
              [`${issuer}:sub`]: 'system:serviceaccount:orders:consumer',
            },
          },
        },
      ],
    });
  });

  test('is named on the service account, where EKS looks for it', () => {
    expect(objectOf(irsa, 'ServiceAccount')).toMatchObject({
      metadata: {
        name: 'consumer',
        namespace: 'orders',
        annotations: { 'eks.amazonaws.com/role-arn': `arn:aws:iam::${ACCOUNT}:role/${roleId(irsa)}` },
      },
    });
  });

  test('takes no Lambda, and one OIDC provider for all of the cluster', () => {
    const { Resources } = irsa.toJSON();
    const own = Object.entries<{ Type: string }>(Resources).filter(([id]) => id.startsWith('Pods'));
    expect(own.map(([, { Type }]) => Type).sort()).toEqual(['AWS::IAM::Role', 'Custom::AWSCDK-EKS-KubernetesResource']);
    irsa.resourceCountIs('Custom::AWSCDKCfnJson', 0);
    irsa.resourceCountIs('AWS::IAM::OIDCProvider', 1);
  });
});

describe('with Pod Identity, the role of a service account', () => {
  test('is for EKS on behalf of this cluster, this namespace and this service account', () => {
    podIdentity.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['sts:AssumeRole', 'sts:TagSession'],
            Principal: { Service: 'pods.eks.amazonaws.com' },
            Condition: {
              StringEquals: {
                'aws:RequestTag/eks-cluster-arn': { 'Fn::GetAtt': [Match.stringLikeRegexp('^Cluster'), 'Arn'] },
                'aws:RequestTag/kubernetes-namespace': 'orders',
                'aws:RequestTag/kubernetes-service-account': 'consumer',
              },
            },
          },
        ],
      },
    });
  });

  test('is associated with it by EKS itself, session tags included', () => {
    podIdentity.hasResourceProperties('AWS::EKS::PodIdentityAssociation', {
      ClusterName: { Ref: Match.stringLikeRegexp('^Cluster') },
      Namespace: 'orders',
      ServiceAccount: 'consumer',
      RoleArn: { 'Fn::GetAtt': [roleId(podIdentity), 'Arn'] },
      DisableSessionTags: Match.absent(),
    });
  });

  test('stands nowhere on the service account, and asks for no OIDC provider and no add-on', () => {
    expect(objectOf(podIdentity, 'ServiceAccount').metadata.annotations).toBeUndefined();
    podIdentity.resourceCountIs('AWS::IAM::OIDCProvider', 0);
    podIdentity.resourceCountIs('AWS::EKS::Addon', 0);
  });
});

describe('a service account', () => {
  test.each([
    ['irsa', irsa],
    ['podIdentity', podIdentity],
  ])('mounts no token of the Kubernetes API, and has the same name in both worlds (%s)', (_, template) => {
    expect(objectOf(template, 'ServiceAccount')).toMatchObject({
      automountServiceAccountToken: false,
      metadata: { name: 'consumer', namespace: 'orders', labels: { 'app.kubernetes.io/name': 'consumer' } },
    });
  });

  test('may do what it is granted, and who depends on it waits for that too', () => {
    const stack = newStack();
    const { cluster } = new PlainCluster(stack);
    const account = new PodServiceAccount(stack, 'Pods', { cluster, namespace: 'orders', name: 'consumer' });
    new Queue(stack, 'Queue').grant(account, 'sqs:ReceiveMessage').assertSuccess();
    const later = new KubernetesManifest(stack, 'Later', { cluster, manifest: [] });
    later.node.addDependency(account);
    const template = templateOf(account);
    expect(statementsOf(template, (id) => id.startsWith('Pods'))).toEqual([
      {
        actions: ['sqs:ReceiveMessage'],
        resources: [{ 'Fn::GetAtt': [Object.keys(template.findResources('AWS::SQS::Queue'))[0], 'Arn'] }],
      },
    ]);
    const [id = ''] = [...manifestsOf(template).keys()].filter((one) => one.startsWith('Later'));
    const policies = [...before(template, id)].filter((one) => one.startsWith('PodsRoleDefaultPolicy'));
    expect(policies).toHaveLength(1);
  });

  test('may do nothing that it is not granted', () => {
    expect(statementsOf(irsa, (id) => id.startsWith('Pods'))).toEqual([]);
    irsa.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({ 'Fn::Sub': Match.anyValue() }),
      ManagedPolicyArns: Match.absent(),
    });
  });

  test('follows Pod Identity where the cluster that is there already has no OIDC provider', () => {
    const stack = newStack();
    const account = new PodServiceAccount(stack, 'Pods', {
      cluster: importedCluster(stack),
      namespace: 'orders',
      name: 'consumer',
      identityType: 'podIdentity',
    });
    templateOf(account).hasResourceProperties('AWS::EKS::PodIdentityAssociation', { ClusterName: 'theirs' });
  });
});

describe('what cannot be', () => {
  test('is IRSA on a cluster that was named without its OIDC provider', () => {
    const stack = newStack();
    const props = { cluster: importedCluster(stack), namespace: 'orders', name: 'consumer' };
    expect(() => new PodServiceAccount(stack, 'Pods', props)).toThrow(
      /^Test\/Pods: identityType is irsa, but the cluster .* was named without its OIDC provider, .*: give openIdConnectProviderArn, or set identityType to podIdentity$/,
    );
  });

  const refused: [string, object, RegExp][] = [
    [
      'another way to a role',
      { identityType: 'kiam' },
      /identityType is "kiam", but has to be one of irsa, podIdentity: correct it/,
    ],
    [
      'a name that would widen the trust',
      { name: 'consumer*' },
      /name is "consumer\*", but has to be 1 to 63 of a-z 0-9/,
    ],
    ['a namespace that would', { namespace: 'orders:*' }, /namespace is "orders:\*", but has to be 1 to 63 of a-z 0-9/],
  ];
  test.each(refused)('is %s', (_, props, message) => {
    expect(() => newServiceAccount(props)).toThrow(message);
    expect(() => newServiceAccount(props)).toThrow(ConfigurationError);
  });
});
