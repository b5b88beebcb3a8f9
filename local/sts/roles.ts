import type { Assembly, Resource } from '../cloudformation/assembly.ts';
import { readTrustPolicy, type TrustStatement } from './trust-policy.ts';

/** A role of the templates that pods can take on. */
export interface PodRole {
  readonly arn: string;
  readonly name: string;
  readonly id: string;
  readonly trust: readonly TrustStatement[];
}

/** Whom a trust for pods names: an OIDC provider, or the service of EKS Pod Identity. */
const PRINCIPALS = ['Federated', 'pods.eks.amazonaws.com'];

/** The roles whose trust is for pods, by their ARNs. @throws TemplateError for a trust that cannot be evaluated here */
export function readRoles(assembly: Assembly): ReadonlyMap<string, PodRole> {
  const roles = assembly.resources('AWS::IAM::Role').filter(isForPods).map(readRole);
  return new Map(roles.map((role) => [role.arn, role]));
}

/** The trust of any other role is not looked at: nobody here asks for it. */
export function isForPods({ properties }: Resource): boolean {
  const text = JSON.stringify(properties.AssumeRolePolicyDocument ?? '');
  return PRINCIPALS.some((principal) => text.includes(principal));
}

function readRole(resource: Resource): PodRole {
  const arn = String(resource.attributes.Arn);
  return {
    arn,
    name: arn.slice(arn.lastIndexOf('/') + 1),
    id: String(resource.attributes.RoleId),
    trust: readTrustPolicy(resource),
  };
}
