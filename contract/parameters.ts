/**
 * The SSM parameters that the stacks publish, so that the consumer, the operator's command line and other applications find
 * the topic, the queues and the saga of a stage without knowing a stack.
 */
export const PARAMETER = {
  /** The ARN of the topic to which transactions are published. */
  topicArn: 'messaging/topic-arn',
  /** The ARN of the saga's state machine. */
  stateMachineArn: 'saga/state-machine-arn',
  /** The ARN of the state machine that finishes what an ended execution of the saga left. */
  recoveryMachineArn: 'saga/recovery-machine-arn',
  /** The URL of the queue with the sagas that need a person. */
  recoveryQueueUrl: 'saga/recovery-queue-url',
  /** The ARN of the topic to which the outcomes of sagas are published. */
  outcomeTopicArn: 'saga/outcome-topic-arn',
  /** The name of the table that holds the records. */
  tableName: 'saga/table-name',
} as const;

export type Parameter = (typeof PARAMETER)[keyof typeof PARAMETER] | QueueUrlParameter;

type QueueUrlParameter = `messaging/${string}/queue-url`;

/** The parameter with the URL of a consumer group's queue. */
export function queueUrlParameter(group: string): QueueUrlParameter {
  return `messaging/${group}/queue-url`;
}

/** The full name of a parameter, such as `/fanout-saga/dev/saga/table-name`. */
export function parameterName(stage: string, parameter: Parameter): string {
  return `/fanout-saga/${stage}/${parameter}`;
}
