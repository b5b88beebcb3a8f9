import { createValidatedPolicy, validateTrustPolicy } from '@cloud-copilot/iam-policy';
import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT } from '../../../local/cloudformation/place.ts';

export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: Readonly<Record<string, unknown>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** `not applicable`: the action knows no resource of that kind, so that no policy could allow it. */
type Decision = 'allowed' | 'denied' | 'not allowed' | 'not applicable';

const DECISIONS = { Allowed: 'allowed', ExplicitlyDenied: 'denied', ImplicitlyDenied: 'not allowed' } as const;

export interface AccessRequest {
  readonly action: string;
  /** An ARN; `*` for an action that knows no resource. */
  readonly resource: string;
  /** Condition keys. Every request of ours comes over TLS, unless it says otherwise. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * What IAM answers to a role of this account.
 *
 * @param resourcePolicy of what is asked for, a queue's policy for one
 * @throws Error for a policy, an action or a condition key that IAM does not know: an answer would mean nothing
 */
export async function evaluate(
  role: { readonly arn: string; readonly policies: readonly PolicyDocument[] },
  { action, resource, context = {} }: AccessRequest,
  resourcePolicy?: PolicyDocument,
): Promise<Decision> {
  const answer = await runSimulation(
    {
      request: {
        principal: role.arn,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: {
          'aws:SecureTransport': 'true',
          'aws:PrincipalAccount': ACCOUNT,
          ...withMutableLists(context),
        },
      },
      identityPolicies: role.policies.map((policy, index) => ({ name: `policy ${index + 1}`, policy })),
      resourcePolicy,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === 'error' && answer.errors.message === 'no.resource.types') return 'not applicable';
  if (answer.resultType === 'error') throw new Error(`${action} cannot be evaluated: ${JSON.stringify(answer.errors)}`);
  const ignored = answer.resultType === 'single' ? answer.result.ignoredContextKeys : [];
  if (ignored !== undefined && ignored.length > 0) throw new Error(`${action} knows no condition key ${ignored}`);
  return DECISIONS[answer.overallResult];
}

function withMutableLists(context: NonNullable<AccessRequest['context']>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
  );
}

export interface AssumeRequest {
  readonly action: 'sts:AssumeRole' | 'sts:AssumeRoleWithWebIdentity' | 'sts:TagSession';
  /** A service such as `pods.eks.amazonaws.com`, the ARN of an OIDC provider, or of a role. */
  readonly principal: string;
  readonly context: Readonly<Record<string, string>>;
}

/**
 * What a role's trust policy answers to whom would assume it.
 *
 * The condition keys of a cluster's own issuer stand in no list of IAM's, so that they are taken as they are.
 *
 * @throws Error for a trust policy that IAM would refuse
 */
export function evaluateTrust(trust: PolicyDocument, { action, principal, context }: AssumeRequest): Decision {
  const policy = createValidatedPolicy(trust, validateTrustPolicy, { name: 'trust' });
  if (policy.errors.length > 0) throw new Error(`no trust policy: ${JSON.stringify(policy.errors)}`);
  return DECISIONS[
    runUnsafeSimulation(
      {
        request: {
          principal,
          action,
          resource: { resource: `arn:aws:iam::${ACCOUNT}:role/Evaluated`, accountId: ACCOUNT },
          contextVariables: context,
        },
        identityPolicies: [],
        resourcePolicy: policy,
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    )
  ];
}
