import type { Parameters } from '../../http/aws-json.ts';
import { parseStateMachineArn } from '../api/arn.ts';
import { page } from '../api/paging.ts';
import { optionalString, requiredString } from '../api/parameters.ts';
import { seconds } from '../api/times.ts';
import type { StepFunctions } from '../step-functions.ts';
import { parseRoutes, routingConfiguration } from '../versions/alias.ts';
import type { StepFunctionsAction } from './action.ts';

/** In the order of their creation; with the ARN of a version, those that route to it. */
export const listStateMachineAliases: StepFunctionsAction = (stepFunctions, parameters) => {
  const { machineArn, qualifier } = parseStateMachineArn(requiredString(parameters, 'stateMachineArn'));
  const aliases = stepFunctions.machines
    .versions(machineArn)
    .aliases()
    .map((alias, index) => ({ ...alias, index }))
    .filter(({ routes }) => qualifier === undefined || routes.some(({ version }) => version === qualifier));
  const { items, nextToken } = page(aliases, ({ index }) => index, parameters);
  return {
    stateMachineAliases: items.map(({ name, creationDate }) => ({
      stateMachineAliasArn: `${machineArn}:${name}`,
      creationDate: seconds(creationDate),
    })),
    ...(nextToken !== undefined && { nextToken }),
  };
};

export const describeStateMachineAlias: StepFunctionsAction = (stepFunctions, parameters) => {
  const { arn, machineArn, alias } = find(stepFunctions, parameters);
  const { name, description, creationDate, updateDate } = alias;
  return {
    stateMachineAliasArn: arn,
    name,
    ...(description !== undefined && { description }),
    routingConfiguration: routingConfiguration(alias, machineArn),
    creationDate: seconds(creationDate),
    updateDate: seconds(updateDate),
  };
};

/** Routes executions that start from now on; those under way go on as they began. */
export const updateStateMachineAlias: StepFunctionsAction = (stepFunctions, parameters) => {
  const { machineArn, alias } = find(stepFunctions, parameters);
  const { routingConfiguration: given } = parameters;
  const routes = given === undefined ? alias.routes : parseRoutes(given, machineArn);
  const description = optionalString(parameters, 'description');
  const { updateDate } = stepFunctions.machines.versions(machineArn).route(alias.name, routes, description);
  return { updateDate: seconds(updateDate) };
};

function find(stepFunctions: StepFunctions, parameters: Parameters) {
  const arn = requiredString(parameters, 'stateMachineAliasArn');
  const { machineArn, qualifier = '' } = parseStateMachineArn(arn);
  return { arn, machineArn, alias: stepFunctions.machines.versions(machineArn).alias(qualifier) };
}
