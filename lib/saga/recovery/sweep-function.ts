import { fileURLToPath } from 'node:url';
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { RECOVERY_VARIABLE, VARIABLE } from '../../../contract/environment.ts';
import { bundledFunction } from '../../functions/bundled-function.ts';
import type { Saga } from '../saga.ts';
import { grantLooks } from './grant-looks.ts';

/**
 * At 8 requests a second to Step Functions, room for some 4,000 executions that were cut short. Those that failed and rolled
 * back cost a read of their record each: 100,000 and more.
 */
const TIMEOUT = Duration.minutes(10);

export interface SweepFunctionProps {
  readonly saga: Saga;
  /** The recovery's state machine. */
  readonly recovery: StateMachine;
  readonly every: Duration;
  readonly logRetention: RetentionDays | undefined;
}

/** `<id>`, which starts the recovery of what EventBridge missed, and `<id>Schedule`, which invokes it. */
export function sweepFunction(scope: Construct, id: string, props: SweepFunctionProps): NodejsFunction {
  const { saga, recovery, every, logRetention } = props;
  const fn = bundledFunction(scope, id, {
    entry: fileURLToPath(new URL('../../../lambda/recovery/sweep.ts', import.meta.url)),
    handler: 'index.handler',
    timeout: TIMEOUT,
    environment: {
      [RECOVERY_VARIABLE.sagaArn]: saga.stateMachine.stateMachineArn,
      [RECOVERY_VARIABLE.recoveryArn]: recovery.stateMachineArn,
      [RECOVERY_VARIABLE.sagaTimeoutSeconds]: String(saga.timeout.toSeconds()),
      [RECOVERY_VARIABLE.steps]: saga.steps.map(({ stepName }) => stepName).join(','),
      [VARIABLE.tableName]: saga.table.tableName,
    },
    logRetention,
  });
  grantLooks(saga, fn);
  saga.stateMachine.grant(fn, 'states:ListExecutions');
  recovery.grantStartExecution(fn);
  new Rule(scope, `${id}Schedule`, {
    description: 'Looks for sagas that ended half-done and that EventBridge told nobody of',
    schedule: Schedule.rate(every),
    // One that did not run is made up for by the next.
    targets: [new LambdaFunction(fn, { retryAttempts: 2, maxEventAge: every })],
  });
  return fn;
}
