import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EmbeddedCloud } from '../../../local/cloud.ts';
import { ConsumerImage } from '../../../local/consumers/consumer-image.ts';
import { ConsumerProcess } from '../../../local/consumers/consumer-process.ts';
import { Consumers } from '../../../local/consumers/consumers.ts';
import { podsOf } from '../../../local/consumers/group-of.ts';
import {
  association,
  clusterAssembly,
  deployment,
  manifest,
  NAMESPACE,
  serviceAccount,
} from '../kubernetes/templates.ts';

const Queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } };
const ROLE = { 'eks.amazonaws.com/role-arn': '<GetAtt Irsa.Arn>' };
const ENVIRONMENT = {
  APP_ENV: 'integration',
  CONSUMER_GROUP: 'orders',
  HANDLER: 'audit',
  QUEUE_URL: '<Ref Queue>',
  VISIBILITY_TIMEOUT_SECONDS: '30',
  PORT: '8080',
};

let image: ConsumerImage;
beforeAll(() => {
  image = ConsumerImage.build();
});
afterAll(async () => image[Symbol.asyncDispose]());

/** An assembly whose one Deployment has the given environment and service account. */
function orders({
  environment = ENVIRONMENT as object,
  account = serviceAccount('consumer', ROLE),
  spec = {},
  more = {},
}) {
  const env = Object.entries(environment).map(([name, value]) => ({ name, value }));
  const Manifest = manifest([
    NAMESPACE,
    account,
    deployment({ container: { env }, pod: { serviceAccountName: account.metadata.name }, spec }),
  ]);
  return clusterAssembly({ Queue, Manifest, ...more });
}

/** Starts what the assembly's Deployments say, sends a message, and waits for a line of the log. */
async function lineAbout(assembly: string, message: string): Promise<string> {
  await using cloud = await EmbeddedCloud.boot({ assembly });
  const line = Promise.withResolvers<string>();
  await using consumers = await Consumers.start(cloud, {
    image,
    onLog: (_, text) => text.includes(message) && line.resolve(text),
  });
  const [queue] = cloud.resources('AWS::SQS::Queue');
  const MessageBody = JSON.stringify({ TransactionDetails: { TransactionId: message } });
  await cloud.sqsClient().send(new SendMessageCommand({ QueueUrl: queue?.physicalId, MessageBody }));
  return await Promise.race([line.promise, consumers.failed]);
}

/** What starting them is refused with. */
async function refusal(assembly: string, groups?: readonly string[]): Promise<string> {
  await using cloud = await EmbeddedCloud.boot({ assembly });
  try {
    await using _consumers = await Consumers.start(cloud, { image, ...(groups && { groups }) });
  } catch (error) {
    return String(error);
  }
  return 'nothing: they have started';
}

describe('a consumer that is started from its Deployment', () => {
  test('receives with the role that its service account names', async () => {
    expect(await lineAbout(orders({}), 'by-irsa')).toContain('transaction published');
  });

  test('receives with the role that Pod Identity gives to its service account', async () => {
    const assembly = orders({ account: serviceAccount(), more: { Association: association() } });
    expect(await lineAbout(assembly, 'by-agent')).toContain('transaction published');
  });

  test('does not start where its Deployment lacks a variable, and says which', async () => {
    const { QUEUE_URL: _, ...environment } = ENVIRONMENT;
    const error = await refusal(orders({ environment }));
    expect(error).toContain('the consumer of group orders (Deployment shop/saga) ended with 2');
    expect(error).toContain('QUEUE_URL is nothing, but has to be the URL of the queue');
  });

  test('does not start under a service account without a role', async () => {
    expect(await refusal(orders({ account: serviceAccount() }))).toContain(
      'run the pod under a service account that has a role',
    );
  });

  test('is refused by STS under a service account that its role does not trust', async () => {
    await using cloud = await EmbeddedCloud.boot({ assembly: orders({ account: serviceAccount('other', ROLE) }) });
    const refused = Promise.withResolvers<string>();
    const consumer = await ConsumerProcess.launch(podsOf(cloud.pods, 'orders')[0], {
      endpoint: cloud.endpoint,
      image: await image.directory(),
      onLog: (_, text) => text.includes('AccessDenied') && refused.resolve(text),
    });
    const line = await Promise.race([refused.promise, consumer.failed]).finally(() => consumer.kill());
    expect(line).toContain('Not authorized to perform sts:AssumeRoleWithWebIdentity');
    expect(line).toContain(':sub is \\"system:serviceaccount:shop:other\\"');
  });
});

describe('Consumers', () => {
  test('start a process for each pod, and say of which Deployment', async () => {
    await using cloud = await EmbeddedCloud.boot({ assembly: orders({ spec: { replicas: 2 } }) });
    let started = 0;
    const onLog = (_: string, line: string) => {
      if (line.includes('consumer started')) started += 1;
    };
    await using consumers = await Consumers.start(cloud, { image, onLog });
    expect(consumers.all).toEqual([{ group: 'orders', deployment: 'shop/saga', replicas: 2 }]);
    expect(started).toBe(2);
  });

  test('are none where the templates have no Deployment', async () => {
    await using cloud = await EmbeddedCloud.boot({ assembly: clusterAssembly({ Queue }) });
    await using consumers = await Consumers.start(cloud);
    expect(consumers.all).toEqual([]);
  });

  test('refuse a group that no Deployment is for', async () => {
    expect(await refusal(orders({}), ['orders', 'saga'])).toContain(
      'no Deployment of the templates consumes the group saga, only orders',
    );
  });
});
