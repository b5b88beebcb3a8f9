import type { Execution } from './execution.ts';

/** An execution as DescribeExecution tells it, but with its times in milliseconds since 1970. */
export interface ExecutionDescription {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: Execution['status'];
  readonly startDate: number;
  readonly stopDate?: number;
  /** JSON, as it was given. */
  readonly input: string;
  /** JSON. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
  readonly redriveCount: 0;
  readonly redriveStatus: 'NOT_REDRIVABLE';
  readonly redriveStatusReason: string;
}

export function describeExecution(execution: Execution): ExecutionDescription {
  const { arn, props, status, startDate, stopDate, end } = execution;
  return {
    executionArn: arn,
    stateMachineArn: props.machine.arn,
    name: props.name,
    status,
    startDate,
    ...(stopDate !== undefined && { stopDate }),
    input: props.input,
    ...(end?.output !== undefined && { output: end.output }),
    ...(end?.error !== undefined && { error: end.error }),
    ...(end?.cause !== undefined && { cause: end.cause }),
    ...qualifiedArns(execution),
    redriveCount: 0,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason:
      status === 'RUNNING' || status === 'SUCCEEDED'
        ? `Execution is ${status} and cannot be redriven`
        : 'the embedded cloud does not redrive executions: start another one',
  };
}

function qualifiedArns({ props: { machine, version, alias } }: Execution) {
  return {
    ...(version !== undefined && { stateMachineVersionArn: `${machine.arn}:${version}` }),
    ...(alias !== undefined && { stateMachineAliasArn: `${machine.arn}:${alias}` }),
  };
}
