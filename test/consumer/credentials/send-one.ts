// Run in a process of its own, with an environment and a home of its own: what it writes is what became of one request.
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { backgroundCredentials } from '../../../consumer/credentials.ts';

try {
  const credentials = backgroundCredentials();
  await credentials.start();
  const client = new SQSClient({ region: process.env.AWS_REGION, credentials, maxAttempts: 1 });
  const QueueUrl = process.env.QUEUE_URL;
  await client.send(new GetQueueAttributesCommand({ QueueUrl }));
  const { accessKeyId } = await client.config.credentials();
  process.stdout.write(`signed with ${accessKeyId}\n`);
} catch (error) {
  process.stdout.write(`${error}\n`);
}
