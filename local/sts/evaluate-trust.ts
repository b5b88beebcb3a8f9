import { brokenCondition, type RequestContext } from './trust-condition.ts';
import type { TrustStatement } from './trust-policy.ts';

export interface TrustRequest {
  /** Such as `sts:AssumeRoleWithWebIdentity`. */
  readonly action: string;
  /** Who asks, such as the provider that a token is of. */
  readonly principal: { readonly kind: 'Federated' | 'Service'; readonly name: string };
  readonly context: RequestContext;
}

/** Why a role may not be taken on, as IAM would decide it, or nothing where it may. */
export function refusalOf(policy: readonly TrustStatement[], request: TrustRequest): string | undefined {
  const { action, principal } = request;
  const about = policy.filter(({ actions }) => actions.some((pattern) => isAction(pattern, action)));
  if (about.length === 0) return `it does not trust anybody for ${action}`;
  const named = about.filter(({ principals }) => isNamed(principals, principal));
  if (named.length === 0) return `it does not trust ${principal.name} for ${action}`;
  const denied = named.find((it) => it.effect === 'Deny' && brokenBy(it, request).length === 0);
  if (denied !== undefined) return `a statement denies ${action} to ${principal.name}`;
  const allowing = named.filter(({ effect }) => effect === 'Allow').map((statement) => brokenBy(statement, request));
  if (allowing.some((broken) => broken.length === 0)) return undefined;
  return allowing.flat().join('; ') || `no statement allows ${action} to ${principal.name}`;
}

/** Actions know no case, and `sts:*` and `*` are all of them. */
function isAction(pattern: string, action: string): boolean {
  const one = pattern.toLowerCase();
  return one === action.toLowerCase() || one === '*' || one === 'sts:*';
}

function isNamed(principals: TrustStatement['principals'], { kind, name }: TrustRequest['principal']): boolean {
  return principals[kind]?.includes(name) === true || principals.AWS?.includes('*') === true;
}

function brokenBy({ conditions }: TrustStatement, { context }: TrustRequest): string[] {
  return conditions.map((condition) => brokenCondition(condition, context)).filter((broken) => broken !== undefined);
}
