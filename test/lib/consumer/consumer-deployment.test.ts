import { describe, expect, test } from '@jest/globals';
import { type ConsumerOptions, newConsumer, PlainCluster, templateOf } from '../support/consumers.ts';
import { before } from '../support/depends-on.ts';
import { manifestsOf, objectOf, objectsOf } from '../support/manifests.ts';
import { statementsOf } from '../support/policies.ts';

const template = templateOf(newConsumer());
const deployment = objectOf(template, 'Deployment');

type Options = ConsumerOptions['consumer'];
const audit: Options = { groupName: 'audit', handler: 'audit' };

describe('the Deployment', () => {
  test('is selected by labels that depend on the group alone', () => {
    const selector = { 'app.kubernetes.io/name': 'consumer', 'app.kubernetes.io/instance': 'saga' };
    expect(deployment.spec.selector).toEqual({ matchLabels: selector });
    expect(deployment.spec.template.metadata.labels).toEqual({
      ...selector,
      'app.kubernetes.io/component': 'consumer',
      'app.kubernetes.io/part-of': 'fanout-saga',
    });
  });

  test('leaves it to the scaler how many pods there are', () => {
    expect(deployment.spec.replicas).toBeUndefined();
  });

  test('is updated with a pod more for a while, never with one fewer', () => {
    expect(deployment.spec).toMatchObject({
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      revisionHistoryLimit: 3,
    });
  });

  test('loses one pod at a time when nodes are replaced, and no node waits for a pod that is not ready', () => {
    expect(objectOf(template, 'PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: deployment.spec.selector,
    });
  });

  test('has its own objects for each group', () => {
    const names = (consumer?: Options) =>
      objectsOf(templateOf(newConsumer({ ...(consumer && { consumer }) })))
        .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/instance'] !== undefined)
        .map(({ kind, metadata }) => `${kind} ${metadata.namespace} ${metadata.name}`);
    const kinds = ['NetworkPolicy', 'PodDisruptionBudget', 'Deployment', 'TriggerAuthentication', 'ScaledObject'];
    expect(names()).toEqual(kinds.map((kind) => `${kind} fanout-saga-test consumer-saga`));
    expect(names(audit)).toEqual(kinds.map((kind) => `${kind} fanout-saga-test consumer-audit`));
  });
});

describe('the role of the pods', () => {
  const CONSUME = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

  test('may consume its queue and start its saga', () => {
    const [stateMachine] = Object.keys(template.findResources('AWS::StepFunctions::StateMachine'));
    expect(statementsOf(template, (id) => id.startsWith('Consumer'))).toEqual([
      { actions: CONSUME, resources: [queueArn()] },
      { actions: ['states:StartExecution'], resources: [{ Ref: stateMachine }] },
    ]);
  });

  test('may start nothing where nothing is started', () => {
    expect(statementsOf(templateOf(newConsumer({ consumer: audit })), (id) => id.startsWith('Consumer'))).toEqual([
      { actions: CONSUME, resources: [queueArn()] },
    ]);
  });
});

test('everything is made in the order in which it has to be there', () => {
  const applied = manifestsOf(template);
  const idOf = (kind: string, name: string): string => {
    const found = [...applied].find(([, objects]) =>
      objects.some((one) => one.kind === kind && one.metadata.name === name),
    );
    return found?.[0] ?? `nothing applies ${kind} ${name}`;
  };
  const namespace = idOf('Namespace', 'fanout-saga-test');
  const serviceAccount = idOf('ServiceAccount', 'consumer-saga');
  const [keda = ''] = Object.keys(template.findResources('Custom::AWSCDK-EKS-HelmChart'));
  const consumers = idOf('Deployment', 'consumer-saga');
  const [permissions = ''] = Object.keys(template.findResources('AWS::IAM::Policy')).filter((id) =>
    id.startsWith('Consumer'),
  );
  const [depth = ''] = Object.keys(template.findResources('AWS::IAM::Policy')).filter((id) =>
    id.startsWith('KedaService'),
  );

  expect([...before(template, consumers)]).toEqual(
    expect.arrayContaining([namespace, serviceAccount, permissions, keda, depth]),
  );
  expect(before(template, serviceAccount)).toContain(namespace);
  expect(before(template, keda)).toContain(namespace);
  expect(before(template, keda)).toContain(idOf('ServiceAccount', 'keda-operator'));
  expect(before(template, namespace)).not.toContain(consumers);
});

test('nothing of it is made before the cluster is ready for pods', () => {
  const consumer = newConsumer({
    cluster: (stack) => {
      const cluster = new PlainCluster(stack);
      cluster.ready.add(
        cluster.cluster.addManifest('NodePool', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'nodes' } }),
      );
      return cluster;
    },
  });
  const ready = templateOf(consumer);
  const [nodes = ''] = [...manifestsOf(ready)]
    .filter(([, [object]]) => object?.metadata.name === 'nodes')
    .map(([id]) => id);
  const others = [...manifestsOf(ready).keys(), ...Object.keys(ready.findResources('Custom::AWSCDK-EKS-HelmChart'))];
  expect(others).toHaveLength(7);
  for (const id of others.filter((one) => one !== nodes)) expect(before(ready, id)).toContain(nodes);
});

function queueArn(): object {
  const [id] = Object.keys(template.findResources('AWS::SQS::Queue')).filter((one) => one.startsWith('groupQueue'));
  return { 'Fn::GetAtt': [id, 'Arn'] };
}
