import { ACCOUNT } from '../../cloudformation/place.ts';
import type { SqsCall } from '../fauxqs.ts';
import { queueNameOf } from './messages.ts';

/**
 * fauxqs makes up the host `sqs.us-east-1.localhost`, which no name server knows, and to which an SDK would send all requests
 * for the queue.
 */
export function queueUrls(call: SqsCall, endpoint: string): SqsCall {
  const mended = (QueueUrl: unknown) => `${endpoint}/${ACCOUNT}/${queueNameOf({ QueueUrl })}`;
  return async (operation, parameters) => {
    const answer = await call(operation, parameters);
    if (answer.QueueUrl !== undefined) return { ...answer, QueueUrl: mended(answer.QueueUrl) };
    return Array.isArray(answer.QueueUrls) ? { ...answer, QueueUrls: answer.QueueUrls.map(mended) } : answer;
  };
}
