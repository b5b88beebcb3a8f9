import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { functionLogs, functionRole } from './logs-and-role.ts';
import { type NodeFunctionProps, nodeFunction } from './node-function.ts';

export interface BundledFunctionProps extends Omit<NodeFunctionProps, 'logGroup' | 'role'> {
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
}

/** `<id>`, a function as all of ours are, with `<id>Logs` and `<id>Role` of its own beside it. */
export function bundledFunction(scope: Construct, id: string, props: BundledFunctionProps): NodejsFunction {
  const logGroup = functionLogs(scope, `${id}Logs`, props.logRetention);
  const role = functionRole(scope, `${id}Role`, logGroup);
  return nodeFunction(scope, id, { ...props, logGroup, role });
}
