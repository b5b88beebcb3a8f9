import type { Assembly } from '../cloudformation/assembly.ts';
import type { Parameters } from '../http/aws-json.ts';
import { type QueryParameters, unknownAction } from '../http/aws-query.ts';
import { ResponseLost } from '../http/response-lost.ts';
import type { Service } from '../http/service.ts';
import { traceRoot } from '../http/trace.ts';
import { openFauxqs } from './fauxqs.ts';
import { subscriptionArns } from './mends/subscription-arns.ts';
import { provision } from './provision.ts';
import { toQuery } from './query-parameters.ts';
import { snsService, sqsService } from './services.ts';
import { refuseUnhonouredAction, snsApi } from './sns-api.ts';
import { refuseUnhonoured, sqsApi } from './sqs-api.ts';
import { xmlText } from './xml-text.ts';

export interface MessagingRequest {
  readonly service: 'sns' | 'sqs';
  /** Such as `PublishBatch`. */
  readonly operation: string;
  /** Those of SNS are flat, as its Query protocol has them: `PublishBatchRequestEntries.member.1.Message`. */
  readonly parameters: Parameters;
  /** The Root of the request's trace, where it has one. */
  readonly traceRoot: string | undefined;
}

/** The request is carried out, but its answer is lost on the way. */
export interface MessagingFault {
  readonly loseResponse: true;
}

export interface SnsSqsProps {
  /** What AWS_ENDPOINT_URL is: the URL of a queue begins with it. */
  readonly endpoint: string;
  /** Its topics, queues and subscriptions are created. @default - none */
  readonly assembly?: Assembly;
  /**
   * Sees each request before it is carried out: it may hold it by a promise, refuse it by throwing an AwsError such as
   * `new AwsError('ServiceUnavailable', 'busy', 503)` or RequestThrottled (403), or return what is to go wrong with it.
   *
   * @default - all pass
   */
  readonly beforeRequest?: (
    request: MessagingRequest,
  ) => MessagingFault | undefined | Promise<MessagingFault | undefined>;
  /** Told of the messages that each receive hands out, whether its answer arrives or not. @default - nobody is told */
  readonly onReceive?: (received: Received) => void;
}

/** What a receive has handed out. */
export interface Received {
  readonly queueUrl: string;
  readonly messageIds: readonly string[];
}

export interface SnsSqs {
  readonly sns: Service;
  /** Its `close` ends both, and what waits in a long poll. */
  readonly sqs: Service;
  /**
   * A request without HTTP: any to SQS, and Publish to SNS.
   *
   * @throws AwsError as SNS or SQS would answer
   */
  execute(
    service: 'sns' | 'sqs',
    operation: string,
    parameters: Parameters,
    options?: { readonly traceId?: string },
  ): Promise<Record<string, unknown>>;
}

/**
 * SNS and SQS in memory.
 *
 * @throws TemplateError for a topic, a queue or a subscription with a property that is not honoured
 */
export async function createSnsSqs({ endpoint, assembly, beforeRequest, onReceive }: SnsSqsProps): Promise<SnsSqs> {
  const fauxqs = openFauxqs();
  const sqs = sqsApi(fauxqs.sqs, endpoint);
  const { call: sns, rename: renameSubscription } = subscriptionArns(snsApi(fauxqs.sns, sqs));

  async function carryOut<T>(request: Omit<MessagingRequest, 'traceRoot'>, trace: unknown, run: () => Promise<T>) {
    const fault = await beforeRequest?.({ ...request, traceRoot: traceRoot(trace) });
    const answer = await run();
    if (fault !== undefined) throw new ResponseLost();
    return answer;
  }

  async function runSqs(operation: string, parameters: Parameters, trace: unknown): Promise<Record<string, unknown>> {
    refuseUnhonoured(operation, parameters);
    return await carryOut({ service: 'sqs', operation, parameters }, trace, async () => {
      const answer = await sqs(operation, parameters);
      if (operation === 'ReceiveMessage') onReceive?.(received(parameters, answer));
      return answer;
    });
  }

  async function runSns(parameters: QueryParameters, trace: unknown): Promise<string> {
    refuseUnhonouredAction(parameters);
    const operation = parameters.Action ?? '';
    return await carryOut({ service: 'sns', operation, parameters }, trace, () => sns(parameters));
  }

  if (assembly !== undefined) await provision(assembly, { sqs, sns, renameSubscription });
  return {
    sns: snsService(runSns),
    sqs: sqsService({
      run: runSqs,
      close: fauxqs.close,
      async giveBack({ QueueUrl }, { Messages = [] }) {
        for (const { ReceiptHandle } of Messages as { ReceiptHandle: string }[]) {
          await sqs('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
        }
      },
    }),
    async execute(service, operation, parameters, { traceId } = {}) {
      if (service === 'sqs') return await runSqs(operation, parameters, traceId);
      if (operation !== 'Publish') throw unknownAction('SNS without HTTP', operation, ['Publish']);
      return { MessageId: xmlText(await runSns(toQuery(operation, parameters), traceId), 'MessageId') };
    },
  };
}

function received({ QueueUrl }: Parameters, { Messages = [] }: Record<string, unknown>): Received {
  const messages = Messages as readonly { readonly MessageId: string }[];
  return { queueUrl: String(QueueUrl), messageIds: messages.map(({ MessageId }) => MessageId) };
}
