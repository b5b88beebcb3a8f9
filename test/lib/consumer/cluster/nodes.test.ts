import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ExistingCluster } from '../../../../lib/consumer/existing-cluster.ts';
import type { IConsumerCluster } from '../../../../lib/consumer/i-consumer-cluster.ts';
import { before as idsBefore } from '../../support/depends-on.ts';
import { manifestsOf, objectOf, objectsOf } from '../../support/manifests.ts';
import { flawsOf } from '../../support/schemas.ts';
import { newCluster, newStack, templateOf, VARIANTS } from './new-cluster.ts';

describe.each(VARIANTS)('the nodes, %s,', (_, props) => {
  const template = templateOf(props);

  test('enforce network policies', () => {
    expect(objectOf(template, 'ConfigMap')).toMatchObject({
      apiVersion: 'v1',
      metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
      data: { 'enable-network-policy-controller': 'true' },
    });
  });

  test('have manifests that Kubernetes and Karpenter know', () => {
    // AWS publishes no schema of a NodeClass: it is compared as a whole below.
    const objects = objectsOf(template).filter(({ kind }) => kind !== 'NodeClass');
    expect(objects.flatMap(flawsOf)).toEqual([]);
  });
});

describe('on amd64 the nodes', () => {
  test.each(['prefix', 'ipv6'] as const)('are those of the built-in pool, with podNetwork %s', (podNetwork) => {
    const template = templateOf({ podNetwork });
    expect(objectsOf(template).map(({ kind }) => kind)).toEqual(['ConfigMap']);
    template.hasResourceProperties('AWS::EKS::Cluster', {
      ComputeConfig: {
        NodePools: ['general-purpose'],
        NodeRoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('NodeRole'), 'Arn'] },
      },
    });
  });
});

describe('on arm64 the nodes', () => {
  test.each(['prefix', 'ipv6'] as const)(
    'are of a pool of our own with the built-in class, with podNetwork %s',
    (podNetwork) => {
      const template = templateOf({ podNetwork, nodeArchitecture: 'arm64' });
      // EKS makes the built-in class only together with a built-in pool.
      template.hasResourceProperties('AWS::EKS::Cluster', { ComputeConfig: { NodePools: ['system'] } });
      expect(objectOf(template, 'NodePool').spec).toMatchObject({
        template: {
          spec: {
            nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: 'default' },
            requirements: expect.arrayContaining([{ key: 'kubernetes.io/arch', operator: 'In', values: ['arm64'] }]),
          },
        },
      });
    },
  );
});

describe('a pool of our own', () => {
  test.each(['amd64', 'arm64'] as const)(
    'has a ceiling, gives back what is not needed and renews its nodes, on %s',
    (nodeArchitecture) => {
      const { spec } = objectOf(templateOf({ podNetwork: 'secondaryCidr', nodeArchitecture }), 'NodePool');
      expect(spec).toMatchObject({
        limits: { cpu: '16' },
        disruption: { consolidationPolicy: 'WhenEmptyOrUnderutilized', consolidateAfter: '1m' },
        template: { spec: { expireAfter: '336h' } },
      });
      expect(spec.template.spec.requirements[0].values).toEqual([nodeArchitecture]);
    },
  );
});

describe('with podNetwork secondaryCidr the nodes', () => {
  const template = templateOf({ podNetwork: 'secondaryCidr' });

  test('are of no built-in pool, whose pods would be in the subnets of the nodes', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      ComputeConfig: { Enabled: true, NodePools: [], NodeRoleArn: Match.absent() },
    });
    expect(objectOf(template, 'NodePool').spec.template.spec.nodeClassRef.name).toBe('pod-subnets');
  });

  test('have their pods in the subnets of the pods, in the security group of the cluster', () => {
    const group = [{ id: expect.stringMatching(/^Cluster\w+\.ClusterSecurityGroupId$/) }];
    expect(objectOf(template, 'NodeClass')).toMatchObject({
      apiVersion: 'eks.amazonaws.com/v1',
      metadata: { name: 'pod-subnets' },
    });
    expect(objectOf(template, 'NodeClass').spec).toEqual({
      role: expect.stringMatching(/NodeRole/),
      subnetSelectorTerms: [1, 2].map((number) => ({ id: expect.stringMatching(`PrivateSubnet${number}Subnet`) })),
      securityGroupSelectorTerms: group,
      podSubnetSelectorTerms: [1, 2].map((number) => ({ id: expect.stringMatching(`PodsSubnet${number}`) })),
      podSecurityGroupSelectorTerms: group,
      networkPolicy: 'DefaultAllow',
      snatPolicy: 'Random',
      ephemeralStorage: { size: '20Gi' },
    });
  });

  test('join by an access entry, which is there before their class and goes after it', () => {
    template.hasResourceProperties('AWS::EKS::AccessEntry', {
      Type: 'EC2',
      PrincipalArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('NodeRole'), 'Arn'] },
      AccessPolicies: [
        {
          AccessScope: { Type: 'cluster' },
          PolicyArn: { 'Fn::Join': ['', Match.arrayWith([':eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy'])] },
        },
      ],
    });
    const ids = [...manifestsOf(template).keys()];
    const [nodeClass, nodePool] = ['NodeClass', 'NodePool'].map((kind) => ids.find((id) => id.includes(kind)) ?? '');
    expect(idsBefore(template, nodeClass ?? '')).toContainEqual(expect.stringMatching(/NodeAccess/));
    expect(idsBefore(template, nodePool ?? '')).toContain(nodeClass);
  });
});

/** The logical ids that are there before what waits for a cluster. */
function awaited({ cluster, ready }: IConsumerCluster): string[] {
  const pod = cluster.addManifest('Pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' } });
  pod.node.addDependency(ready);
  const template = Template.fromStack(Stack.of(cluster));
  const [id = ''] = Object.keys(template.toJSON().Resources).filter((each) => each.includes('manifestPod'));
  return [...idsBefore(template, id)];
}

const OPERATORS = 'arn:aws:iam::123456789012:role/Operators';

describe('what waits for a cluster', () => {
  test.each([
    ['the switch of network policies', /manifestNetworkPolicies/, {}],
    ['the entries of those who look after it', /^ClusterAdmin[0-9a-f]{8}/, { admins: [OPERATORS] }],
    ['the entries of those who look at it', /^ClusterViewer[0-9a-f]{8}/, { viewers: [OPERATORS] }],
    ['its pool of nodes', /manifestNodePool/, { nodeArchitecture: 'arm64' }],
    ['the class of its nodes', /manifestNodeClass/, { podNetwork: 'secondaryCidr' }],
    ['the access of its nodes', /NodesNodeAccess/, { podNetwork: 'secondaryCidr' }],
    ['the subnets of its pods', /PodsSubnet2/, { podNetwork: 'secondaryCidr' }],
  ] as const)('waits for %s', (_, id, props) => {
    expect(awaited(newCluster(props))).toContainEqual(expect.stringMatching(id));
  });

  test('waits for the entry without which nothing can be applied, where the cluster was there already', () => {
    const cluster = new ExistingCluster(newStack(), 'Cluster', { clusterName: 'shared' });
    expect(awaited(cluster)).toContainEqual(expect.stringMatching(/KubectlAccess/));
  });
});
