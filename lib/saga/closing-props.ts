import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Endings } from './endings.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { StepTaskContext } from './step-task.ts';

/** What the states that close a record are made of. */
export interface ClosingProps extends StepTaskContext {
  readonly table: ITable;
  readonly retry: RetryPolicy;
  readonly endings: Endings;
}
