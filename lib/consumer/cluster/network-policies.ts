/**
 * Auto Mode accepts network policies and ignores them, until this ConfigMap is there. On nodes whose class says `DefaultAllow`,
 * as the built-in one does, pods that no policy selects are left alone.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html
 */
export const NETWORK_POLICIES_ON = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
  data: { 'enable-network-policy-controller': 'true' },
};
