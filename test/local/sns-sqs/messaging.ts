import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { type Message, ReceiveMessageCommand, type ReceiveMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach } from '@jest/globals';
import { type Assembly, readAssembly } from '../../../local/cloudformation/assembly.ts';
import { createSnsSqs, type SnsSqs, type SnsSqsProps } from '../../../local/sns-sqs/sns-sqs.ts';
import { writeAssembly } from '../cloudformation/write-assembly.ts';
import { clientOf, listenForTest } from '../http/client.ts';

export const getAtt = (logicalId: string, attribute: string) => ({ 'Fn::GetAtt': [logicalId, attribute] });
export const queue = (Properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties });
export const topic = (Properties: object = {}) => ({ Type: 'AWS::SNS::Topic', Properties });
export const subscription = (Queue: string, Properties: object = {}) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: {
    TopicArn: { Ref: 'Topic' },
    Protocol: 'sqs',
    Endpoint: getAtt(Queue, 'Arn'),
    RawMessageDelivery: true,
    ...Properties,
  },
});

/** A topic with one group. */
export const FAN_OUT = { Topic: topic(), Queue: queue(), Subscription: subscription('Queue') };

const clients: { destroy(): void }[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

export interface Messaging {
  readonly messaging: SnsSqs;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly endpoint: string;
  /** What Ref gives. */
  ref(logicalId: string): string;
  /** Publishes to `Topic`. */
  publish(message: string, request?: Partial<PublishCommandInput>): Promise<string | undefined>;
  /** What is visible, with all attributes. */
  receive(logicalId: string, request?: Partial<ReceiveMessageCommandInput>): Promise<Message[]>;
}

/** SNS and SQS behind a port, with these resources, until the test is over. */
export async function start(resources: object, props: Partial<SnsSqsProps> = {}): Promise<Messaging> {
  let made: { assembly: Assembly; messaging: SnsSqs } | undefined;
  const directory = writeAssembly({ stacks: { App: { Resources: resources } } });
  const listener = await listenForTest({
    async services(endpoint) {
      const assembly = readAssembly(directory, { endpoint });
      made = { assembly, messaging: await createSnsSqs({ assembly, endpoint, ...props }) };
      return [made.messaging.sns, made.messaging.sqs];
    },
  });
  if (made === undefined) throw new Error('listen makes the services');
  const { assembly, messaging } = made;
  const sns = new SNSClient(clientOf(listener));
  const sqs = new SQSClient(clientOf(listener));
  clients.push(sns, sqs);
  const types = ['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::SNS::Subscription'];
  const all = types.flatMap((type) => assembly.resources(type));
  const ref = (logicalId: string) => String(all.find((one) => one.logicalId === logicalId)?.physicalId);
  return {
    messaging,
    sns,
    sqs,
    endpoint: listener.endpoint,
    ref,
    async publish(Message, request) {
      return (await sns.send(new PublishCommand({ TopicArn: ref('Topic'), Message, ...request }))).MessageId;
    },
    async receive(logicalId, request) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: ref(logicalId),
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
          ...request,
        }),
      );
      return Messages;
    },
  };
}

export const bodies = (messages: readonly Message[]) => messages.map(({ Body }) => Body);
