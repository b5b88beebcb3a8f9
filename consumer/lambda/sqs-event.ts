import type { SQSMessageAttributes } from 'aws-lambda';
import { describe, isObject } from '../../contract/describe.ts';
import type { ConsumerMessage } from '../handler.ts';

/** The messages of one invocation, in the order in which they were received. */
export interface Batch {
  readonly messages: readonly ConsumerMessage[];
  /** Of a FIFO queue, where the messages of a group have to be done in order. */
  readonly fifo: boolean;
}

/**
 * Reads what Lambda's poller for SQS sends.
 *
 * @throws Error for anything else, before a message is touched: Lambda then gives the whole batch back
 */
export function readEvent(event: unknown): Batch {
  const records = isObject(event) ? event.Records : undefined;
  if (!Array.isArray(records)) {
    throw new Error(
      `the event is ${describe(event)}, but has to be { "Records": [ … ] } of an SQS event source: map the queue of a consumer group to this function`,
    );
  }
  return {
    messages: records.map(readRecord),
    fifo: records.some(({ eventSourceARN }) => String(eventSourceARN).endsWith('.fifo')),
  };
}

function readRecord(record: unknown, index: number): ConsumerMessage {
  const { eventSource, messageId, body, attributes, messageAttributes } = isObject(record) ? record : {};
  const isOfSqs = eventSource === 'aws:sqs' && typeof messageId === 'string' && typeof body === 'string';
  if (!isOfSqs || !isObject(attributes)) {
    throw new Error(
      `Records[${index}] is of ${describe(eventSource)}, but has to be of "aws:sqs", with messageId, body and attributes: map a queue to this function, and nothing else`,
    );
  }
  return {
    messageId,
    body,
    receiveCount: Number(attributes.ApproximateReceiveCount ?? 1),
    attributes: attributes as Record<string, string>,
    messageAttributes: toText((messageAttributes ?? {}) as SQSMessageAttributes),
  };
}

/** Binary values are in base64 already. */
function toText(attributes: SQSMessageAttributes): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { stringValue, binaryValue }]) => [name, stringValue ?? binaryValue ?? '']),
  );
}
