import { AwsError } from '../../http/aws-json.ts';
import { parseStateMachineArn } from '../api/arn.ts';
import { optionalString, requiredString, validationException } from '../api/parameters.ts';
import { seconds } from '../api/times.ts';
import type { StateMachine } from '../state-machine.ts';
import type { StepFunctions } from '../step-functions.ts';
import type { StepFunctionsAction } from './action.ts';

export const publishStateMachineVersion: StepFunctionsAction = (stepFunctions, parameters) => {
  const arn = requiredString(parameters, 'stateMachineArn');
  if (parseStateMachineArn(arn).qualifier !== undefined) {
    throw validationException(
      `'${arn}'`,
      'stateMachineArn',
      'Member must be the ARN of a state machine, without a qualifier',
    );
  }
  const { machine } = stepFunctions.machines.find(arn);
  const revisionId = optionalString(parameters, 'revisionId');
  if (revisionId !== undefined && revisionId !== machine.revisionId) {
    throw new AwsError(
      'ConflictException',
      `the current revision of ${arn} is ${machine.revisionId}, not ${revisionId}`,
    );
  }
  const description = optionalString(parameters, 'description');
  const { number, creationDate } = stepFunctions.machines.versions(arn).publish(machine, description);
  return { stateMachineVersionArn: `${arn}:${number}`, creationDate: seconds(creationDate) };
};

/** What `publish` adds to the answers of CreateStateMachine and UpdateStateMachine. */
export function publishedAs(stepFunctions: StepFunctions, machine: StateMachine) {
  const { number } = stepFunctions.machines.versions(machine.arn).publish(machine);
  return { stateMachineVersionArn: `${machine.arn}:${number}` };
}
