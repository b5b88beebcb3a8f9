import { requiredString } from '../api/parameters.ts';
import { seconds } from '../api/times.ts';
import { describeStateMachine as describe } from '../state-machine.ts';
import type { StepFunctionsAction } from './action.ts';

export const describeStateMachine: StepFunctionsAction = (stepFunctions, parameters) => {
  const arn = requiredString(parameters, 'stateMachineArn');
  const { machine } = stepFunctions.machines.find(arn);
  return {
    ...describe(machine),
    stateMachineArn: arn,
    status: 'ACTIVE',
    type: 'STANDARD',
    creationDate: seconds(machine.creationDate),
  };
};

export const describeStateMachineForExecution: StepFunctionsAction = (stepFunctions, parameters) => {
  const { props } = stepFunctions.execution(requiredString(parameters, 'executionArn'));
  return {
    ...describe(props.machine),
    updateDate: seconds(props.machine.updateDate),
  };
};
