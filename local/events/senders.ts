import { randomUUID } from 'node:crypto';
import type { AsynchronousInvoker } from '../lambda/asynchronous.ts';
import type { SnsSqs } from '../sns-sqs/sns-sqs.ts';
import type { StepFunctions } from '../stepfunctions/step-functions.ts';
import type { RuleTarget, TargetService } from './rule.ts';

export interface SendersProps {
  readonly stepFunctions: StepFunctions;
  readonly messaging: Pick<SnsSqs, 'execute'>;
  readonly functions: AsynchronousInvoker;
  /** What AWS_ENDPOINT_URL is: the URL of a queue begins with it. */
  readonly endpoint: string;
}

/** Sends to each kind of target. */
export interface Senders {
  /** @throws AwsError as the service answers */
  send(target: RuleTarget, text: string): Promise<void>;
  /** To the target's dead-letter queue, if it has one. */
  bury(target: RuleTarget, message: object): Promise<void>;
}

export function createSenders({ stepFunctions, messaging, functions, endpoint }: SendersProps): Senders {
  const sendMessage = (queueArn: string, message: object) =>
    messaging.execute('sqs', 'SendMessage', { QueueUrl: queueUrl(endpoint, queueArn), ...message });
  const byService: Readonly<Record<TargetService, (target: RuleTarget, text: string) => unknown>> = {
    states: ({ arn }, input) => {
      // Each delivery is an execution of its own: EventBridge does not know what it has started before.
      stepFunctions.start({ ...stepFunctions.machines.find(arn), name: `${randomUUID()}_${randomUUID()}`, input });
    },
    sqs: ({ arn, messageGroupId }, MessageBody) =>
      sendMessage(arn, { MessageBody, ...(messageGroupId !== undefined && { MessageGroupId: messageGroupId }) }),
    sns: ({ arn }, Message) => messaging.execute('sns', 'Publish', { TopicArn: arn, Message }),
    lambda: ({ arn }, text) => functions.accept(arn, JSON.parse(text)),
  };
  return {
    async send(target, text) {
      await byService[target.service](target, text);
    },
    async bury({ deadLetterQueueArn }, message) {
      if (deadLetterQueueArn !== undefined) await sendMessage(deadLetterQueueArn, message);
    },
  };
}

export function queueUrl(endpoint: string, queueArn: string): string {
  const [account, name] = queueArn.split(':').slice(-2);
  return `${endpoint}/${account}/${name}`;
}
