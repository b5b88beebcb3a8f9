import { isObject } from '../../contract/describe.ts';
import type { Resource } from '../cloudformation/assembly.ts';
import { type Condition, readConditions } from './trust-condition.ts';

/** One statement of the policy that says who may take on a role. */
export interface TrustStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** By kind, such as `Federated`; `AWS` with `*` is everybody. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  readonly conditions: readonly Condition[];
}

/**
 * The trust policy of an AWS::IAM::Role: an object, or JSON text, as where the keys of its conditions are put together.
 *
 * @throws TemplateError for what is no policy, or one that cannot be evaluated here
 */
export function readTrustPolicy(role: Resource): readonly TrustStatement[] {
  const { AssumeRolePolicyDocument: given } = role.properties;
  const document = typeof given === 'string' ? parse(given, role) : given;
  const statements = [isObject(document) ? (document.Statement ?? []) : []].flat();
  return statements.map((statement) => readStatement(isObject(statement) ? statement : {}, role));
}

function parse(text: string, role: Resource): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    return role.fail(`AssumeRolePolicyDocument is not JSON (${cause instanceof Error ? cause.message : cause})`);
  }
}

function readStatement(statement: Readonly<Record<string, unknown>>, role: Resource): TrustStatement {
  const { Effect, Action, Principal, Condition } = statement;
  const inverted = ['NotAction', 'NotPrincipal'].find((name) => name in statement);
  if (inverted !== undefined) {
    role.fail(`${inverted} in AssumeRolePolicyDocument is not evaluated by the embedded STS: say what is meant`);
  }
  if (Effect !== 'Allow' && Effect !== 'Deny') role.fail('a statement of AssumeRolePolicyDocument has no Effect');
  return {
    effect: Effect === 'Allow' ? 'Allow' : 'Deny',
    actions: [Action ?? []].flat().map(String),
    principals: Principal === '*' ? { AWS: ['*'] } : readPrincipals(Principal),
    conditions: readConditions(Condition, role),
  };
}

function readPrincipals(principal: unknown): Record<string, string[]> {
  const entries = Object.entries(isObject(principal) ? principal : {});
  return Object.fromEntries(entries.map(([kind, names]) => [kind, [names].flat().map(String)]));
}
