import type { FunctionInvoker } from '../../lambda/invoker.ts';
import type { TaskEvents } from './task-events.ts';

/** Sends a request to another service of the embedded cloud; fails with an Error whose name is AWS's error code. */
export type CallService = (
  service: 'dynamodb' | 'sqs' | 'sns',
  action: string,
  parameters: object,
  options: { readonly traceId: string },
) => Promise<unknown>;

/** What a Task reaches from inside an execution. */
export interface TaskCall {
  readonly functions: FunctionInvoker;
  readonly callService: CallService;
  /** The execution's X-Ray trace header. */
  readonly traceId: string;
  /** Counts an invocation of a Lambda function. */
  readonly invoked: () => void;
}

/** One kind of Resource of a Task. */
export interface Integration {
  /** How AWS calls it in `States.DataLimitExceeded`: the service's name, or the function's ARN. */
  readonly label: string;
  readonly events: TaskEvents;
  /** What of these Parameters is not there; asked when a machine is created. */
  readonly refuse?: (parameters: unknown) => readonly string[];
  /** @throws StateError with AWS's name for the error */
  readonly run: (parameters: unknown, call: TaskCall) => Promise<unknown>;
}
