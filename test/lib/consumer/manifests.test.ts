import { describe, expect, test } from '@jest/globals';
import { ConsumerCluster } from '../../../lib/consumer/cluster.ts';
import { newConsumer, templateOf } from '../support/consumers.ts';
import { type KubernetesObject, objectOf, objectsOf } from '../support/manifests.ts';
import { flawsOf } from '../support/schemas.ts';

/** Of EKS alone, and in no package of schemas. */
const WITHOUT_SCHEMA = ['eks.amazonaws.com/v1 NodeClass'];

const podNetworks = ['prefix', 'secondaryCidr', 'ipv6'] as const;
const identityTypes = ['irsa', 'podIdentity'] as const;
const architectures = ['amd64', 'arm64'] as const;
const settings = podNetworks.flatMap((podNetwork) =>
  identityTypes.flatMap((identityType) =>
    architectures.map((nodeArchitecture) => ({ podNetwork, identityType, nodeArchitecture })),
  ),
);

describe.each(settings)(
  'with $podNetwork, $identityType and $nodeArchitecture',
  ({ podNetwork, identityType, nodeArchitecture }) => {
    const objects = objectsOf(
      templateOf(
        newConsumer({
          cluster: (stack) => new ConsumerCluster(stack, 'Cluster', { podNetwork, nodeArchitecture }),
          consumer: { identityType },
        }),
      ),
    );

    test('every object is what the schema of its kind says, down to the last key', () => {
      const flaws = objects
        .filter(({ apiVersion, kind }) => !WITHOUT_SCHEMA.includes(`${apiVersion} ${kind}`))
        .map((object) => [`${object.kind} ${object.metadata.name}`, flawsOf(object)] as const)
        .filter(([, found]) => found.length > 0);
      expect(flaws).toEqual([]);
    });

    test('every object stands in a namespace that is made too, or is one, or is of the cluster', () => {
      const made = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
      const elsewhere = objects
        .filter(({ kind }) => !['Namespace', 'NodePool', 'NodeClass'].includes(kind))
        .filter(({ metadata }) => ![...made, 'kube-system'].includes(metadata.namespace ?? 'default'));
      expect(elsewhere).toEqual([]);
    });

    test('the pods run on nodes that there are', () => {
      const { nodeSelector } = objects.find(({ kind }) => kind === 'Deployment')?.spec.template.spec ?? {};
      expect(nodeSelector['kubernetes.io/arch']).toBe(nodeArchitecture);
    });
  },
);

describe('the check by schemas', () => {
  const template = templateOf(newConsumer());
  const deployment = objectOf(template, 'Deployment');
  const scaledObject = objectOf(template, 'ScaledObject');

  const wrong: [string, KubernetesObject, string][] = [
    ['a key that there is not', withSpec(deployment, { replica: 1 }), 'apps/v1 Deployment knows no .spec.replica'],
    ['a value of another type', withSpec(deployment, { revisionHistoryLimit: '3' }), 'revisionHistoryLimit'],
    [
      'a key of KEDA that there is not',
      withSpec(scaledObject, { cooldown: 1 }),
      'keda.sh/v1alpha1 ScaledObject knows no .spec.cooldown',
    ],
    [
      'a number where KEDA takes texts',
      withSpec(scaledObject, { triggers: [{ type: 'aws-sqs-queue', metadata: { queueLength: 5 } }] }),
      'must be string',
    ],
    ['a kind that nobody knows', { ...deployment, kind: 'Deploymnt' }, 'apps/v1 Deploymnt has no schema here'],
  ];

  test.each(wrong)('finds %s', (_, object, flaw) => {
    expect(flawsOf(object).join()).toContain(flaw);
  });

  test('finds a key that there is not in the depth of a container', () => {
    const object = structuredClone(deployment);
    object.spec.template.spec.containers[0].livenessProbe.httpGet.pth = '/healthz';
    expect(flawsOf(object)).toEqual([
      'apps/v1 Deployment knows no .spec.template.spec.containers.0.livenessProbe.httpGet.pth',
    ]);
  });
});

function withSpec(object: KubernetesObject, spec: object): KubernetesObject {
  return { ...object, spec: { ...object.spec, ...spec } };
}
