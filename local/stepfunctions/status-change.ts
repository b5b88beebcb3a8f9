import { describeExecution, type ExecutionDescription } from './describe-execution.ts';
import type { Execution } from './execution.ts';

type Optional = 'stopDate' | 'output' | 'error' | 'cause' | 'stateMachineVersionArn' | 'stateMachineAliasArn';

/**
 * The `detail` of the EventBridge event `Step Functions Execution Status Change`; times in milliseconds since 1970, null for
 * what is not there.
 */
export type StatusChange = Omit<ExecutionDescription, Optional> & {
  readonly [Member in Optional]: Exclude<ExecutionDescription[Member], undefined> | null;
} & {
  readonly inputDetails: { readonly included: boolean };
  readonly outputDetails: { readonly included: boolean } | null;
  readonly redriveDate: null;
};

export function statusChange(execution: Execution): StatusChange {
  const description = describeExecution(execution);
  return {
    ...description,
    stopDate: description.stopDate ?? null,
    output: description.output ?? null,
    error: description.error ?? null,
    cause: description.cause ?? null,
    stateMachineVersionArn: description.stateMachineVersionArn ?? null,
    stateMachineAliasArn: description.stateMachineAliasArn ?? null,
    inputDetails: { included: true },
    outputDetails: description.output === undefined ? null : { included: true },
    redriveDate: null,
  };
}
