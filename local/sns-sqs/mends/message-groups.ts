import { createHash } from 'node:crypto';
import { isObject } from '../../../contract/describe.ts';
import type { Parameters } from '../../http/aws-json.ts';
import type { QueryParameters } from '../../http/aws-query.ts';
import type { SnsCall, SqsCall } from '../fauxqs.ts';
import { messagePrefixes } from '../query-parameters.ts';
import { asksFor, isFifo, mapReceived, mapSendResults, mapSent, queueNameOf } from './messages.ts';

/**
 * The MessageGroupId of a message on a standard queue or topic, the tenant of fair queues, which fauxqs drops: it goes
 * through as a message attribute that nobody else sees. Queues here are fair to nobody: one that is not behind has no need.
 */
const CARRIER = 'fanout-saga.MessageGroupId';

export function sqsMessageGroups(call: SqsCall): SqsCall {
  return async (operation, parameters) => {
    if (isFifo(queueNameOf(parameters))) return call(operation, parameters);
    const answer = await call(operation, mapSent(operation, parameters, pack));
    const sent = mapSendResults(operation, answer, withoutCarrierDigest(operation, parameters));
    return mapReceived(sent, (message) => unpack(message, asksFor(parameters, 'MessageGroupId')));
  };
}

export function snsMessageGroups(call: SnsCall): SnsCall {
  return async (parameters) => {
    if (isFifo(String(parameters.TopicArn))) return call(parameters);
    return call(messagePrefixes(parameters).reduce(packQuery, parameters));
  };
}

function pack({ MessageGroupId, ...message }: Parameters): Parameters {
  if (typeof MessageGroupId !== 'string') return message;
  const attributes = isObject(message.MessageAttributes) ? message.MessageAttributes : {};
  const carrier = { [CARRIER]: { DataType: 'String', StringValue: MessageGroupId } };
  return { ...message, MessageAttributes: { ...attributes, ...carrier } };
}

function packQuery(parameters: QueryParameters, prefix: string): QueryParameters {
  const { [`${prefix}MessageGroupId`]: group, ...rest } = parameters;
  if (group === undefined) return rest;
  // The entries are numbered from 1; fauxqs does not mind a gap.
  const entry = `${prefix}MessageAttributes.entry.0`;
  return {
    ...rest,
    [`${entry}.Name`]: CARRIER,
    [`${entry}.Value.DataType`]: 'String',
    [`${entry}.Value.StringValue`]: group,
  };
}

/** The digest of the attributes is that of one too many; without one, a client compares nothing. */
function withoutCarrierDigest(operation: string, parameters: Parameters): (result: Parameters) => Parameters {
  const carried = new Set<unknown>();
  mapSent(operation, parameters, (message) => {
    if (message.MessageGroupId !== undefined) carried.add(message.Id);
    return message;
  });
  return ({ MD5OfMessageAttributes, ...result }) =>
    carried.has(result.Id)
      ? result
      : { ...result, ...(MD5OfMessageAttributes !== undefined && { MD5OfMessageAttributes }) };
}

function unpack(message: Parameters, isAsked: boolean): Parameters {
  const { MessageAttributes, MD5OfMessageAttributes: _digest, ...rest } = message;
  if (!isObject(MessageAttributes) || !(CARRIER in MessageAttributes)) return unpackEnvelope(message, isAsked);
  const { [CARRIER]: carrier, ...others } = MessageAttributes;
  return {
    ...(isAsked ? withGroup(rest, isObject(carrier) ? carrier.StringValue : undefined) : rest),
    ...(Object.keys(others).length > 0 && { MessageAttributes: others }),
  };
}

/** Without raw delivery, the attributes stand in the body. */
function unpackEnvelope(message: Parameters, isAsked: boolean): Parameters {
  if (!String(message.Body).includes(`"${CARRIER}":`)) return message;
  const { MessageAttributes, ...envelope } = JSON.parse(String(message.Body));
  const { [CARRIER]: carrier, ...others } = MessageAttributes;
  const Body = JSON.stringify({
    ...envelope,
    ...(Object.keys(others).length > 0 && { MessageAttributes: others }),
  });
  const MD5OfBody = createHash('md5').update(Body).digest('hex');
  const unpacked = { ...message, Body, MD5OfBody };
  return isAsked ? withGroup(unpacked, carrier.Value) : unpacked;
}

function withGroup(message: Parameters, MessageGroupId: unknown): Parameters {
  return { ...message, Attributes: { ...(message.Attributes as object | undefined), MessageGroupId } };
}
