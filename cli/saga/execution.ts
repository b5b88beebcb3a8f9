import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionDoesNotExist,
  type SFNClient,
} from '@aws-sdk/client-sfn';

/** An execution as this program shows it, in text and as JSON. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  /** RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED or PENDING_REDRIVE. */
  readonly status: string;
  readonly error: string | null;
  readonly cause: string | null;
  /** ISO 8601. */
  readonly startDate: string | null;
  readonly stopDate: string | null;
}

/** The ARN of the state machine itself, whatever of its versions and aliases an ARN names. */
export function machineArn(stateMachineArn: string): string {
  return stateMachineArn.split(':').slice(0, PARTS_OF_A_MACHINE).join(':');
}

/** `arn:aws:states:eu-west-1:123456789012:stateMachine:Saga`: a qualifier is the eighth. */
const PARTS_OF_A_MACHINE = 7;

/**
 * The ARN of an execution, by its name.
 *
 * @param stateMachineArn with or without a qualifier: an execution's ARN has none
 */
export function executionArn(stateMachineArn: string, name: string): string {
  return `${machineArn(stateMachineArn).replace(':stateMachine:', ':execution:')}:${name}`;
}

/** The last part of an ARN: the name of an execution or of a state machine, the number of a version. */
export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/** Step Functions' own description, or nothing where it knows no such execution (any more: it keeps them for 90 days). */
export async function describeExecution(
  sfn: SFNClient,
  arn: string,
): Promise<DescribeExecutionCommandOutput | undefined> {
  try {
    return await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

/** What DescribeExecution and ListExecutions have in common, and what only the first has. */
type Described = Pick<DescribeExecutionCommandOutput, 'executionArn' | 'name' | 'status' | 'startDate' | 'stopDate'> &
  Partial<Pick<DescribeExecutionCommandOutput, 'error' | 'cause'>>;

export function executionIn(described: Described): Execution {
  const { executionArn: arn = '', name, status = 'RUNNING', error, cause, startDate, stopDate } = described;
  return {
    arn,
    name: name ?? nameIn(arn),
    status,
    error: error ?? null,
    cause: cause ?? null,
    startDate: startDate?.toISOString() ?? null,
    stopDate: stopDate?.toISOString() ?? null,
  };
}
