/** What other applications may import: the saga as a construct, with steps of their own, and a topic with consumer groups. */
export { ConfigurationError } from './configuration-error.ts';
export { ConsumerGroup, type ConsumerGroupProps } from './messaging/consumer-group.ts';
export { FanoutTopic, type FanoutTopicProps } from './messaging/fanout-topic.ts';
export type { FilterCondition, FilterPolicy } from './messaging/filter-policy.ts';
export { MessagingStack, type MessagingStackProps } from './messaging-stack.ts';
export { OutcomeTopic } from './saga/outcomes/outcome-topic.ts';
export { SagaOutcomes, type SagaOutcomesProps } from './saga/outcomes/saga-outcomes.ts';
export { type RetryPolicy, ROLLBACK_RETRY, STEP_RETRY } from './saga/retry-policy.ts';
export { Saga, type SagaProps } from './saga/saga.ts';
export { SagaRecovery, type SagaRecoveryProps } from './saga/saga-recovery.ts';
export { type BundledStepProps, SagaStep, type SagaStepProps } from './saga/saga-step.ts';
export type { StepLambdasProps } from './saga/step-lambdas.ts';
export { TransactionTable, type TransactionTableProps } from './saga/transaction-table.ts';
export type { LiveAlias } from './saga/versions/live-alias.ts';
export { SagaStack, type SagaStackProps } from './saga-stack.ts';
export { readSettings, type Settings } from './settings.ts';
