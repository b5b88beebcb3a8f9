import { page } from '../api/paging.ts';
import { optionalString, requiredString, validationException } from '../api/parameters.ts';
import { seconds } from '../api/times.ts';
import { describeExecution } from '../describe-execution.ts';
import { type Execution, STATUSES } from '../execution.ts';
import type { StepFunctionsAction } from './action.ts';

/** Newest first. */
export const listExecutions: StepFunctionsAction = (stepFunctions, parameters) => {
  const { machine, version, alias } = stepFunctions.machines.find(requiredString(parameters, 'stateMachineArn'));
  const status = statusFilter(optionalString(parameters, 'statusFilter'));
  const executions = stepFunctions.executions
    .ofMachine(machine.arn)
    .filter((execution) => status === undefined || execution.status === status)
    .filter(({ props }) =>
      alias === undefined ? version === undefined || props.version === version : props.alias === alias,
    );
  const { items, nextToken } = page(executions, ({ props }) => props.sequence, parameters);
  return { executions: items.map(listItem), ...(nextToken !== undefined && { nextToken }) };
};

/** No execution here is ever redriven, but the filter is AWS's. */
const FILTERS = [...STATUSES, 'PENDING_REDRIVE'];

function statusFilter(filter: string | undefined): string | undefined {
  if (filter === undefined || FILTERS.includes(filter)) return filter;
  throw validationException(
    `'${filter}'`,
    'statusFilter',
    `Member must satisfy enum value set: [${FILTERS.join(', ')}]`,
  );
}

function listItem(execution: Execution) {
  const { startDate, stopDate, ...description } = describeExecution(execution);
  const { input, output, error, cause, redriveStatus, redriveStatusReason, ...listed } = description;
  return {
    ...listed,
    startDate: seconds(startDate),
    ...(stopDate !== undefined && { stopDate: seconds(stopDate) }),
  };
}
