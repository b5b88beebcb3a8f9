import type { Assembly } from '../cloudformation/assembly.ts';
import type { DeployedFunction } from './deployed-function.ts';
import { deploymentFunctions } from './deployment-functions.ts';
import { readFunctionConfig } from './function-config.ts';

/**
 * The functions that can be invoked: all but those that serve the deployment.
 *
 * @throws TemplateError for a function that cannot be run as AWS would run it, such as one with layers
 */
export function readFunctions(assembly: Assembly): readonly DeployedFunction[] {
  const versionArns = assembly.resources('AWS::Lambda::Version').map(({ physicalId }) => physicalId);
  const ofDeployment = deploymentFunctions(assembly);
  const functions = assembly.resources('AWS::Lambda::Function');
  const invocable = functions.filter(({ attributes }) => !ofDeployment.has(String(attributes.Arn)));
  return invocable.map((resource) => {
    const arn = String(resource.attributes.Arn);
    const latest = readFunctionConfig(resource, arn);
    const versions = versionArns.filter((versionArn) => versionArn.startsWith(`${arn}:`));
    return { latest, versions: new Map(versions.map((versionArn) => [versionArn.slice(arn.length + 1), latest])) };
  });
}
