import { isObject } from '../../contract/describe.ts';
import type { Assembly, Resource } from '../cloudformation/assembly.ts';

const ACTION = 'sts:AssumeRoleWithWebIdentity';

/** The ARNs of the AWS::IAM::Roles that trust web identities, with their ids: those of IRSA. */
export function readRoles(assembly: Assembly): ReadonlyMap<string, string> {
  const roles = assembly.resources('AWS::IAM::Role').filter(trustsWebIdentities);
  return new Map(roles.map(({ attributes: { Arn, RoleId } }) => [String(Arn), String(RoleId)]));
}

function trustsWebIdentities({ properties }: Resource): boolean {
  const { AssumeRolePolicyDocument: document } = properties;
  const statements = [isObject(document) ? (document.Statement ?? []) : []].flat();
  return statements.some(
    (statement) => isObject(statement) && statement.Effect === 'Allow' && [statement.Action].flat().includes(ACTION),
  );
}
