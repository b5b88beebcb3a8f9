import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Endings } from './endings.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { StepTaskContext } from './step-task.ts';

/** What the states that close a record are made of. */
export interface ClosingProps extends StepTaskContext {
  readonly table: ITable;
  /** Gets a message of each saga whose rollback failed for good. */
  readonly recoveryQueue: IQueue;
  readonly retry: RetryPolicy;
  readonly endings: Endings;
}
