import type { ICluster, IpFamily } from 'aws-cdk-lib/aws-eks-v2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct, IDependable } from 'constructs';

/** The processor of the nodes, in Kubernetes' words: the image has to be built for it. */
export const NODE_ARCHITECTURES = ['amd64', 'arm64'] as const;

export type NodeArchitecture = (typeof NODE_ARCHITECTURES)[number];

/** A cluster on which consumers can run: one of our own, or one that is there already. */
export interface IConsumerCluster extends IConstruct {
  /** Has a kubectl provider, so that manifests can be added to it. */
  readonly cluster: ICluster;
  /** Of the nodes that pods may count on. */
  readonly nodeArchitecture: NodeArchitecture;
  /** What has to be there before a pod can run: node pools, access entries, the switch of network policies. */
  readonly ready: IDependable;
  /** Of the pods' addresses: a network policy names blocks of one family. */
  readonly ipFamily: IpFamily;
  /**
   * The role of KEDA's operator, where KEDA runs already.
   *
   * @default - KEDA has to be installed
   */
  readonly kedaOperatorRole?: IRole;
  /** What an admin or a viewer types to get the cluster into their kubeconfig. */
  readonly configCommand: string;
}
