import type { Assembly } from '../../../local/cloudformation/assembly.ts';
import { type DeployedRole, roleOf } from './roles.ts';

/** A service account of Kubernetes, with the role that its pods get. */
export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
  readonly role: DeployedRole;
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/**
 * Finds a service account in the manifests of an assembly, and its role as EKS does: by the annotation (IRSA), or else by the
 * association (Pod Identity).
 *
 * @throws Error where there is no such service account, or not exactly one role
 */
export function serviceAccountOf(assembly: Assembly, namespace: string, name: string): ServiceAccount {
  const found = manifestsOf(assembly).find(
    ({ kind, metadata }) => kind === 'ServiceAccount' && metadata.namespace === namespace && metadata.name === name,
  );
  if (found === undefined) throw new Error(`no manifest has the service account ${namespace}/${name}`);
  const annotated = found.metadata.annotations?.['eks.amazonaws.com/role-arn'];
  const associated = assembly
    .resources('AWS::EKS::PodIdentityAssociation')
    .filter(({ properties }) => properties.Namespace === namespace && properties.ServiceAccount === name)
    .map(({ properties }) => String(properties.RoleArn));
  const roles = [...(annotated === undefined ? [] : [annotated]), ...associated];
  if (roles[0] === undefined || roles.length > 1) throw new Error(`${namespace}/${name} has ${roles.length} roles`);
  return { namespace, name, role: roleOf(assembly, roles[0]) };
}

function manifestsOf(assembly: Assembly): KubernetesObject[] {
  return assembly
    .resources('Custom::AWSCDK-EKS-KubernetesResource')
    .flatMap(({ properties }) => JSON.parse(String(properties.Manifest)) as KubernetesObject[]);
}
