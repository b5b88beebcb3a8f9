import { awsJsonService, type Parameters } from '../http/aws-json.ts';
import { ResponseLost } from '../http/response-lost.ts';
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

export interface StepFunctionsRequest {
  /** Such as `StartExecution`. */
  readonly operation: string;
  readonly parameters: Parameters;
}

/** The request is carried out, but its answer is lost on the way. */
export interface StepFunctionsFault {
  readonly loseResponse: true;
}

/**
 * Sees each request before it is carried out: it may hold it by a promise, refuse it by throwing an AwsError such as
 * `new AwsError('ThrottlingException', 'Rate exceeded')`, or return what is to go wrong with it.
 */
export type BeforeRequest = (
  request: StepFunctionsRequest,
) => StepFunctionsFault | undefined | Promise<StepFunctionsFault | undefined>;

/** The HTTP API of Step Functions: AWS JSON 1.0. @param beforeRequest without it, all pass */
export function stepFunctionsService(stepFunctions: StepFunctions, beforeRequest?: BeforeRequest): Service {
  const actions = Object.entries(ACTIONS).map(([operation, action]) => [
    operation,
    async (parameters: Parameters) => {
      const fault = await beforeRequest?.({ operation, parameters });
      if (fault === undefined) return await action(stepFunctions, parameters);
      // Lost is what it says as well where that is an error.
      await Promise.try(action, stepFunctions, parameters).catch(() => undefined);
      throw new ResponseLost();
    },
  ]);
  return awsJsonService({
    name: 'states',
    targetPrefix: 'AWSStepFunctions',
    actions: Object.fromEntries(actions),
    close: async () => stepFunctions.close(),
  });
}
