/** How a pod comes to its role: by the cluster's OIDC provider (IRSA), or by the agent of EKS Pod Identity. */
export const IDENTITY_TYPES = ['irsa', 'podIdentity'] as const;

export type IdentityType = (typeof IDENTITY_TYPES)[number];
