import type { Assembly } from '../cloudformation/assembly.ts';
import type { PodRole } from './roles.ts';

/** Who vouches for the tokens of a cluster. */
export interface OidcProvider {
  readonly arn: string;
  /** For whom its tokens may be. @default - not known here: it is the provider of a cluster that is there already */
  readonly audiences?: readonly string[];
}

const PROVIDER = ':oidc-provider/';

/** The OIDC providers by the URL of their issuer: those of the templates, and those outside of them that a role trusts. */
export function readProviders(
  assembly: Assembly,
  roles: ReadonlyMap<string, PodRole>,
): ReadonlyMap<string, OidcProvider> {
  const trusted = [...roles.values()].flatMap(trustedProviders).map((arn) => [issuerOf(arn), { arn }] as const);
  const own = assembly.resources('AWS::IAM::OIDCProvider').map(({ attributes, properties }) => {
    const audiences = [properties.ClientIdList ?? []].flat().map(String);
    return [String(properties.Url), { arn: String(attributes.Arn), audiences }] as const;
  });
  return new Map<string, OidcProvider>([...trusted, ...own]);
}

/** The ARNs of the OIDC providers that a role trusts. */
export function trustedProviders({ trust }: PodRole): string[] {
  return trust.flatMap(({ principals }) => principals.Federated ?? []).filter((arn) => arn.includes(PROVIDER));
}

/** The URL of the issuer that a provider stands for: its ARN ends with the URL without the scheme. */
export function issuerOf(providerArn: string): string {
  return `https://${providerArn.slice(providerArn.indexOf(PROVIDER) + PROVIDER.length)}`;
}
