import { describe, isObject } from '../../../contract/describe.ts';
import { AwsError } from '../../http/aws-json.ts';
import { parseStateMachineArn } from '../api/arn.ts';
import { validationException } from '../api/parameters.ts';

/** A share of the executions that an alias starts. */
export interface Route {
  /** The number of a version. */
  readonly version: string;
  /** In percent: those of an alias add up to 100. */
  readonly weight: number;
}

export interface Alias {
  readonly name: string;
  readonly routes: readonly Route[];
  readonly description: string | undefined;
  /** Milliseconds since 1970. */
  readonly creationDate: number;
  readonly updateDate: number;
}

/**
 * Reads an alias's `routingConfiguration`.
 *
 * @param machineArn whose versions it may name
 * @throws AwsError ValidationException
 */
export function parseRoutes(value: unknown, machineArn: string): Route[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > 2) {
    throw validationException(describe(value), 'routingConfiguration', 'Member must be a list of 1 or 2 versions');
  }
  const routes = value.map((item) => parseRoute(item, machineArn));
  const total = routes.reduce((sum, { weight }) => sum + weight, 0);
  if (total !== 100) throw invalid(`the weights add up to ${total}, but have to add up to 100`);
  return routes;
}

export function routingConfiguration({ routes }: Alias, machineArn: string) {
  return routes.map(({ version, weight }) => ({ stateMachineVersionArn: `${machineArn}:${version}`, weight }));
}

/** The version that the next execution gets: of two, by chance. */
export function versionOf({ routes }: Alias, chance = Math.random()): string | undefined {
  let bound = 0;
  return routes.find(({ weight }) => {
    bound += weight / 100;
    return chance < bound;
  })?.version;
}

function parseRoute(item: unknown, machineArn: string): Route {
  const { stateMachineVersionArn: arn, weight } = isObject(item) ? item : {};
  if (typeof weight !== 'number' || weight < 0 || weight > 100) {
    throw invalid(`a weight is ${describe(weight)}, but has to be a number from 0 to 100`);
  }
  const { machineArn: owner, qualifier = '' } = parseStateMachineArn(String(arn));
  if (owner !== machineArn || !/^\d+$/.test(qualifier)) {
    throw invalid(
      `${String(arn)} is no version of ${machineArn}: an alias routes to versions of its own state machine`,
    );
  }
  return { version: qualifier, weight };
}

function invalid(why: string): AwsError {
  return new AwsError('ValidationException', `Invalid routing configuration: ${why}`);
}
