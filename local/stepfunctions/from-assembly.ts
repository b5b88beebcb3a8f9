import { isObject } from '../../contract/describe.ts';
import type { Assembly, Resource } from '../cloudformation/assembly.ts';
import { deletedIds, isUnchanged } from '../deployment/changes.ts';
import { AwsError } from '../http/aws-error.ts';
import { parseStateMachineArn } from './api/arn.ts';
import type { StateMachineProps, StepFunctions } from './step-functions.ts';
import { parseRoutes } from './versions/alias.ts';

/**
 * Creates the state machines of the templates.
 *
 * @throws TemplateError for a definition that is wrong, or that is not run as AWS would run it
 */
export async function registerStateMachines(stepFunctions: StepFunctions, assembly: Assembly): Promise<void> {
  const apply = await prepareStateMachines(stepFunctions, assembly);
  apply();
}

/**
 * Checks the state machines of the templates. What a deployment before has made as it is to be is left as it is.
 *
 * @returns what creates or updates them, publishes their versions and routes their aliases, all at once
 * @throws TemplateError as `registerStateMachines`
 */
export async function prepareStateMachines(
  stepFunctions: StepFunctions,
  assembly: Assembly,
  before?: Assembly,
): Promise<() => void> {
  const changed = assembly
    .resources('AWS::StepFunctions::StateMachine')
    .filter((machine) => !isUnchanged(before, machine));
  const checked: (() => void)[] = [];
  for (const machine of changed) {
    const props = propsOf(machine);
    const definition = await stepFunctions
      .check(props)
      .catch((cause: Error) => machine.fail(`cannot be created: ${cause.message}`));
    checked.push(() => void stepFunctions.create(props, definition));
  }
  return () => {
    for (const create of checked) create();
    publishVersions(stepFunctions, assembly);
    routeAliases(stepFunctions, assembly, before);
    if (before !== undefined) deleteVersions(stepFunctions, before, assembly);
  };
}

function propsOf(machine: Resource): StateMachineProps {
  const { DefinitionString, RoleArn, StateMachineType = 'STANDARD' } = machine.properties;
  if (StateMachineType !== 'STANDARD') {
    machine.fail(`is of type ${StateMachineType}, but the embedded Step Functions runs STANDARD only: change its type`);
  }
  if (typeof DefinitionString !== 'string') {
    return machine.fail(
      'has no DefinitionString, but the embedded Step Functions reads no other form: give it as a string',
    );
  }
  return {
    name: String(machine.attributes.Name),
    definition: DefinitionString,
    roleArn: String(RoleArn),
    revisionId: String(machine.attributes.StateMachineRevisionId),
    // The CDK wrote it, and what cannot be run is refused all the same; asl-validator would take half of the boot.
    validate: false,
  };
}

function publishVersions({ machines }: StepFunctions, assembly: Assembly): void {
  for (const version of assembly.resources('AWS::StepFunctions::StateMachineVersion')) {
    const { machineArn, qualifier = '' } = parseStateMachineArn(version.physicalId);
    const machine = machines.get(machineArn);
    if (machine === undefined) {
      version.fail(`is a version of ${machineArn}, which no stack of the assembly makes: synthesize the one that does`);
    } else if (Number(qualifier) > machines.lastVersion(machineArn)) {
      const { number } = machines.versions(machineArn).publish(machine, textOf(version, 'Description'));
      if (number === qualifier) continue;
      version.fail(
        `its revision is published as version ${number}, and is not published again: change the state machine`,
      );
    }
  }
}

/** Last: by now no alias routes to them. */
function deleteVersions({ machines }: StepFunctions, before: Assembly, assembly: Assembly): void {
  for (const arn of deletedIds(before, assembly, 'AWS::StepFunctions::StateMachineVersion')) {
    const { machineArn, qualifier = '' } = parseStateMachineArn(arn);
    machines.versions(machineArn).delete(qualifier);
  }
}

function routeAliases({ machines }: StepFunctions, assembly: Assembly, before?: Assembly): void {
  for (const alias of assembly.resources('AWS::StepFunctions::StateMachineAlias')) {
    if (isUnchanged(before, alias)) continue;
    const { machineArn, qualifier = '' } = parseStateMachineArn(alias.physicalId);
    try {
      machines
        .versions(machineArn)
        .route(qualifier, parseRoutes(routingOf(alias), machineArn), textOf(alias, 'Description'));
    } catch (cause) {
      if (!(cause instanceof AwsError)) throw cause;
      alias.fail(`cannot be created: ${cause.message}`);
    }
  }
}

/** A gradual deployment has ended by the time that it could be looked at here. */
function routingOf({ properties: { RoutingConfiguration, DeploymentPreference } }: Resource): unknown {
  const routes = isObject(DeploymentPreference) ? [{ ...DeploymentPreference, Weight: 100 }] : RoutingConfiguration;
  if (!Array.isArray(routes)) return routes;
  return routes.map((route) =>
    isObject(route) ? { stateMachineVersionArn: route.StateMachineVersionArn, weight: Number(route.Weight) } : route,
  );
}

function textOf({ properties }: Resource, name: string): string | undefined {
  return typeof properties[name] === 'string' ? properties[name] : undefined;
}
