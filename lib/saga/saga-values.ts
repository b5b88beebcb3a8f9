import { PARAMETER } from '../../contract/parameters.ts';
import type { PublishedValue } from '../published.ts';
import type { Saga } from './saga.ts';
import type { SagaRecovery } from './saga-recovery.ts';

/** What others need to know of a saga and its recovery. */
export function sagaValues(saga: Saga, recovery: SagaRecovery): Readonly<Record<string, PublishedValue>> {
  return {
    StateMachineArn: {
      parameter: PARAMETER.stateMachineArn,
      description: 'Start a transaction: aws stepfunctions start-execution --state-machine-arn',
      value: saga.alias.aliasArn,
    },
    RecoveryMachineArn: {
      parameter: PARAMETER.recoveryMachineArn,
      description: 'Recover an execution of the saga; the input is { "ExecutionArn": … }',
      value: recovery.stateMachine.stateMachineArn,
    },
    RecoveryQueueUrl: {
      parameter: PARAMETER.recoveryQueueUrl,
      description: 'The sagas that need a person',
      value: recovery.queue.queueUrl,
    },
    OutcomeTopicArn: {
      parameter: PARAMETER.outcomeTopicArn,
      description: 'Subscribe to what becomes of each saga: aws sns subscribe --topic-arn',
      value: saga.outcomes.topicArn,
    },
    TableName: {
      parameter: PARAMETER.tableName,
      description: 'The records, one item per TransactionId',
      value: saga.table.tableName,
    },
  };
}
