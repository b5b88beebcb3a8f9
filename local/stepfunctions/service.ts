import { awsJsonService } from '../http/aws-json.ts';
import type { Service } from '../http/service.ts';
import type { StepFunctionsAction } from './actions/action.ts';
import { createStateMachine } from './actions/create-state-machine.ts';
import { deleteStateMachine } from './actions/delete-state-machine.ts';
import { describeExecution } from './actions/describe-execution.ts';
import { describeStateMachine, describeStateMachineForExecution } from './actions/describe-state-machine.ts';
import { getExecutionHistory } from './actions/get-execution-history.ts';
import { listExecutions } from './actions/list-executions.ts';
import { listStateMachines } from './actions/list-state-machines.ts';
import { publishStateMachineVersion } from './actions/publish-state-machine-version.ts';
import { startExecution } from './actions/start-execution.ts';
import {
  describeStateMachineAlias,
  listStateMachineAliases,
  updateStateMachineAlias,
} from './actions/state-machine-aliases.ts';
import { deleteStateMachineVersion, listStateMachineVersions } from './actions/state-machine-versions.ts';
import { stopExecution } from './actions/stop-execution.ts';
import { updateStateMachine } from './actions/update-state-machine.ts';
import { validateStateMachineDefinition } from './actions/validate-definition.ts';
import type { StepFunctions } from './step-functions.ts';

/** The operations that are there; any other is an UnknownOperationException that names these. */
const ACTIONS: Readonly<Record<string, StepFunctionsAction>> = {
  CreateStateMachine: createStateMachine,
  DeleteStateMachine: deleteStateMachine,
  DeleteStateMachineVersion: deleteStateMachineVersion,
  DescribeExecution: describeExecution,
  DescribeStateMachine: describeStateMachine,
  DescribeStateMachineAlias: describeStateMachineAlias,
  DescribeStateMachineForExecution: describeStateMachineForExecution,
  GetExecutionHistory: getExecutionHistory,
  ListExecutions: listExecutions,
  ListStateMachineAliases: listStateMachineAliases,
  ListStateMachineVersions: listStateMachineVersions,
  ListStateMachines: listStateMachines,
  PublishStateMachineVersion: publishStateMachineVersion,
  StartExecution: startExecution,
  StopExecution: stopExecution,
  UpdateStateMachine: updateStateMachine,
  UpdateStateMachineAlias: updateStateMachineAlias,
  ValidateStateMachineDefinition: validateStateMachineDefinition,
};

/** The HTTP API of Step Functions: AWS JSON 1.0. */
export function stepFunctionsService(stepFunctions: StepFunctions): Service {
  const actions = Object.entries(ACTIONS).map(([operation, action]) => [
    operation,
    (parameters: Parameters<StepFunctionsAction>[1]) => action(stepFunctions, parameters),
  ]);
  return awsJsonService({
    name: 'states',
    targetPrefix: 'AWSStepFunctions',
    actions: Object.fromEntries(actions),
    close: async () => stepFunctions.close(),
  });
}
