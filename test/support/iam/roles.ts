import type { Assembly, Resource } from '../../../local/cloudformation/assembly.ts';
import type { PolicyDocument } from './evaluate.ts';

/** A role with all that a template says of it. */
export interface DeployedRole {
  readonly stack: string;
  readonly name: string;
  readonly arn: string;
  readonly trust: PolicyDocument;
  /** Its own, and those that are attached to it. */
  readonly policies: readonly PolicyDocument[];
  /** The names of the policies of AWS's, whose content is AWS's. */
  readonly managedPolicies: readonly string[];
}

/** Every role of an assembly. */
export function rolesOf(assembly: Assembly): readonly DeployedRole[] {
  return assembly.resources('AWS::IAM::Role').map((role) => ({
    stack: role.stack,
    name: role.physicalId,
    arn: String(role.attributes.Arn),
    trust: document(role.properties.AssumeRolePolicyDocument),
    policies: [...inlinePolicies(role), ...attachedPolicies(assembly, role.physicalId)],
    managedPolicies: texts(role.properties.ManagedPolicyArns).map((arn) => arn.replace(/^.*policy\//, '')),
  }));
}

/** @throws Error when no template has a role of that name or ARN */
export function roleOf(assembly: Assembly, nameOrArn: string): DeployedRole {
  const found = rolesOf(assembly).find(({ name, arn }) => name === nameOrArn || arn === nameOrArn);
  if (found === undefined) throw new Error(`no template has the role ${nameOrArn}`);
  return found;
}

/** The policy of a queue, topic, or what else has one. */
export function resourcePolicyOf(assembly: Assembly, type: string, names: string, physicalId: string): PolicyDocument {
  const statements = assembly
    .resources(type)
    .filter(({ properties }) => texts(properties[names]).includes(physicalId))
    .flatMap(({ properties }) => [...document(properties.PolicyDocument).Statement]);
  return { Version: '2012-10-17', Statement: statements };
}

function inlinePolicies({ properties: { Policies = [] } }: Resource): PolicyDocument[] {
  return (Policies as { readonly PolicyDocument: unknown }[]).map(({ PolicyDocument }) => document(PolicyDocument));
}

/** Of the types that CDK makes; a type that is not looked at here would be a permission that nobody evaluates. */
function attachedPolicies(assembly: Assembly, roleName: string): PolicyDocument[] {
  const types = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'];
  return types
    .flatMap((type) => assembly.resources(type))
    .filter(({ properties: { Roles, RoleName } }) => [...texts(Roles), RoleName].includes(roleName))
    .map(({ properties }) => document(properties.PolicyDocument));
}

/** IRSA's trust is a text in the template: the keys of its conditions are known only on deployment. */
function document(value: unknown): PolicyDocument {
  return typeof value === 'string' ? JSON.parse(value) : (value as PolicyDocument);
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
