import type { IncomingMessage } from 'node:http';
import { AwsError, answer, type Parameters, readJson } from '../http/aws-json.ts';
import { answerQuery, isQuery, type QueryParameters, readQuery } from '../http/aws-query.ts';
import { type Service, signedService, target } from '../http/service.ts';
import { queryError } from './query-error.ts';

const SQS_TARGET = 'AmazonSQS';
const SNS_NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

export interface SqsServiceProps {
  readonly run: (operation: string, parameters: Parameters, trace: unknown) => Promise<Record<string, unknown>>;
  /** Takes back what a client does not get any more. */
  readonly giveBack: (parameters: Parameters, answer: Record<string, unknown>) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The HTTP API of SQS: AWS JSON 1.0. */
export function sqsService({ run, giveBack, close }: SqsServiceProps): Service {
  return {
    name: 'sqs',
    claims: (request) => target(request)?.prefix === SQS_TARGET || signedService(request) === 'sqs',
    async handle(request, response) {
      const operation = operationOf(request);
      const parameters = await readJson(request);
      try {
        const result = await run(operation, parameters, request.headers['x-amzn-trace-id']);
        if (!response.destroyed) answer(response, result);
        else if (operation === 'ReceiveMessage') await giveBack(parameters, result);
      } catch (error) {
        if (error instanceof AwsError) response.setHeader('x-amzn-query-error', queryError(error.code, error.status));
        throw error;
      }
    },
    close,
  };
}

/** The HTTP API of SNS: AWS Query. */
export function snsService(run: (parameters: QueryParameters, trace: unknown) => Promise<string>): Service {
  return {
    name: 'sns',
    claims: (request) => isQuery(request) && signedService(request) === 'sns',
    async handle(request, response) {
      const respond = async () => run(await readQuery(request), request.headers['x-amzn-trace-id']);
      await answerQuery(response, SNS_NAMESPACE, respond);
    },
  };
}

function operationOf(request: IncomingMessage): string {
  const asked = target(request);
  if (asked?.prefix === SQS_TARGET) return asked.operation;
  throw new AwsError(
    'UnsupportedOperation',
    'the embedded SQS speaks AWS JSON, with an X-Amz-Target such as AmazonSQS.SendMessage: use an SDK or a CLI from 2024 on',
  );
}
