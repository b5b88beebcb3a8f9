import { randomUUID } from 'node:crypto';
import type { Assembly } from '../cloudformation/assembly.ts';
import { ACCOUNT, PARTITION } from '../cloudformation/place.ts';
import { AwsError } from '../http/aws-error.ts';
import { answer } from '../http/aws-json.ts';
import type { Service } from '../http/service.ts';
import { refusalOf } from '../sts/evaluate-trust.ts';
import { type IdentityToken, readIdentityToken } from '../sts/identity-token.ts';
import { readRoles } from '../sts/roles.ts';
import type { Sessions } from '../sts/sessions.ts';
import { AGENT_AUDIENCE, AGENT_URL } from './admission.ts';
import { type PodIdentityAssociation, readAssociations } from './pod-identity-association.ts';

export interface PodIdentityAgentProps {
  /** Its AWS::EKS::PodIdentityAssociations say who gets which role. */
  readonly assembly: Assembly;
  /** Where the credentials are kept that it gives out. */
  readonly sessions: Sessions;
  /** How long they hold. @default 21,600, as EKS gives them: 6 hours */
  readonly sessionSeconds?: number;
}

/** Where its credentials are, below the endpoint. */
export const AGENT_PATH = new URL(AGENT_URL).pathname;

const SERVICE = 'pods.eks.amazonaws.com';
const SIX_HOURS = 21_600;
/** What EKS does with a role: both have to be allowed. */
const ACTIONS = ['sts:AssumeRole', 'sts:TagSession'];

/** The agent of EKS Pod Identity, which is on every node, and the service behind it that decides. */
export function createPodIdentityAgent({ assembly, sessions, sessionSeconds }: PodIdentityAgentProps): Service {
  const associations = readAssociations(assembly);
  const roles = readRoles(assembly);
  return {
    name: 'eks-auth',
    claims: ({ url, method }) => url === AGENT_PATH && method === 'GET',
    handle(request, response) {
      const token = readIdentityToken(request.headers.authorization ?? '');
      const association = associationFor(token, associations);
      const role = roles.get(association.roleArn);
      if (role === undefined) throw accessDenied(`${association.roleArn} is no role of the templates that trusts pods`);
      for (const action of ACTIONS) {
        const principal = { kind: 'Service', name: SERVICE } as const;
        const refusal = refusalOf(role.trust, { action, principal, context: contextOf(association) });
        if (refusal !== undefined) throw accessDenied(`${role.arn}: ${refusal}`);
      }
      const session = `eks-${association.clusterName.slice(0, 20)}-${randomUUID()}`;
      const Arn = `arn:${PARTITION}:sts::${ACCOUNT}:assumed-role/${role.name}/${session}`;
      const identity = { Arn, UserId: `${role.id}:${session}`, Account: ACCOUNT };
      const { SessionToken, ...keys } = sessions.open(identity, sessionSeconds ?? SIX_HOURS);
      answer(response, { ...keys, Token: SessionToken, AccountId: ACCOUNT });
    },
  };
}

function associationFor(
  { subject, audience, issuer }: IdentityToken,
  associations: readonly PodIdentityAssociation[],
): PodIdentityAssociation {
  if (audience !== AGENT_AUDIENCE) {
    throw new AwsError('InvalidTokenException', `the token is for ${audience}, but has to be for ${AGENT_AUDIENCE}`);
  }
  const found = associations.find(
    (it) => it.issuer === issuer && subject === `system:serviceaccount:${it.namespace}:${it.serviceAccount}`,
  );
  if (found !== undefined) return found;
  throw new AwsError(
    'ResourceNotFoundException',
    `no AWS::EKS::PodIdentityAssociation of the templates is for ${subject} of the cluster with the issuer ${issuer}`,
    404,
  );
}

/** What a trust policy can ask for: the session's tags, which say what the pod is. */
function contextOf({ clusterArn, clusterName, namespace, serviceAccount, hasSessionTags }: PodIdentityAssociation) {
  const tags = {
    'eks-cluster-arn': clusterArn,
    'eks-cluster-name': clusterName,
    'kubernetes-namespace': namespace,
    'kubernetes-service-account': serviceAccount,
  };
  const tagged = hasSessionTags ? Object.entries(tags) : [];
  return new Map([
    ...tagged.map(([name, value]) => [`aws:requesttag/${name}`, value] as const),
    ['aws:sourceaccount', ACCOUNT],
    ['aws:sourcearn', clusterArn],
  ]);
}

function accessDenied(why: string): AwsError {
  return new AwsError(
    'AccessDeniedException',
    `Unauthorized Exception! EKS does not have permissions to assume the associated role: ${why}`,
    403,
  );
}
