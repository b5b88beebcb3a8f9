import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Terminal } from './terminal.ts';

export const LOCAL_ENDPOINT = 'http://127.0.0.1:4566';
const LOCAL_REGION = 'us-east-1';
/** TCP and TLS to another continent take less than a second. */
const CONNECTION_TIMEOUT_MS = 5_000;
/** Of one attempt. Room for a batch of 256 KiB over a thin line. */
const REQUEST_TIMEOUT_MS = 15_000;
/** An operator rather waits some seconds than types it again: with the SDK's back-off, 5 attempts outlast a short throttle. */
const MAX_ATTEMPTS = 5;

/** Which cloud to talk to, and which copy of the application there: the options that all commands have. */
export interface ConnectionOptions {
  /** @default 'dev' */
  readonly stage: string;
  /** @default false */
  readonly local?: boolean;
  /** Where the embedded cloud listens. @default - AWS_ENDPOINT_URL, else http://127.0.0.1:4566 */
  readonly endpoint?: string;
}

export interface Connection {
  readonly stage: string;
  /** @default - AWS, or what AWS_ENDPOINT_URL makes of it */
  readonly endpoint?: string;
  readonly ssm: SSMClient;
  readonly sns: SNSClient;
  readonly sfn: SFNClient;
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
}

/**
 * Clients for the embedded cloud (`--local`, or `--endpoint`, which says as much) or for AWS, with the SDK's default chain and
 * region. Nothing is sent before one of them is used.
 */
export function connect({ stage, local, endpoint }: ConnectionOptions, { env }: Pick<Terminal, 'env'>): Connection {
  const isLocal = local === true || endpoint !== undefined;
  const place = isLocal ? (endpoint ?? (env.AWS_ENDPOINT_URL || LOCAL_ENDPOINT)) : undefined;
  const config = {
    ...(place !== undefined && {
      endpoint: place,
      region: LOCAL_REGION,
      // The embedded cloud checks no signature, but the SDK does not send without one.
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      // Without it, a request that takes too long is only warned of.
      throwOnRequestTimeout: true,
    },
  };
  return {
    stage,
    ...(place !== undefined && { endpoint: place }),
    ssm: new SSMClient(config),
    sns: new SNSClient(config),
    sfn: new SFNClient(config),
    dynamodb: new DynamoDBClient(config),
    sqs: new SQSClient(config),
    lambda: new LambdaClient(config),
  };
}
