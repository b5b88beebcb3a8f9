import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  type ExecutionStatus,
  ListExecutionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { describe } from '../../contract/describe.ts';
import { ERROR_NAME, SagaError } from '../../contract/errors.ts';

/** An execution of the saga, as DescribeExecution tells of it. */
export interface SagaExecution {
  readonly arn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  /** ISO 8601 in UTC with milliseconds, as the saga's own `$$.Execution.StartTime`: the fence compares it as text. */
  readonly startedAt: string;
  /** JSON. */
  readonly input: string;
  /** How it failed. @default - it did not, or AWS names no error */
  readonly error?: string;
  readonly cause?: string;
}

/** What a recovery asks Step Functions. */
export interface Executions {
  readonly client: SFNClient;
  /** The ARN of the saga's state machine. */
  readonly sagaArn: string;
}

/**
 * The ARN of an execution of this saga.
 *
 * @throws SagaError UnknownExecution saying what, got, allowed, where it is none
 */
export function executionArnOf(sagaArn: string, arn: unknown): string {
  const prefix = `${sagaArn.replace(':stateMachine:', ':execution:')}:`;
  if (typeof arn === 'string' && arn.startsWith(prefix) && /^[^:]+$/.test(arn.slice(prefix.length))) return arn;
  throw unknown(`ExecutionArn is ${describe(arn)}, but has to be that of an execution of the saga, ${prefix}<name>`);
}

/** @throws SagaError UnknownExecution, where there is none, or none any more: AWS keeps them for 90 days */
export async function describeExecution({ client }: Executions, executionArn: string): Promise<SagaExecution> {
  const answer = await client.send(new DescribeExecutionCommand({ executionArn })).catch((error: unknown) => {
    if (!(error instanceof Error) || !GONE.includes(error.name)) throw error;
    throw unknown(`there is no execution ${executionArn}: AWS keeps them for 90 days`, error);
  });
  const { status, startDate, input, name, error, cause } = answer;
  if (status === undefined || startDate === undefined || input === undefined || name === undefined) {
    throw new TypeError(`DescribeExecution of ${executionArn} has no status, startDate, input or name: try again`);
  }
  return {
    arn: executionArn,
    name,
    status,
    startedAt: startDate.toISOString(),
    input,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

const GONE = ['ExecutionDoesNotExist', 'InvalidArn'];

/**
 * The executions that ended with a status, page by page, the youngest first.
 *
 * @param since those that started before are left out
 * @param turn waited for before each request
 */
export async function* listEnded(
  { client, sagaArn }: Executions,
  statusFilter: ExecutionStatus,
  since: Date,
  turn: () => Promise<void>,
): AsyncGenerator<readonly ExecutionListItem[]> {
  let nextToken: string | undefined;
  do {
    await turn();
    const page = await client.send(
      new ListExecutionsCommand({ stateMachineArn: sagaArn, statusFilter, maxResults: 1_000, nextToken }),
    );
    const { executions = [] } = page;
    const recent = executions.filter(({ startDate }) => startDate !== undefined && startDate >= since);
    yield recent;
    // All that follow are older still.
    nextToken = executions.length > 0 && recent.length === 0 ? undefined : page.nextToken;
  } while (nextToken !== undefined);
}

function unknown(message: string, cause?: unknown): SagaError {
  return new SagaError(ERROR_NAME.unknownExecution, message, { cause });
}
