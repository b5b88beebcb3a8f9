import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { afterEach } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { EmbeddedCloud, type EmbeddedCloudOptions } from '../../../local/cloud.ts';
import { writeAssembly, writeFiles } from '../cloudformation/write-assembly.ts';

const started: EventSource[] = [];

afterEach(async () => {
  for (const source of started.splice(0)) await source.cloud.close();
});

export interface EventSourceProps extends Partial<EmbeddedCloudOptions> {
  /** Of the AWS::Lambda::EventSourceMapping, beside the queue and the function. */
  readonly mapping?: object;
  readonly queue?: object;
  readonly function?: object;
}

export interface EventSource {
  readonly cloud: EmbeddedCloud;
  /** What the function was invoked with. */
  readonly events: readonly SQSEvent[];
  /** What else was logged. */
  readonly lines: readonly string[];
  send(...messages: readonly (string | Omit<SendMessageBatchRequestEntry, 'Id'>)[]): Promise<void>;
  /** What the queue holds. */
  depth(): Promise<{ visible: number; inFlight: number }>;
  /** What is visible, in the dead-letter queue `Dead` as well. @param logicalId @default Queue */
  receive(logicalId?: 'Queue' | 'Dead'): Promise<(string | undefined)[]>;
}

/** `Fn` logs each event, then runs this body with `event`; a mapping gives it what is in `Queue`. */
export async function eventSource(body: string, props: EventSourceProps = {}): Promise<EventSource> {
  const { mapping, queue, function: fn, ...options } = props;
  const events: SQSEvent[] = [];
  const lines: string[] = [];
  const cloud = await EmbeddedCloud.boot({
    assembly: assemblyOf(body, { mapping, queue, function: fn }),
    onLog: (_, line) => (line.startsWith('{"Records"') ? events.push(JSON.parse(line)) : lines.push(line)),
    ...options,
  });
  const [queueUrl = '', deadLetterQueueUrl = ''] = ['Queue', 'Dead'].map((logicalId) =>
    String(cloud.resources('AWS::SQS::Queue').find((one) => one.logicalId === logicalId)?.physicalId),
  );
  const source: EventSource = {
    cloud,
    events,
    lines,
    async send(...messages) {
      const Entries = messages.map((message, index) => ({
        Id: String(index),
        ...(typeof message === 'string' ? { MessageBody: message } : message),
      }));
      await cloud.sqsClient().send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    },
    async depth() {
      const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
      const { Attributes } = await cloud
        .sqsClient()
        .send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }));
      const [visible, inFlight] = names.map((name) => Number(Attributes?.[name]));
      return { visible: visible ?? Number.NaN, inFlight: inFlight ?? Number.NaN };
    },
    async receive(logicalId = 'Queue') {
      const QueueUrl = logicalId === 'Dead' ? deadLetterQueueUrl : queueUrl;
      const { Messages = [] } = await cloud
        .sqsClient()
        .send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }));
      return Messages.map(({ Body }) => Body);
    },
  };
  started.push(source);
  return source;
}

/** The directory of an assembly with `Fn`, `Queue` and `Mapping`. */
export function assemblyOf(body: string, { mapping, queue, function: fn }: EventSourceProps = {}): string {
  const code = `export async function run(event) { console.log(JSON.stringify(event)); ${body} }`;
  const properties = {
    Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    Handler: 'index.run',
    Runtime: 'nodejs24.x',
    Timeout: 1,
    ...fn,
  };
  const Resources = {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 1, ...queue } },
    Dead: { Type: 'AWS::SQS::Queue' },
    Fn: { Type: 'AWS::Lambda::Function', Properties: properties },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Fn' }, ...mapping },
    },
  };
  return writeAssembly({ stacks: { App: { Resources } }, assets: { 'code.zip': writeFiles({ 'index.mjs': code }) } });
}

/** Resolves when it holds. The test's own timeout ends it otherwise. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

export async function empty(source: EventSource): Promise<boolean> {
  const { visible, inFlight } = await source.depth();
  return visible + inFlight === 0;
}

/** The bodies that the function got, in order, each as often as it got it. */
export function bodiesOf({ events }: EventSource): string[] {
  return events.flatMap(({ Records }) => Records.map(({ body }) => body));
}
