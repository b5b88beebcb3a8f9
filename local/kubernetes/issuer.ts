import type { Assembly } from '../cloudformation/assembly.ts';
import { issuerUrl } from '../cloudformation/types/eks.ts';
import { issuerOf, trustedProviders } from '../sts/providers.ts';
import { readRoles } from '../sts/roles.ts';

/**
 * The URL of the OIDC issuer of a cluster. Of one that is there already no template says it, so it is that of the provider
 * which the role trusts; what the trust says beside it is evaluated all the same.
 */
export function clusterIssuer(assembly: Assembly, cluster: string, roleArn: string): string {
  const own = assembly.resources('AWS::EKS::Cluster').find(({ physicalId }) => physicalId === cluster);
  if (own !== undefined) return String(own.attributes.OpenIdConnectIssuerUrl);
  const role = readRoles(assembly).get(roleArn);
  const [provider] = role === undefined ? [] : trustedProviders(role);
  return provider === undefined ? issuerUrl(cluster) : issuerOf(provider);
}
