import { describe, expect, test } from '@jest/globals';
import { CONTAINER, type DeploymentContent, deployment, podsOf, serviceAccount } from './templates.ts';

const podOf = (content: DeploymentContent, ...others: object[]) => podsOf([deployment(content), ...others])[0];
const scaledObject = (spec: object, namespace = 'shop') => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name: 'saga', namespace },
  spec: { scaleTargetRef: { name: 'saga' }, ...spec },
});

describe('a pod', () => {
  test('has the command and arguments of its container, and its environment', () => {
    const env = [
      { name: 'CONSUMER_GROUP', value: 'saga' },
      { name: 'EMPTY' },
      { name: 'ROLE', value: '<GetAtt Irsa.Arn>' },
    ];
    const pod = podOf({ container: { command: ['/nodejs/bin/node', '--trace-warnings'], args: ['main.mjs'], env } });
    expect(pod).toMatchObject({
      deployment: 'shop/saga',
      command: ['/nodejs/bin/node', '--trace-warnings', 'main.mjs'],
      environment: { CONSUMER_GROUP: 'saga', EMPTY: '', ROLE: 'arn:aws:iam::000000000000:role/Irsa' },
    });
  });

  test.each([
    ["Kubernetes' own 30 s of grace", {}, 30],
    ['the grace that the manifest gives', { terminationGracePeriodSeconds: 60 }, 60],
  ])('has %s', (_, pod, seconds) => {
    expect(podOf({ pod })?.terminationGracePeriodSeconds).toBe(seconds);
  });

  test('may say what has no effect on this machine', () => {
    const container = { ports: [], resources: {}, livenessProbe: {}, securityContext: {}, workingDir: '/consumer' };
    const pod = { nodeSelector: {}, topologySpreadConstraints: [], securityContext: {}, dnsPolicy: 'ClusterFirst' };
    expect(podOf({ container, pod })?.deployment).toBe('shop/saga');
  });
});

describe('a Deployment has', () => {
  test.each([
    ['one pod where nothing says how many', {}, [], 1],
    ['as many pods as it says', { spec: { replicas: 2 } }, [], 2],
    ['no pod where it says so', { spec: { replicas: 0 } }, [], 0],
    ['the least number of its ScaledObject', { spec: { replicas: 5 } }, [scaledObject({ minReplicaCount: 2 })], 2],
    ['one pod where KEDA would wait for the first message', {}, [scaledObject({ minReplicaCount: 0 })], 1],
    [
      'nothing of the ScaledObject of another namespace',
      { spec: { replicas: 2 } },
      [scaledObject({ minReplicaCount: 4 }, 'default')],
      2,
    ],
    [
      'nothing of the ScaledObject of another Deployment',
      {},
      [scaledObject({ minReplicaCount: 4, scaleTargetRef: { name: 'audit' } })],
      1,
    ],
  ])('%s', (_, content, others, replicas) => {
    expect(podOf(content, ...others)?.replicas).toBe(replicas);
  });
});

describe('a Deployment is refused', () => {
  const at = 'resource Manifest (Custom::AWSCDK-EKS-KubernetesResource): apps/v1 Deployment shop/saga: ';
  const secret = { name: 'KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } };

  test.each<[string, DeploymentContent, string]>([
    ['a second container', { pod: { containers: [CONTAINER, CONTAINER] } }, 'containers is a list of 2'],
    ['no container', { pod: { containers: [] } }, 'containers is a list of 0, but a pod of the embedded cloud has'],
    ['another to run first', { pod: { initContainers: [] } }, 'spec.template.spec.initContainers is not honoured'],
    ['volumes', { pod: { volumes: [] } }, 'spec.template.spec.volumes is not honoured'],
    ['mounts', { container: { volumeMounts: [] } }, 'containers[0].volumeMounts is not honoured'],
    ['variables from elsewhere', { container: { envFrom: [] } }, 'containers[0].envFrom is not honoured'],
    [
      'a variable from elsewhere',
      { container: { env: [secret] } },
      'KEY has valueFrom, but the embedded cloud honours',
    ],
    [
      'a variable that is no text',
      { container: { env: [{ name: 'N', value: 1 }] } },
      'env holds an object with name, value',
    ],
    [
      'a reference in a variable',
      { container: { env: [{ name: 'A', value: '$(B)/x' }] } },
      '"$(B)/x" refers to another',
    ],
    ['a reference in an argument', { container: { args: ['$(B)'] } }, '"$(B)" refers to another variable'],
    ['no command', { container: { command: undefined } }, 'containers[0].command is missing'],
    [
      'another command',
      { container: { command: ['sh', '-c'] } },
      'command is "sh -c", but has to begin with /nodejs/bin/node',
    ],
    [
      'another directory',
      { container: { workingDir: '/app' } },
      'workingDir is "/app", but the bundle lies in /consumer',
    ],
    [
      'an image of another Dockerfile',
      { container: { image: 'images:other' } },
      'image "images:other" is not the one that',
    ],
    [
      'another image',
      { container: { image: 'nginx:1' } },
      'image "nginx:1" is not the one that consumer/Dockerfile makes',
    ],
    ['a number of pods that is none', { spec: { replicas: -1 } }, 'spec.replicas is the number -1'],
  ])('with %s', (_, content, message) => {
    expect(() => podOf(content)).toThrow(at);
    expect(() => podOf(content)).toThrow(message);
  });

  test('in a namespace that nobody makes', () => {
    expect(() => podOf({ namespace: 'bank' })).toThrow(
      'apps/v1 Deployment bank/saga: namespaces "bank" not found: the manifests make default, kube-system, kube-public, kube-node-lease, shop',
    );
  });

  test('with a service account that nobody makes, or only in another namespace', () => {
    expect(() => podOf({ pod: { serviceAccountName: 'nobody' } })).toThrow(
      `${at}serviceaccount "nobody" not found: the manifests make default, consumer in its namespace`,
    );
    expect(() => podOf({ namespace: 'default' }, serviceAccount('other'))).toThrow(
      'serviceaccount "consumer" not found',
    );
  });
});

test('a namespace that a chart makes is there', () => {
  const Chart = {
    Type: 'Custom::AWSCDK-EKS-HelmChart',
    Properties: { ClusterName: { Ref: 'Cluster' }, Namespace: 'keda', CreateNamespace: true },
  };
  const inKeda = deployment({ namespace: 'keda', pod: { serviceAccountName: 'default' } });
  expect(podsOf([inKeda], { Chart })).toHaveLength(1);
});
