import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeAws } from '../../../bench/credentials/fake-aws.ts';
import { type BackgroundCredentials, backgroundCredentials } from '../../../consumer/credentials.ts';

/** What a request may take on loopback; a wait for STS would take `delayMs`, or for ever. */
const AT_ONCE_MS = 1_000;
const region = 'eu-west-1';

let aws: FakeAws;
let folder: string;
let credentials: BackgroundCredentials;
let send: Record<'sqs' | 'sfn' | 'sns', () => Promise<unknown>>;

function webIdentity(): NodeJS.ProcessEnv {
  return {
    APP_ENV: 'production',
    AWS_REGION: region,
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/consumer',
    AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'token'),
  };
}

function use(made: BackgroundCredentials): void {
  credentials = made;
  const sqs = new SQSClient({ region, credentials });
  const sfn = new SFNClient({ region, credentials });
  const sns = new SNSClient({ region, credentials });
  send = {
    sqs: () => sqs.send(new GetQueueAttributesCommand({ QueueUrl: `${aws.endpoint}/123456789012/saga` })),
    sfn: () =>
      sfn.send(
        new StartExecutionCommand({ stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:saga' }),
      ),
    sns: () => sns.send(new PublishCommand({ TopicArn: 'arn:aws:sns:eu-west-1:123456789012:topic', Message: '{}' })),
  };
}

async function all(): Promise<void> {
  await Promise.all([send.sqs(), send.sfn(), send.sns()]);
}

function accessKeys(): string[] {
  return aws.signed.map(({ accessKey }) => accessKey);
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const late = Symbol('late');
  expect(await Promise.race([work, sleep(ms, late, { ref: false })])).not.toBe(late);
}

async function eventually(holds: () => boolean): Promise<void> {
  for (const giveUpAt = Date.now() + 10_000; !holds(); await sleep(5)) {
    if (Date.now() > giveUpAt) throw new Error(`${holds} does not hold within 10 s`);
  }
}

beforeEach(async () => {
  aws = await FakeAws.listen();
  // For SQS, Step Functions, SNS and the STS client within alike: the only way to name an endpoint.
  process.env.AWS_ENDPOINT_URL = aws.endpoint;
  folder = await mkdtemp(join(tmpdir(), 'credentials-'));
  await writeFile(join(folder, 'token'), 'first token');
});
afterEach(async () => {
  credentials.stop();
  delete process.env.AWS_ENDPOINT_URL;
  await aws.close();
  await rm(folder, { recursive: true });
});

describe('a web identity', () => {
  test('is taken once for all clients together, at the start and at each refresh', async () => {
    aws.validityMs = 1_000;
    use(backgroundCredentials({ env: webIdentity(), random: () => 0 }));
    await credentials.start();
    await all();
    expect(aws.fetches).toBe(1);
    expect(new Set(accessKeys())).toEqual(new Set(['FAKE1']));

    for (let refreshes = 2; refreshes <= 3; refreshes += 1) {
      await eventually(() => credentials.status().refreshes === refreshes);
      aws.signed.length = 0;
      await all();
      expect(aws.fetches).toBe(refreshes);
      expect(accessKeys()).toEqual(Array(3).fill(`FAKE${refreshes}`));
    }
  });

  test('is asked for at each request: no client keeps a copy of its own, which would outlive a refresh', async () => {
    use(backgroundCredentials({ env: webIdentity() }));
    let asked = 0;
    const counted = Object.assign(() => {
      asked += 1;
      return credentials();
    }, credentials);
    const client = new SNSClient({ region, credentials: counted });
    for (let request = 1; request <= 3; request += 1) {
      const before = asked;
      await client.send(new PublishCommand({ TopicArn: 'arn:aws:sns:eu-west-1:123456789012:topic', Message: '{}' }));
      expect(asked).toBeGreaterThan(before);
    }
  });

  test('shows the token that kubelet has put there last', async () => {
    aws.validityMs = 400;
    use(backgroundCredentials({ env: webIdentity() }));
    await credentials.start();
    await writeFile(join(folder, 'token'), 'second token');
    await eventually(() => aws.fetches >= 2);
    expect(aws.tokens.slice(0, 2)).toEqual(['first token', 'second token']);
  });

  test('is fetched by the first request where nobody called start()', async () => {
    use(backgroundCredentials({ env: webIdentity() }));
    await all();
    expect(aws.fetches).toBe(1);
    expect(accessKeys()).toEqual(['FAKE1', 'FAKE1', 'FAKE1']);
  });

  test('says at the start that STS refuses it', async () => {
    aws.answering = 'denied';
    use(backgroundCredentials({ env: webIdentity() }));
    await expect(send.sqs()).rejects.toMatchObject({
      name: 'CredentialsProviderError',
      message: expect.stringContaining('AccessDenied: told to'),
    });
  });

  test('says at the start that its token is missing', async () => {
    use(backgroundCredentials({ env: { ...webIdentity(), AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'nothing') } }));
    await expect(send.sqs()).rejects.toThrow(/ENOENT.*nothing/);
  });
});

describe.each(['unavailable', 'never'] as const)('while STS answers %s', (answering) => {
  test('no request waits or fails as long as the old credentials are valid, and all are refused at once after that', async () => {
    aws.validityMs = 2_000;
    use(backgroundCredentials({ env: webIdentity(), random: () => 0 }));
    await credentials.start();
    aws.answering = answering;
    await eventually(() => aws.fetches >= 2);
    while (credentials.status().expiresInMs > 400) {
      await within(AT_ONCE_MS, all());
      await sleep(50);
    }
    await eventually(() => credentials.status().expiresInMs === 0);
    await within(AT_ONCE_MS, expect(send.sfn()).rejects.toMatchObject({ name: 'CredentialsProviderError' }));
    expect(new Set(accessKeys())).toEqual(new Set(['FAKE1']));

    aws.answering = 'yes';
    // A fetch that hangs is given up by itself.
    await eventually(() => credentials.status().expiresInMs > 0);
    await all();
  }, 15_000);
});

describe("a container's provider", () => {
  test('is asked with its token, once for all clients together', async () => {
    use(
      backgroundCredentials({
        env: {
          APP_ENV: 'staging',
          AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.endpoint}/v1/credentials`,
          AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: join(folder, 'token'),
        },
      }),
    );
    await credentials.start();
    await all();
    expect(aws.tokens).toEqual(['first token']);
    expect(accessKeys()).toEqual(['FAKE1', 'FAKE1', 'FAKE1']);
    expect(credentials.status().expiresInMs).toBeGreaterThan(3_500_000);
  });
});

describe('access keys', () => {
  test('sign every request, and nobody is asked for others', async () => {
    use(backgroundCredentials({ env: { AWS_ACCESS_KEY_ID: 'AKIALOCAL', AWS_SECRET_ACCESS_KEY: 'secret' } }));
    await credentials.start();
    await all();
    expect(aws.fetches).toBe(0);
    expect(accessKeys()).toEqual(['AKIALOCAL', 'AKIALOCAL', 'AKIALOCAL']);
  });
});
