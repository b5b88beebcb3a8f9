import { arnOf } from '../cloudformation/place.ts';
import { AwsError } from '../http/aws-error.ts';
import type { DeployedFunction } from './deployed-function.ts';
import type { FunctionConfig } from './function-config.ts';

const NAME = /^(?:(?:arn:aws:lambda:[\w-]+:)?\d{12}:function:)?([\w-]+)(?::(\$LATEST|[\w-]+))?$/;
/** The qualifier of a function's current code, and what a name without a qualifier means. */
export const LATEST = '$LATEST';

export interface FunctionReference {
  /** The code and configuration of the version. */
  readonly fn: FunctionConfig;
  /** The function with all that is published of it. */
  readonly deployed: DeployedFunction;
  /** `$LATEST`, or a version. */
  readonly version: string;
  /** As it was asked for: with the qualifier, where one was given. */
  readonly arn: string;
}

/**
 * Finds a function by its name, ARN or part of an ARN, with or without a qualifier.
 *
 * @param ofDeployment ARNs of functions that are there, but not run here
 * @throws AwsError ResourceNotFoundException; InvalidRuntimeException for one that is not run here
 */
export function findFunction(
  functions: ReadonlyMap<string, DeployedFunction>,
  nameOrArn: string,
  ofDeployment: ReadonlySet<string> = new Set(),
): FunctionReference {
  const [, name = nameOrArn, version] = NAME.exec(nameOrArn) ?? [];
  const deployed = functions.get(name);
  const arn = `${arnOf('lambda', `function:${name}`)}${version === undefined ? '' : `:${version}`}`;
  if (ofDeployment.has(arnOf('lambda', `function:${name}`))) throw notRun(arn);
  const isLatest = version === undefined || version === LATEST;
  const fn = isLatest ? deployed?.latest : deployed?.versions.get(version);
  if (deployed === undefined || fn === undefined)
    throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
  return { fn, deployed, version: version ?? LATEST, arn };
}

function notRun(arn: string): AwsError {
  return new AwsError(
    'InvalidRuntimeException',
    `${arn} serves custom resources during a deployment, and the embedded cloud deploys nothing: it is not run here`,
    502,
  );
}
