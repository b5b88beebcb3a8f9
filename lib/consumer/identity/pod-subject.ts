import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';

/** Whose pods a role is for: those of one service account in one namespace of one cluster. */
export interface PodSubject {
  readonly cluster: ICluster;
  readonly namespace: string;
  readonly serviceAccountName: string;
}
