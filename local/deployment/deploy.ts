import { readAssembly } from '../cloudformation/assembly.ts';
import type { Services } from '../services.ts';
import { prepareStateMachines } from '../stepfunctions/from-assembly.ts';
import { deletedIds } from './changes.ts';
import { DeploymentHistory } from './history.ts';
import { refuseChanges } from './refuse-changes.ts';

const LAMBDA_TYPES = ['AWS::Lambda::Function', 'AWS::Lambda::Version'];

/**
 * Deploys a second cloud assembly of the same application over services that run, in one go: a saga that starts meanwhile
 * begins with the one deployment or the other.
 *
 * @returns the services, as of the new assembly
 * @throws TemplateError as `EmbeddedCloud.deploy`
 */
export async function deploy(services: Services, directory: string, endpoint: string): Promise<Services> {
  const { assembly: before, lambda, stepFunctions } = services;
  const lastVersion = (ownerArn: string) =>
    ownerArn.includes(':function:') ? lambda.lastVersion(ownerArn) : stepFunctions.machines.lastVersion(ownerArn);
  const next = readAssembly(directory, { endpoint, history: new DeploymentHistory(before, lastVersion) });
  refuseChanges(before, next);
  const applyStateMachines = await prepareStateMachines(stepFunctions, next, before);
  const deleted = new Set(LAMBDA_TYPES.flatMap((type) => deletedIds(before, next, type)));
  lambda.deploy(next, deleted);
  applyStateMachines();
  return { ...services, assembly: next };
}
