import { describe, isObject } from '../../../contract/describe.ts';
import { AwsError, type Parameters } from '../../http/aws-json.ts';
import { checkName } from '../api/names.ts';
import { optionalBoolean, optionalString, requiredString, validationException } from '../api/parameters.ts';
import { seconds } from '../api/times.ts';
import type { StateMachine } from '../state-machine.ts';
import type { StateMachineProps } from '../step-functions.ts';
import type { StepFunctionsAction } from './action.ts';
import { publishedAs } from './publish-state-machine-version.ts';

/** The same request again has the same answer. */
export const createStateMachine: StepFunctionsAction = async (stepFunctions, parameters) => {
  const isPublished = optionalBoolean(parameters, 'publish') ?? false;
  const props: StateMachineProps = {
    name: checkName(requiredString(parameters, 'name')),
    definition: requiredString(parameters, 'definition'),
    roleArn: role(requiredString(parameters, 'roleArn')),
    ...configuration(parameters, 'loggingConfiguration'),
    ...configuration(parameters, 'tracingConfiguration'),
  };
  refuseExpress(optionalString(parameters, 'type'));
  const definition = await stepFunctions.check(props);
  // Only now, for another request may have created it meanwhile.
  const existing = stepFunctions.machines.get(stepFunctions.arnOf(props.name));
  const machine = existing === undefined ? stepFunctions.create(props, definition) : same(existing, props);
  return {
    stateMachineArn: machine.arn,
    creationDate: seconds(machine.creationDate),
    ...(isPublished && publishedAs(stepFunctions, machine)),
  };
};

function same(machine: StateMachine, { definition }: StateMachineProps): StateMachine {
  if (machine.definition === definition) return machine;
  throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${machine.arn}'`);
}

function refuseExpress(type: string | undefined): void {
  if (type === undefined || type === 'STANDARD') return;
  if (type === 'EXPRESS')
    throw new AwsError(
      'StateMachineTypeNotSupported',
      'the embedded cloud has no EXPRESS workflows: create it as STANDARD',
    );
  throw validationException(`'${type}'`, 'type', 'Member must satisfy enum value set: [STANDARD, EXPRESS]');
}

export function role(roleArn: string): string {
  if (/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(roleArn)) return roleArn;
  throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid Role Arn: ${roleArn}'`);
}

export function configuration(parameters: Parameters, name: 'loggingConfiguration' | 'tracingConfiguration') {
  const value = parameters[name];
  if (value === undefined || value === null) return {};
  if (isObject(value)) return { [name]: value };
  throw new AwsError('SerializationException', `${name} is ${describe(value)}, but has to be an object`);
}
