import { optionalBoolean, optionalString, requiredString } from '../api/parameters.ts';
import { seconds } from '../api/times.ts';
import type { StepFunctionsAction } from './action.ts';
import { configuration, role } from './create-state-machine.ts';
import { publishedAs } from './publish-state-machine-version.ts';

/** Makes the next revision. Executions under way go on with theirs, and versions stay what they are. */
export const updateStateMachine: StepFunctionsAction = async (stepFunctions, parameters) => {
  const { machine } = stepFunctions.machines.find(requiredString(parameters, 'stateMachineArn'));
  const roleArn = optionalString(parameters, 'roleArn');
  const { loggingConfiguration, tracingConfiguration } = machine;
  const props = {
    name: machine.name,
    definition: optionalString(parameters, 'definition') ?? machine.definition,
    roleArn: roleArn === undefined ? machine.roleArn : role(roleArn),
    loggingConfiguration,
    tracingConfiguration,
    ...configuration(parameters, 'loggingConfiguration'),
    ...configuration(parameters, 'tracingConfiguration'),
  };
  const updated = stepFunctions.create(props, await stepFunctions.check(props));
  return {
    updateDate: seconds(updated.updateDate),
    revisionId: updated.revisionId,
    ...(optionalBoolean(parameters, 'publish') && publishedAs(stepFunctions, updated)),
  };
};
