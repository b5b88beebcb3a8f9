import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeAws } from '../../../bench/credentials/fake-aws.ts';

const run = promisify(execFile);
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIALOCAL', AWS_SECRET_ACCESS_KEY: 'secret' };

let home: string;
let aws: FakeAws;
/** Where the endpoint_url in ~/.aws/config would send a request. */
let trap: FakeAws;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'home-'));
  await mkdir(join(home, '.aws'));
  await writeFile(join(home, 'token'), 'token');
});
afterAll(() => rm(home, { recursive: true }));
beforeEach(async () => {
  [aws, trap] = await Promise.all([FakeAws.listen(), FakeAws.listen()]);
  const profiles = ['default', 'profile admin'];
  const config = profiles.map(
    (name) =>
      `[${name}]\nregion = us-west-2\nendpoint_url = ${trap.endpoint}\nrole_arn = arn:aws:iam::123456789012:role/admin\n`,
  );
  await writeFile(join(home, '.aws', 'config'), config.join(''));
  await writeFile(
    join(home, '.aws', 'credentials'),
    ['default', 'admin']
      .map((name) => `[${name}]\naws_access_key_id = AKIATEMPTING\naws_secret_access_key = secret\n`)
      .join(''),
  );
});
afterEach(async () => {
  await Promise.all([aws.close(), trap.close()]);
});

/** One request from a process whose home tempts it. It is told its endpoint for STS only: SQS goes to that of the queue's URL. */
async function sendOne(env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'send-one.ts')], {
    env: {
      PATH: process.env.PATH,
      HOME: home,
      AWS_REGION: 'eu-west-1',
      QUEUE_URL: `${aws.endpoint}/123456789012/saga`,
      AWS_ENDPOINT_URL_STS: aws.endpoint,
      ...env,
    },
  });
  return stdout.trim();
}

function accessKeys({ signed }: FakeAws): string[] {
  return signed.map(({ accessKey }) => accessKey);
}

function webIdentity(APP_ENV: string): NodeJS.ProcessEnv {
  return {
    APP_ENV,
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/consumer',
    AWS_WEB_IDENTITY_TOKEN_FILE: join(home, 'token'),
  };
}

describe('with tempting files in ~/.aws', () => {
  test('a pod in production signs with its web identity', async () => {
    expect(await sendOne(webIdentity('production'))).toBe('signed with FAKE1');
    expect(accessKeys(aws)).toEqual(['FAKE1']);
  });

  test('a pod in production signs with its web identity even if AWS_PROFILE names one of them', async () => {
    expect(await sendOne({ ...webIdentity('production'), AWS_PROFILE: 'admin' })).toBe('signed with FAKE1');
  });

  test("a pod in production signs with what its container's provider gives", async () => {
    const AWS_CONTAINER_CREDENTIALS_FULL_URI = `${aws.endpoint}/v1/credentials`;
    expect(await sendOne({ APP_ENV: 'production', AWS_CONTAINER_CREDENTIALS_FULL_URI })).toBe('signed with FAKE1');
  });

  test('a pod in production without a role is refused', async () => {
    expect(await sendOne({ APP_ENV: 'production', ...KEYS })).toMatch(/^ConfigurationError: APP_ENV is "production"/);
  });

  test('locally, it signs with the access keys of the environment', async () => {
    expect(await sendOne(KEYS)).toBe('signed with AKIALOCAL');
    expect(accessKeys(aws)).toEqual(['AKIALOCAL']);
  });

  test('locally, it is refused without access keys', async () => {
    expect(await sendOne({})).toMatch(/^ConfigurationError: AWS_ACCESS_KEY_ID is not set/);
  });

  test('locally, it is refused with AWS_PROFILE', async () => {
    expect(await sendOne({ ...KEYS, AWS_PROFILE: 'admin' })).toMatch(/^ConfigurationError: AWS_PROFILE is "admin"/);
  });

  test('locally, files that the environment itself names are not read either', async () => {
    const named = {
      AWS_CONFIG_FILE: join(home, '.aws', 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials'),
    };
    expect(await sendOne({ ...KEYS, ...named })).toBe('signed with AKIALOCAL');
  });

  afterEach(() => {
    expect([trap.fetches, trap.signed]).toEqual([0, []]);
    expect(accessKeys(aws)).not.toContain('AKIATEMPTING');
  });
});

test('the trap works: the SDK left to itself goes for ~/.aws', async () => {
  const script = `
    import { SFNClient, ListActivitiesCommand } from '@aws-sdk/client-sfn';
    await new SFNClient({ region: 'eu-west-1', maxAttempts: 1 }).send(new ListActivitiesCommand({}));`;
  await writeFile(join(home, '.aws', 'config'), `[default]\nendpoint_url = ${trap.endpoint}\n`);
  const env = { PATH: process.env.PATH, HOME: home, ...webIdentity('production') };
  await run(process.execPath, ['--input-type=module', '--eval', script], { env });
  expect(accessKeys(trap)).toEqual(['AKIATEMPTING']);
});
