import { describe, expect, test } from '@jest/globals';
import { ConsumerNamespace } from '../../../lib/consumer/namespace.ts';
import { newStack, PlainCluster, templateOf } from '../support/consumers.ts';
import { objectOf, objectsOf } from '../support/manifests.ts';

function newNamespace(namespaceName: string): ConsumerNamespace {
  const stack = newStack();
  return new ConsumerNamespace(stack, 'Namespace', { cluster: new PlainCluster(stack), namespaceName });
}

const template = templateOf(newNamespace('fanout-saga-dev'));

describe('the namespace of a stage', () => {
  test('admits only restricted pods', () => {
    const labels = objectOf(template, 'Namespace', 'fanout-saga-dev').metadata.labels;
    expect(labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/audit': 'restricted',
      'pod-security.kubernetes.io/warn': 'restricted',
    });
  });

  test('lets nothing in or out that no other policy lets', () => {
    expect(objectOf(template, 'NetworkPolicy')).toMatchObject({
      metadata: { namespace: 'fanout-saga-dev' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    expect(Object.keys(objectOf(template, 'NetworkPolicy').spec)).toEqual(['podSelector', 'policyTypes']);
  });

  test('is made before what is in it', () => {
    expect(objectsOf(template).map(({ kind }) => kind)).toEqual(['Namespace', 'NetworkPolicy']);
  });

  test.each(['Prod', '-a', 'a-', 'a_b', 'a'.repeat(64), ''])('cannot have the name %p', (name) => {
    expect(() => newNamespace(name)).toThrow(
      `Test/Namespace: the namespace's name is ${JSON.stringify(name)}, but has to be 1 to 63 of a-z 0-9 - with no - at either end: rename it`,
    );
  });

  test.each(['default', 'kube-system', 'keda'])('is not %s, which would be cut off', (name) => {
    expect(() => newNamespace(name)).toThrow(
      new RegExp(`name is ${name}, but .* are not for consumers, .*: choose one of its own`),
    );
  });
});
