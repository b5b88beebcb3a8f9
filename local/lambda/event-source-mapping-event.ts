import { isObject } from '../../contract/describe.ts';
import { REGION } from '../cloudformation/place.ts';

/** A message as SQS answers it. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, unknown>>;
}

/** An element of `Records`, as a function gets it. */
export function toRecord(message: ReceivedMessage, eventSourceARN: string): object {
  const { MessageId, ReceiptHandle, Body, MD5OfBody, MD5OfMessageAttributes } = message;
  const { Attributes = {}, MessageAttributes = {} } = message;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, value]) => [name, toMessageAttribute(value)]),
    ),
    ...(MD5OfMessageAttributes !== undefined && { md5OfMessageAttributes: MD5OfMessageAttributes }),
    md5OfBody: MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: REGION,
  };
}

function toMessageAttribute(attribute: unknown): object {
  const { DataType, StringValue, BinaryValue } = isObject(attribute) ? attribute : {};
  return {
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}

/** Of an invocation's payload, all records together: 6 MB. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;
/** `{"Records":[]}`, rounded up. */
const ENVELOPE_BYTES = 100;

/** Cuts what was received where an event would have more records, or more bytes, than it may. */
export function toBatches<T extends object>(records: readonly T[], batchSize: number): readonly (readonly T[])[] {
  const batches: T[][] = [];
  let bytes = 0;
  for (const record of records) {
    const size = Buffer.byteLength(JSON.stringify(record)) + 1;
    const last = batches.at(-1);
    if (last === undefined || last.length === batchSize || bytes + size > MAX_EVENT_BYTES) {
      batches.push([record]);
      bytes = ENVELOPE_BYTES + size;
    } else {
      last.push(record);
      bytes += size;
    }
  }
  return batches;
}
