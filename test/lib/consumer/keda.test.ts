import { describe, expect, test } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConsumerCluster } from '../../../lib/consumer/i-consumer-cluster.ts';
import { Keda } from '../../../lib/consumer/keda.ts';
import { ConsumerNamespace } from '../../../lib/consumer/namespace.ts';
import { newStack, PlainCluster, templateOf } from '../support/consumers.ts';
import { before } from '../support/depends-on.ts';
import { manifestsOf, objectOf, objectsOf, resolve } from '../support/manifests.ts';
import { statementsOf } from '../support/policies.ts';

interface Options {
  readonly cluster?: (stack: Stack) => IConsumerCluster;
  readonly identityType?: 'irsa' | 'podIdentity';
}

/** KEDA with the right to look at one queue. */
function newKeda({ cluster: make, identityType }: Options = {}): Template {
  const stack = newStack();
  const cluster = make?.(stack) ?? new PlainCluster(stack, { nodeArchitecture: 'arm64' });
  const namespace = new ConsumerNamespace(stack, 'Namespace', { cluster, namespaceName: 'fanout-saga-dev' });
  const keda = new Keda(stack, 'Keda', { cluster, namespaces: [namespace], ...(identityType && { identityType }) });
  keda.grantReadDepth(new Queue(stack, 'Queue')).assertSuccess();
  return templateOf(keda);
}

/** A cluster on which KEDA runs already. */
class ClusterWithKeda extends PlainCluster {
  readonly kedaOperatorRole = Role.fromRoleArn(this, 'Operator', 'arn:aws:iam::123456789012:role/their-keda');
}

const CHART = 'Custom::AWSCDK-EKS-HelmChart';
const template = newKeda();
const [chartId = '', chart] = Object.entries(template.findResources(CHART))[0] ?? [];
const values = JSON.parse(resolve(template, chart?.Properties.Values));
const queueArn = { 'Fn::GetAtt': [Object.keys(template.findResources('AWS::SQS::Queue'))[0], 'Arn'] };

describe('KEDA', () => {
  test('comes from its own chart, of one version, into a namespace of its own', () => {
    template.hasResourceProperties(CHART, {
      Chart: 'keda',
      Release: 'keda',
      Repository: 'https://kedacore.github.io/charts',
      Version: '2.20.2',
      Namespace: 'keda',
      CreateNamespace: Match.absent(),
    });
    expect(objectOf(template, 'Namespace', 'keda').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  test('is there when it works, within 10 minutes', () => {
    template.hasResourceProperties(CHART, { Wait: true, Timeout: '600s' });
  });

  test('comes after its service account with its permissions, its namespace, and the namespaces in which it gets roles', () => {
    const earlier = before(template, chartId);
    const applied = [...manifestsOf(template)].filter(([id]) => earlier.has(id)).flatMap(([, objects]) => objects);
    expect(applied.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      'Namespace fanout-saga-dev',
      'Namespace keda',
      'NetworkPolicy default-deny',
      'ServiceAccount keda-operator',
    ]);
    expect([...earlier].some((id) => id.startsWith('KedaServiceAccountRoleDefaultPolicy'))).toBe(true);
  });

  test('runs its operator under a service account that the chart does not make', () => {
    expect(values.serviceAccount.operator).toEqual({ create: false, name: 'keda-operator' });
    expect(objectOf(template, 'ServiceAccount').metadata).toMatchObject({ name: 'keda-operator', namespace: 'keda' });
  });

  test('may read the attributes of the queues that were granted, and nothing else of AWS', () => {
    expect(statementsOf(template, (id) => id.startsWith('Keda'))).toEqual([
      { actions: ['sqs:GetQueueAttributes'], resources: [queueArn] },
    ]);
  });

  test('has rights in the namespaces of the consumers only, to no Secret and to no other resource than Deployments and StatefulSets', () => {
    expect(values).toMatchObject({
      watchNamespace: 'fanout-saga-dev',
      rbac: { enabledCustomScaledRefKinds: false },
      permissions: { operator: { restrict: { secret: true } }, metricServer: { restrict: { secret: true } } },
    });
  });

  test('runs on the nodes that there are, each of its pods with a ceiling of memory', () => {
    expect(values.nodeSelector).toEqual({ 'kubernetes.io/arch': 'arm64' });
    for (const part of ['operator', 'metricServer', 'webhooks']) {
      expect(values.resources[part]).toEqual({
        requests: { cpu: expect.stringMatching(/^\d+m$/), memory: expect.stringMatching(/^\d+Mi$/) },
        limits: { memory: expect.stringMatching(/^\d+Mi$/) },
      });
    }
  });

  test('can have its role by Pod Identity', () => {
    newKeda({ identityType: 'podIdentity' }).hasResourceProperties('AWS::EKS::PodIdentityAssociation', {
      Namespace: 'keda',
      ServiceAccount: 'keda-operator',
    });
  });

  test('without a namespace to watch is refused: it would watch all', () => {
    const stack = newStack();
    expect(() => new Keda(stack, 'Keda', { cluster: new PlainCluster(stack), namespaces: [] })).toThrow(
      /^Test\/Keda: namespaces is an empty list, but KEDA has to watch one at least: give it those of the consumers$/,
    );
  });
});

describe('where KEDA runs already', () => {
  const there = newKeda({ cluster: (stack) => new ClusterWithKeda(stack) });

  test('nothing is installed', () => {
    there.resourceCountIs(CHART, 0);
    expect(
      objectsOf(there).filter(({ metadata }) => metadata.namespace === 'keda' || metadata.name === 'keda'),
    ).toEqual([]);
  });

  test('its operator gets the permission', () => {
    there.hasResourceProperties('AWS::IAM::Policy', {
      Roles: ['their-keda'],
      PolicyDocument: { Statement: [Match.objectLike({ Action: 'sqs:GetQueueAttributes', Resource: queueArn })] },
    });
  });
});
