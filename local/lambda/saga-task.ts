import { isObject } from '../../contract/describe.ts';

/** What a saga's state machine asks of a function. */
export interface SagaTask {
  readonly step: string;
  /** The ARN of the execution that is acted for: a recovery acts for the one that ended. */
  readonly executionArn: string;
  /** How many attempts at this state came before this one. */
  readonly retryCount: number;
}

/** Reads the payload of a step's function; undefined where it is the payload of another. */
export function sagaTaskOf(payload: unknown): SagaTask | undefined {
  if (!isObject(payload)) return undefined;
  const { Step, Execution, RetryCount } = payload;
  if (typeof Step !== 'string' || !isObject(Execution) || typeof Execution.Id !== 'string') return undefined;
  return { step: Step, executionArn: Execution.Id, retryCount: Number(RetryCount) };
}
