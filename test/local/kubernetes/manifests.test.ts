import { describe, expect, test } from '@jest/globals';
import { INERT_KINDS } from '../../../local/kubernetes/kinds.ts';
import { readManifests } from '../../../local/kubernetes/manifests.ts';
import { CLUSTER, deployment, manifest, NAMESPACE, read, serviceAccount } from './templates.ts';

const objectsOf = (resources: object) => readManifests(read(resources));
const raw = (Manifest: unknown) => ({
  Manifest: { Type: 'Custom::AWSCDK-EKS-KubernetesResource', Properties: { Manifest, ClusterName: CLUSTER } },
});

describe('the manifests of an assembly', () => {
  test('are read with what CloudFormation fills in', () => {
    const account = serviceAccount('consumer', { role: '<GetAtt Irsa.Arn>' });
    const objects = objectsOf({ First: manifest([NAMESPACE]), Second: manifest([account, deployment()]) });
    expect(objects.map(({ cluster, kind, namespace, name }) => [cluster, kind, namespace, name])).toEqual([
      [CLUSTER, 'v1 Namespace', 'default', 'shop'],
      [CLUSTER, 'v1 ServiceAccount', 'shop', 'consumer'],
      [CLUSTER, 'apps/v1 Deployment', 'shop', 'saga'],
    ]);
    expect(objects[1]?.content).toMatchObject({
      metadata: { annotations: { role: 'arn:aws:iam::000000000000:role/Irsa' } },
    });
  });

  test.each(Object.entries(INERT_KINDS))('may hold a %s, for a reason', (kind, reason) => {
    const [apiVersion, name] = kind.split(' ');
    expect(objectsOf({ It: manifest([{ apiVersion, kind: name, metadata: { name: 'it' } }]) })).toHaveLength(1);
    expect(reason).toMatch(/\w+ \w+ \w+/);
  });

  test('are refused by name where one holds a kind that is not known', () => {
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'once', namespace: 'shop' } };
    expect(() => objectsOf({ It: manifest([job]) })).toThrow(
      'stack App, resource It (Custom::AWSCDK-EKS-KubernetesResource): batch/v1 Job shop/once: the embedded cloud does not know this kind',
    );
  });

  test('are refused where two hold the same object, but not where the clusters differ', () => {
    const twice = (cluster: unknown) => ({ One: manifest([NAMESPACE]), Two: manifest([NAMESPACE], cluster) });
    expect(() => objectsOf(twice({ Ref: 'Cluster' }))).toThrow('v1 Namespace default/shop: stands in two manifests');
    expect(objectsOf(twice('another'))).toHaveLength(2);
  });

  test.each([
    ['[{', /its Manifest is not JSON/],
    [{ kind: 'Job' }, /its Manifest is an object with kind, but has to be a list/],
    ['[1]', /its Manifest holds the number 1, but has to hold objects/],
    ['[{"apiVersion":"v1","kind":"Namespace"}]', /metadata.name is missing/],
  ])('are refused where one is %j', (content, message) => {
    expect(() => objectsOf(raw(content))).toThrow(message);
  });
});
