import { SQSClient } from '@aws-sdk/client-sqs';

export function client(queueUrl: string): SQSClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new SQSClient({ region: 'us-east-1', endpoint: new URL(queueUrl).origin, credentials, maxAttempts: 1 });
}
