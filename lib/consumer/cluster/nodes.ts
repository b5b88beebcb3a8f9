import type { ISubnet } from 'aws-cdk-lib/aws-ec2';
import { AccessEntry, AccessEntryType, type Cluster } from 'aws-cdk-lib/aws-eks-v2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup, type IDependable } from 'constructs';
import type { NodeArchitecture } from '../i-consumer-cluster.ts';
import type { PodSubnets } from '../network/pod-network.ts';
import { AUTO_NODE } from './access-entries.ts';
import { nodeClass } from './node-class.ts';
import { nodePool } from './node-pool.ts';

export interface NodesProps {
  readonly cluster: Cluster;
  readonly role: IRole;
  readonly architecture: NodeArchitecture;
  readonly nodeSubnets: readonly ISubnet[];
  /** @default - pods are in the subnets of the nodes */
  readonly podSubnets: PodSubnets | undefined;
}

/**
 * Which of Auto Mode's own pools the cluster is made with. `general-purpose` has amd64 only. `system` takes none of our pods (it
 * is tainted for critical add-ons), but EKS makes the built-in NodeClass with a built-in pool only.
 */
export function builtInNodePools(architecture: NodeArchitecture, podSubnets: PodSubnets | undefined): string[] {
  if (podSubnets !== undefined) return [];
  return architecture === 'amd64' ? ['general-purpose'] : ['system'];
}

/** The nodes that Auto Mode's own pools do not give: of another architecture, or with pods in subnets of their own. */
export class Nodes extends Construct {
  readonly ready: IDependable;

  constructor(scope: Construct, id: string, props: NodesProps) {
    super(scope, id);
    const classOfPods = props.podSubnets && this.nodeClass(props, props.podSubnets);
    if (classOfPods === undefined && props.architecture === 'amd64') {
      this.ready = new DependencyGroup();
      return;
    }
    const pool = props.cluster.addManifest(
      'NodePool',
      nodePool({
        name: 'consumers',
        nodeClassName: classOfPods ? POD_SUBNETS_CLASS : 'default',
        architecture: props.architecture,
      }),
    );
    if (classOfPods) pool.node.addDependency(classOfPods);
    this.ready = new DependencyGroup(pool);
  }

  /** Nodes of a class of our own join by an access entry of our own, which has to be there until the last one has gone. */
  private nodeClass({ cluster, role, nodeSubnets }: NodesProps, podSubnets: PodSubnets) {
    const entry = new AccessEntry(this, 'NodeAccess', {
      cluster,
      principal: role.roleArn,
      accessEntryType: AccessEntryType.EC2,
      accessPolicies: [AUTO_NODE],
    });
    const manifest = cluster.addManifest(
      'NodeClass',
      nodeClass({
        name: POD_SUBNETS_CLASS,
        roleName: role.roleName,
        nodeSubnetIds: nodeSubnets.map(({ subnetId }) => subnetId),
        podSubnetIds: podSubnets.subnetIds,
        securityGroupId: cluster.clusterSecurityGroupId,
      }),
    );
    manifest.node.addDependency(entry);
    return manifest;
  }
}

const POD_SUBNETS_CLASS = 'pod-subnets';
