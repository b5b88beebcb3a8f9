export interface NodeClassOptions {
  readonly name: string;
  readonly roleName: string;
  readonly nodeSubnetIds: readonly string[];
  readonly podSubnetIds: readonly string[];
  /** The cluster's own, for nodes and for pods: it lets the control plane through to webhooks in pods. */
  readonly securityGroupId: string;
}

/**
 * A NodeClass of Auto Mode whose pods are in subnets of their own. What leaves the VPC's networks has the node's address
 * (`Random` is how its port is chosen), which a network behind a peering knows, unlike the pods'.
 */
export function nodeClass({ name, roleName, nodeSubnetIds, podSubnetIds, securityGroupId }: NodeClassOptions) {
  return {
    apiVersion: 'eks.amazonaws.com/v1',
    kind: 'NodeClass',
    metadata: { name },
    spec: {
      role: roleName,
      subnetSelectorTerms: nodeSubnetIds.map((id) => ({ id })),
      securityGroupSelectorTerms: [{ id: securityGroupId }],
      // Auto Mode takes both of the pods' terms or none.
      podSubnetSelectorTerms: podSubnetIds.map((id) => ({ id })),
      podSecurityGroupSelectorTerms: [{ id: securityGroupId }],
      networkPolicy: 'DefaultAllow',
      snatPolicy: 'Random',
      // Images of a few hundred MB; the default of 80Gi costs $4.80 a month and node more. EBS encrypts it.
      ephemeralStorage: { size: '20Gi' },
    },
  } as const;
}
