import type { Assembly, Resource } from '../cloudformation/assembly.ts';
import type { StepFunctions } from './step-functions.ts';

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
        qualifiers: qualifiersOf(machine, assembly),
        // The CDK wrote it, and what cannot be run is refused all the same; asl-validator would take half of the boot.
        validate: false,
      })
      .catch((cause: Error) => machine.fail(`cannot be created: ${cause.message}`));
  }
}

/** The versions and aliases by which a machine can be started: what follows its ARN in theirs. */
function qualifiersOf(machine: Resource, assembly: Assembly): string[] {
  const prefix = `${machine.attributes.Arn}:`;
  return ['AWS::StepFunctions::StateMachineVersion', 'AWS::StepFunctions::StateMachineAlias']
    .flatMap((type) => assembly.resources(type))
    .filter(({ physicalId }) => physicalId.startsWith(prefix))
    .map(({ physicalId }) => physicalId.slice(prefix.length));
}
