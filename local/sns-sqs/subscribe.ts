import { describe } from '../../contract/describe.ts';
import { AwsError } from '../http/aws-error.ts';
import type { QueryParameters } from '../http/aws-query.ts';
import type { SqsCall } from './fauxqs.ts';
import { filterPolicyProblem } from './filter-policy.ts';
import { isFifo } from './mends/messages.ts';
import { queryMap } from './query-parameters.ts';
import { UNCONFIRMED_PROTOCOLS } from './subscriptions.ts';

/**
 * Refuses a subscription that the embedded SNS would not serve as SNS does.
 *
 * @returns the filter policy on the message's body, if it has one
 * @throws AwsError InvalidParameter
 */
export async function refuseSubscription(parameters: QueryParameters, sqs: SqsCall): Promise<unknown> {
  const { TopicArn = '', Protocol = '', Endpoint = '' } = parameters;
  if (Protocol === 'sqs') await refuseQueue(TopicArn, Endpoint, sqs);
  else if (!UNCONFIRMED_PROTOCOLS.includes(Protocol)) {
    throw invalid(
      `Protocol is ${describe(Protocol)}, but the embedded SNS delivers to sqs alone, and keeps ${UNCONFIRMED_PROTOCOLS.join(', ')} ` +
        'as subscriptions that nobody confirms: subscribe a queue',
    );
  }
  const { FilterPolicy, FilterPolicyScope = 'MessageAttributes' } = queryMap(parameters, 'Attributes');
  if (FilterPolicy === undefined) return undefined;
  if (!['MessageAttributes', 'MessageBody'].includes(FilterPolicyScope)) {
    throw invalid(
      `FilterPolicyScope is ${describe(FilterPolicyScope)}, but has to be MessageAttributes or MessageBody`,
    );
  }
  const inBody = FilterPolicyScope === 'MessageBody';
  const policy = parse(FilterPolicy);
  const problem = filterPolicyProblem(policy, inBody);
  if (problem !== undefined) throw invalid(problem);
  return inBody ? policy : undefined;
}

/** fauxqs drops what goes to a queue that is not there, and SNS subscribes no FIFO queue to a standard topic. */
async function refuseQueue(topicArn: string, queueArn: string, sqs: SqsCall): Promise<void> {
  const QueueName = queueArn.split(':').at(-1) ?? '';
  await sqs('GetQueueUrl', { QueueName }).catch((cause: unknown) => {
    throw invalid(`Endpoint is ${describe(queueArn)}, but has to be the ARN of a queue that exists`, { cause });
  });
  if (isFifo(topicArn) === isFifo(queueArn)) return;
  throw invalid(
    isFifo(queueArn)
      ? 'Endpoint is a FIFO queue, which cannot be subscribed to a standard topic: make both FIFO'
      : 'Endpoint is a standard queue, to which the embedded SNS does not deliver from a FIFO topic: make both FIFO',
  );
}

function parse(policy: string): unknown {
  try {
    return JSON.parse(policy);
  } catch (cause) {
    throw invalid(`FilterPolicy is not JSON: ${String(cause)}`, { cause });
  }
}

function invalid(problem: string, options?: ErrorOptions): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${problem}`, 400, options);
}
