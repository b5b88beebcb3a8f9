import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Execution } from '../../../../../local/stepfunctions/execution.ts';

/** Step Functions, as far as FindSaga and the sweep ask it. */
export interface Asked {
  /** The executions of the saga. */
  readonly executions: () => readonly Execution[];
  /** Starts a recovery. @throws AwsError ExecutionAlreadyExists */
  readonly start: (name: string, input: string) => Promise<void>;
}

/** Asks the interpreter in this process, without HTTP. */
export function stepFunctionsClient({ executions, start }: Asked): SFNClient {
  const client = {
    async send(command: unknown): Promise<object> {
      if (command instanceof DescribeExecutionCommand) {
        const { executionArn } = command.input;
        const found = executions().find(({ arn }) => arn === executionArn);
        if (found === undefined)
          throw Object.assign(new Error(`no ${executionArn}`), { name: 'ExecutionDoesNotExist' });
        return description(found);
      }
      if (command instanceof ListExecutionsCommand) {
        const { statusFilter } = command.input;
        const found = executions().filter(({ status }) => status === statusFilter);
        return { executions: found.map(description).toReversed() };
      }
      if (command instanceof StartExecutionCommand) {
        const { name = '', input = '{}' } = command.input;
        await start(name, input);
        return {};
      }
      throw new Error(`${String(command)} is not answered here`);
    },
  };
  return client as unknown as SFNClient;
}

function description({ arn, props, status, startDate, stopDate, end }: Execution) {
  return {
    executionArn: arn,
    name: props.name,
    status,
    startDate: new Date(startDate),
    ...(stopDate !== undefined && { stopDate: new Date(stopDate) }),
    input: props.input,
    error: end?.error,
    cause: end?.cause,
  };
}
