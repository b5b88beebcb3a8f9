import type { Assembly } from '../cloudformation/assembly.ts';
import { arnOf } from '../cloudformation/place.ts';
import { clusterIssuer } from './issuer.ts';

/** Which role the pods of a service account get from EKS Pod Identity. */
export interface PodIdentityAssociation {
  readonly clusterName: string;
  readonly clusterArn: string;
  /** The URL of the OIDC issuer of the cluster's tokens. */
  readonly issuer: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  /** Whether the session is tagged with what the pod is. */
  readonly hasSessionTags: boolean;
}

const HONOURED = ['ClusterName', 'Namespace', 'ServiceAccount', 'RoleArn', 'DisableSessionTags', 'Tags'];

/** @throws TemplateError for a property that is not honoured, such as the role of another account */
export function readAssociations(assembly: Assembly): readonly PodIdentityAssociation[] {
  return assembly.resources('AWS::EKS::PodIdentityAssociation').map((resource) => {
    const { ClusterName, Namespace, ServiceAccount, RoleArn, DisableSessionTags = false } = resource.properties;
    const unknown = Object.keys(resource.properties).find((name) => !HONOURED.includes(name));
    if (unknown !== undefined)
      resource.fail(`property ${unknown} is not honoured by the embedded cloud: do without it`);
    return {
      clusterName: String(ClusterName),
      clusterArn: arnOf('eks', `cluster/${ClusterName}`),
      issuer: clusterIssuer(assembly, String(ClusterName), String(RoleArn)),
      namespace: String(Namespace),
      serviceAccount: String(ServiceAccount),
      roleArn: String(RoleArn),
      hasSessionTags: String(DisableSessionTags) !== 'true',
    };
  });
}
