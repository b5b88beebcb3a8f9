import { isObject } from '../../contract/describe.ts';
import type { Assembly, Resource } from '../cloudformation/assembly.ts';
import { AwsError } from '../http/aws-error.ts';
import { parseStateMachineArn } from './api/arn.ts';
import type { StepFunctions } from './step-functions.ts';
import { parseRoutes } from './versions/alias.ts';

/**
 * Creates the state machines of the templates.
 *
 * @throws TemplateError for a definition that is wrong, or that is not run as AWS would run it
 */
export async function registerStateMachines(stepFunctions: StepFunctions, assembly: Assembly): Promise<void> {
  for (const machine of assembly.resources('AWS::StepFunctions::StateMachine')) {
    const { DefinitionString, RoleArn, StateMachineType = 'STANDARD' } = machine.properties;
    if (StateMachineType !== 'STANDARD') {
      machine.fail(
        `is of type ${StateMachineType}, but the embedded Step Functions runs STANDARD only: change its type`,
      );
    }
    if (typeof DefinitionString !== 'string') {
      machine.fail('has no DefinitionString, but the embedded Step Functions reads no other form: give it as a string');
    }
    await stepFunctions
      .register({
        name: String(machine.attributes.Name),
        definition: DefinitionString as string,
        roleArn: String(RoleArn),
        // The CDK wrote it, and what cannot be run is refused all the same; asl-validator would take half of the boot.
        validate: false,
      })
      .catch((cause: Error) => machine.fail(`cannot be created: ${cause.message}`));
  }
  publishVersions(stepFunctions, assembly);
  routeAliases(stepFunctions, assembly);
}

function publishVersions({ machines }: StepFunctions, assembly: Assembly): void {
  for (const version of assembly.resources('AWS::StepFunctions::StateMachineVersion')) {
    const { machineArn } = parseStateMachineArn(version.physicalId);
    const machine = machines.get(machineArn);
    if (machine === undefined) {
      version.fail(`is a version of ${machineArn}, which no stack of the assembly makes: synthesize the one that does`);
    } else machines.versions(machineArn).publish(machine, textOf(version, 'Description'));
  }
}

function routeAliases({ machines }: StepFunctions, assembly: Assembly): void {
  for (const alias of assembly.resources('AWS::StepFunctions::StateMachineAlias')) {
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
