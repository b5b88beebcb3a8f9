import { describe, expect, test } from '@jest/globals';
import { arnOf } from '../../../local/cloudformation/place.ts';
import { useConsumerAssembly } from '../../support/iam/consumer-assembly.ts';
import { type DeployedRole, rolesOf } from '../../support/iam/roles.ts';
import { serviceAccountOf } from '../../support/iam/service-accounts.ts';
import { allowed, resourcesOf, servicesOf } from '../../support/iam/sweep.ts';
import { machinesOf, queuesOf } from '../../support/iam/targets.ts';

const STACK = 'fanout-saga-dev-consumer';

const PODS = [
  ['fanout-saga-dev', 'consumer-saga'],
  ['fanout-saga-dev', 'consumer-audit'],
  ['keda', 'keda-operator'],
] as const;

describe.each([
  ['irsa', 'prefix'],
  ['podIdentity', 'secondaryCidr'],
  ['irsa', 'ipv6'],
])('the roles of a cluster with %s and %s', (identityType, podNetwork) => {
  const assembly = useConsumerAssembly({ identityType, podNetwork });
  const roles = () => rolesOf(assembly()).filter(({ stack }) => stack === STACK);
  const only = (what: string, matches: (role: DeployedRole) => boolean) => {
    const [role, ...others] = roles().filter(matches);
    if (role === undefined || others.length > 0) throw new Error(`${others.length + 1} roles are ${what}, not one`);
    return role;
  };

  test('are for services and for tokens of the cluster, never for an account', () => {
    const principals = roles().flatMap(({ trust }) =>
      trust.Statement.map(({ Principal }) => Object.keys(Principal ?? {})),
    );

    expect(new Set(principals.flat())).toEqual(
      new Set(identityType === 'irsa' ? ['Service', 'Federated'] : ['Service']),
    );
  });

  test('of the nodes have the two policies that AWS names as the least, and nothing of ours', () => {
    const nodes = only('for nodes', (role) => isFor(role, 'ec2.amazonaws.com'));

    expect(nodes.managedPolicies).toEqual(['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly']);
    expect(nodes.policies).toEqual([]);
  });

  test('of the function that applies manifests may look up its cluster, and write its log from the VPC', async () => {
    const kubectl = only('for kubectl', (role) => servicesOf(role).includes('eks'));
    const cluster = String(assembly().resources('AWS::EKS::Cluster')[0]?.attributes.Arn);
    const targets = { 'its cluster': { arn: cluster }, another: { arn: arnOf('eks', 'cluster/another') } };

    expect(servicesOf(kubectl)).toEqual(['eks']);
    expect(resourcesOf(kubectl)).toEqual([cluster]);
    expect(await allowed(kubectl, 'eks', targets)).toEqual(['eks:DescribeCluster on its cluster']);
    expect(kubectl.managedPolicies).toEqual(['service-role/AWSLambdaVPCAccessExecutionRole']);
  });

  test('may not touch a queue or a state machine, but for those of the pods', async () => {
    const ofPods = new Set(PODS.map(([namespace, name]) => serviceAccountOf(assembly(), namespace, name).role.arn));
    const others = roles().filter(({ arn }) => !ofPods.has(arn));

    expect(others.length).toBeGreaterThan(3);
    for (const role of others) {
      const touched = [
        ...(await allowed(role, 'sqs', queuesOf(assembly()))),
        ...(await allowed(role, 'states', machinesOf(assembly()))),
      ];
      expect({ role: role.name, touched }).toEqual({ role: role.name, touched: [] });
    }
  });
});

function isFor({ trust }: DeployedRole, service: string): boolean {
  return trust.Statement.some(({ Principal }) => Principal?.Service === service);
}
