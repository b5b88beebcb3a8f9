import type { Rule } from '../../rules.ts';
import { DNS_LABEL, DNS_LABEL_ALLOWED } from '../namespace/dns-label.ts';
import { IDENTITY_TYPES, type IdentityType } from './identity-type.ts';
import { hasOidcProvider } from './irsa.ts';
import type { PodSubject } from './pod-subject.ts';

/** What is checked before a service account is made of it. */
export interface ServiceAccountPlan extends PodSubject {
  readonly identityType: IdentityType;
}

export const SERVICE_ACCOUNT_RULES: readonly Rule<ServiceAccountPlan>[] = [
  {
    // Both become part of what the trust compares, where another character might mean something else.
    broken: ({ serviceAccountName: name }) => !DNS_LABEL.test(name),
    message: ({ serviceAccountName: name }) =>
      `the service account's name is ${JSON.stringify(name)}, but has to be ${DNS_LABEL_ALLOWED}: rename it`,
  },
  {
    broken: ({ namespace }) => !DNS_LABEL.test(namespace),
    message: ({ namespace }) =>
      `the service account's namespace is ${JSON.stringify(namespace)}, but has to be ${DNS_LABEL_ALLOWED}: rename it`,
  },
  {
    broken: ({ identityType }) => !IDENTITY_TYPES.includes(identityType),
    message: ({ identityType }) =>
      `identityType is ${JSON.stringify(identityType)}, but has to be one of ${IDENTITY_TYPES.join(', ')}: correct it`,
  },
  {
    broken: ({ identityType, cluster }) => identityType === 'irsa' && !hasOidcProvider(cluster),
    message: () =>
      'identityType is irsa, but the cluster that is there already was named without its OIDC provider, which the trust of the role is bound to: give openIdConnectProviderArn, or set identityType to podIdentity',
  },
];
