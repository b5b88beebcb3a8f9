import { isObject } from '../../contract/describe.ts';
import type { Assembly } from '../cloudformation/assembly.ts';
import { REGION } from '../cloudformation/place.ts';
import { clusterIssuer } from './issuer.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import type { ProjectedToken } from './pod.ts';
import { readAssociations } from './pod-identity-association.ts';

/** What EKS adds to a pod when it is made, so that the SDK in it finds a role. */
export interface Admitted {
  readonly environment: Readonly<Record<string, string>>;
  /** @default - the service account has no role */
  readonly token?: ProjectedToken;
}

/** Where a pod asks the agent of EKS Pod Identity. */
export const AGENT_URL = 'http://169.254.170.23/v1/credentials';
/** For whom its tokens are. */
export const AGENT_AUDIENCE = 'pods.eks.amazonaws.com';

const SECRETS = '/var/run/secrets';
const WEB_IDENTITY_TOKEN = `${SECRETS}/eks.amazonaws.com/serviceaccount/token`;
const AGENT_TOKEN = `${SECRETS}/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token`;
/** Of either token. */
const EXPIRES_IN_SECONDS = 86_400;

const DOMAIN = 'eks.amazonaws.com/';
const ROLE_ARN = `${DOMAIN}role-arn`;
const AUDIENCE = `${DOMAIN}audience`;

/** One service account as EKS sees it, whether a manifest makes it or every namespace has it. */
export interface Subject {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  /** @default - no manifest makes it */
  readonly object: KubernetesObject | undefined;
}

/** An association with EKS Pod Identity goes before the annotation of a service account (IRSA); most have only one. */
export function admit(assembly: Assembly, subject: Subject): Admitted {
  const { cluster, namespace, name } = subject;
  const token = { namespace, serviceAccount: name, expiresInSeconds: EXPIRES_IN_SECONDS };
  const association = readAssociations(assembly).find(
    (it) => it.clusterName === cluster && it.namespace === namespace && it.serviceAccount === name,
  );
  if (association !== undefined) {
    return {
      environment: {
        ...REGIONS,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: AGENT_URL,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: AGENT_TOKEN,
      },
      token: { ...token, path: AGENT_TOKEN, audience: AGENT_AUDIENCE, issuer: association.issuer },
    };
  }
  const { roleArn, audience } = annotationsOf(subject.object);
  if (roleArn === undefined) return { environment: {} };
  return {
    environment: { ...REGIONS, AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: WEB_IDENTITY_TOKEN },
    token: { ...token, path: WEB_IDENTITY_TOKEN, audience, issuer: clusterIssuer(assembly, cluster, roleArn) },
  };
}

const REGIONS = { AWS_REGION: REGION, AWS_DEFAULT_REGION: REGION };

/** Variables that are added together, or not at all where the container has one of them. */
const TOGETHER: readonly (readonly string[])[] = [
  ['AWS_REGION', 'AWS_DEFAULT_REGION'],
  ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'],
];

/** The environment of a container with what is added: it keeps what it has. */
export function withAdmitted(
  own: Readonly<Record<string, string>>,
  { environment }: Admitted,
): Readonly<Record<string, string>> {
  const kept = TOGETHER.filter((names) => names.some((name) => Object.hasOwn(own, name))).flat();
  return { ...Object.fromEntries(Object.entries(environment).filter(([name]) => !kept.includes(name))), ...own };
}

/** @throws TemplateError for an annotation of EKS that is not honoured */
function annotationsOf(account: KubernetesObject | undefined): { roleArn: string | undefined; audience: string } {
  const metadata = isObject(account?.content.metadata) ? account.content.metadata : {};
  const annotations = isObject(metadata.annotations) ? metadata.annotations : {};
  const unknown = Object.keys(annotations).find(
    (name) => name.startsWith(DOMAIN) && ![ROLE_ARN, AUDIENCE].includes(name),
  );
  if (unknown !== undefined)
    account?.fail(`annotation ${unknown} is not honoured by the embedded cloud: do without it`);
  const { [ROLE_ARN]: roleArn, [AUDIENCE]: audience = 'sts.amazonaws.com' } = annotations;
  return { roleArn: typeof roleArn === 'string' ? roleArn : undefined, audience: String(audience) };
}
