import { fileURLToPath } from 'node:url';
import type { Duration } from 'aws-cdk-lib';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { RECOVERY_VARIABLE, VARIABLE } from '../../../contract/environment.ts';
import { bundledFunction } from '../../functions/bundled-function.ts';
import type { Saga } from '../saga.ts';
import { grantLooks } from './grant-looks.ts';
import { FIND_SAGA_TIMEOUT } from './recovery-rules.ts';

export interface FindSagaFunctionProps {
  readonly saga: Saga;
  readonly recordRetention: Duration;
  readonly logRetention: RetentionDays | undefined;
}

/** What the state `FindSaga` invokes: it may look at the saga's executions and read their records, and change nothing. */
export function findSagaFunction(scope: Construct, id: string, props: FindSagaFunctionProps): NodejsFunction {
  const { saga, recordRetention, logRetention } = props;
  const fn = bundledFunction(scope, id, {
    entry: fileURLToPath(new URL('../../../lambda/recovery/find-saga.ts', import.meta.url)),
    handler: 'index.handler',
    timeout: FIND_SAGA_TIMEOUT,
    environment: {
      [RECOVERY_VARIABLE.sagaArn]: saga.stateMachine.stateMachineArn,
      [VARIABLE.tableName]: saga.table.tableName,
      [VARIABLE.recordRetentionDays]: String(recordRetention.toDays()),
    },
    logRetention,
  });
  grantLooks(saga, fn);
  return fn;
}
