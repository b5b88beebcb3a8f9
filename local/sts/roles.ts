import { isObject } from '../../contract/describe.ts';
import type { Assembly, Resource } from '../cloudformation/assembly.ts';

const ACTIONS = ['sts:AssumeRoleWithWebIdentity', 'sts:*', '*'];

/** The ARNs of the AWS::IAM::Roles that trust web identities, with their ids: those of IRSA. */
export function readRoles(assembly: Assembly): ReadonlyMap<string, string> {
  const roles = assembly.resources('AWS::IAM::Role').filter(trustsWebIdentities);
  return new Map(roles.map(({ attributes: { Arn, RoleId } }) => [String(Arn), String(RoleId)]));
}

function trustsWebIdentities({ properties }: Resource): boolean {
  const { AssumeRolePolicyDocument: document } = properties;
  const statements = [isObject(document) ? (document.Statement ?? []) : []].flat();
  return statements.some((statement) => {
    if (!isObject(statement) || statement.Effect !== 'Allow') return false;
    const federated = isObject(statement.Principal) && statement.Principal.Federated !== undefined;
    return federated && [statement.Action].flat().some((action) => ACTIONS.includes(String(action)));
  });
}
