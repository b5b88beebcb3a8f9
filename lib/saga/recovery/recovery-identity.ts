import { JsonPath } from 'aws-cdk-lib/aws-stepfunctions';
import type { SagaIdentity } from '../identity.ts';
import { RECOVERY_STATE } from '../state-names.ts';

/** Who a recovery acts as: the execution that `FindSaga` has found, whose answer is the whole state. */
export const ENDED_IDENTITY: SagaIdentity = {
  executionId: '$.Execution.Id',
  executionName: '$.Execution.Name',
  startTime: '$.Execution.StartTime',
  input: '$.Input',
  saga: '$.Saga',
  transaction: { [RECOVERY_STATE.transactionFound]: { id: '$.TransactionId', envelope: '$.Input' } },
  reason: { Recovery: '$.Ended' },
  error: JsonPath.stringAt('$.Ended.Error'),
  cause: JsonPath.stringAt('$.Ended.Cause'),
  checked: {
    transactionId: '$.TransactionId',
    attempt: '$.Attempt',
    correlationId: '$.CorrelationId',
    expiresAt: '$.ExpiresAt',
  },
};
