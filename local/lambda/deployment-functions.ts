import { isObject } from '../../contract/describe.ts';
import type { Assembly, Resource } from '../cloudformation/assembly.ts';

/** Custom resources that stand for themselves here: whatever their functions would do is done otherwise, or known to be inert. */
const CUSTOM_RESOURCES = ['Custom::AWSCDK-EKS-KubernetesResource', 'Custom::AWSCDK-EKS-HelmChart'];

/**
 * The ARNs of the functions that only serve custom resources, such as the one that runs kubectl, in Python and with layers. They
 * run during a deployment, and here nothing is deployed.
 */
export function deploymentFunctions(assembly: Assembly): ReadonlySet<string> {
  const tokens = CUSTOM_RESOURCES.flatMap((type) => assembly.resources(type)).map(({ properties }) =>
    String(properties.ServiceToken),
  );
  const functions = new Map(assembly.resources('AWS::Lambda::Function').map((fn) => [String(fn.attributes.Arn), fn]));
  const found = new Set<string>();
  // A provider's function calls the one that does the work: its ARN stands among the variables.
  for (const waiting = [...tokens]; waiting.length > 0; ) {
    const arn = waiting.pop();
    const fn = arn === undefined ? undefined : functions.get(arn);
    if (arn === undefined || fn === undefined || found.has(arn)) continue;
    found.add(arn);
    waiting.push(...valuesOf(fn));
  }
  return found;
}

function valuesOf({ properties: { Environment } }: Resource): string[] {
  const variables = isObject(Environment) ? Environment.Variables : undefined;
  return Object.values(isObject(variables) ? variables : {}).map(String);
}
