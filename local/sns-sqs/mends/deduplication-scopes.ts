import { createHash } from 'node:crypto';
import { isObject } from '../../../contract/describe.ts';
import type { Parameters } from '../../http/aws-json.ts';
import type { QueryParameters } from '../../http/aws-query.ts';
import type { SnsCall, SqsCall } from '../fauxqs.ts';
import { messagePrefixes, queryMap } from '../query-parameters.ts';
import { mapReceived, mapSent, queueNameOf } from './messages.ts';

/** A FIFO queue or topic that tells messages apart within their group. */
interface GroupScoped {
  /** Whether a message without a deduplication id has the digest of its body as one. */
  readonly byContent: boolean;
}

/**
 * fauxqs knows the scope `queue` alone: the same deduplication id in two groups is one message. Where the scope is the
 * message group, the group becomes part of the id; a space, which neither of both may have, parts them.
 */
export function sqsDeduplicationScopes(call: SqsCall): SqsCall {
  const scoped = new Map<string, GroupScoped>();
  return async (operation, parameters) => {
    const queue = scoped.get(queueNameOf(parameters));
    const answer = await call(
      operation,
      mapSent(operation, parameters, (message) => scopeMessage(message, queue)),
    );
    const { QueueName, Attributes } = parameters;
    if (operation === 'CreateQueue' && isObject(Attributes) && Attributes.DeduplicationScope === 'messageGroup') {
      scoped.set(String(QueueName), { byContent: Attributes.ContentBasedDeduplication === 'true' });
    }
    return mapReceived(answer, plainMessage);
  };
}

export function snsDeduplicationScopes(call: SnsCall): SnsCall {
  const scoped = new Map<string, GroupScoped>();
  return async (parameters) => {
    const topic = scoped.get(String(parameters.TopicArn).split(':').at(-1) ?? '');
    const scope = (request: QueryParameters, prefix: string) => scopeQuery(request, prefix, topic);
    const answer = await call(messagePrefixes(parameters).reduce(scope, parameters));
    const attributes = queryMap(parameters, 'Attributes');
    if (parameters.Action === 'CreateTopic' && attributes.FifoThroughputScope === 'MessageGroup') {
      scoped.set(String(parameters.Name), { byContent: attributes.ContentBasedDeduplication === 'true' });
    }
    return answer;
  };
}

function scopeMessage(message: Parameters, queue: GroupScoped | undefined): Parameters {
  const id = scopedId(queue, message.MessageGroupId, message.MessageDeduplicationId, message.MessageBody);
  return id === undefined ? message : { ...message, MessageDeduplicationId: id };
}

function scopeQuery(request: QueryParameters, prefix: string, topic: GroupScoped | undefined): QueryParameters {
  const of = (name: string) => request[`${prefix}${name}`];
  const id = scopedId(topic, of('MessageGroupId'), of('MessageDeduplicationId'), of('Message'));
  return id === undefined ? request : { ...request, [`${prefix}MessageDeduplicationId`]: id };
}

/** Undefined where there is nothing to change: what is missing is for fauxqs to complain of. */
function scopedId(owner: GroupScoped | undefined, group: unknown, id: unknown, body: unknown): string | undefined {
  if (owner === undefined || typeof group !== 'string') return undefined;
  const ownId = id ?? (owner.byContent ? createHash('sha256').update(String(body)).digest('hex') : undefined);
  return ownId === undefined ? undefined : `${group} ${ownId}`;
}

function plainMessage(message: Parameters): Parameters {
  const { Attributes } = message;
  if (!isObject(Attributes) || typeof Attributes.MessageDeduplicationId !== 'string') return message;
  const id = Attributes.MessageDeduplicationId;
  return { ...message, Attributes: { ...Attributes, MessageDeduplicationId: id.slice(id.indexOf(' ') + 1) } };
}
