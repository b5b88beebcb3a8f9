import { type ExecutionStatus, ListExecutionsCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { type Execution, executionIn } from './execution.ts';

/** What ListExecutions answers at most. */
const PAGE = 1_000;

/** An execution as a list has it: without error and cause, which Step Functions tells only of one at a time. */
export type ListedExecution = Omit<Execution, 'error' | 'cause'>;

export interface ListProps {
  readonly stateMachineArn: string;
  /** @default - all */
  readonly status?: ExecutionStatus;
  readonly limit: number;
}

/** The executions of a state machine, newest first, page by page: nothing is asked for that nobody reads. */
export async function* listExecutions(
  sfn: SFNClient,
  { stateMachineArn, status, limit }: ListProps,
): AsyncGenerator<ListedExecution> {
  let left = limit;
  let nextToken: string | undefined;
  do {
    const answer = await sfn.send(
      new ListExecutionsCommand({
        stateMachineArn,
        maxResults: Math.min(left, PAGE),
        ...(status !== undefined && { statusFilter: status }),
        ...(nextToken !== undefined && { nextToken }),
      }),
    );
    for (const listed of (answer.executions ?? []).slice(0, left)) {
      const { error: _error, cause: _cause, ...execution } = executionIn(listed);
      yield execution;
      left -= 1;
    }
    nextToken = answer.nextToken;
  } while (left > 0 && nextToken !== undefined);
}
