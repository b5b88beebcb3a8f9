import { describe, expect, test } from '@jest/globals';
import { chooseSource } from '../../../consumer/credentials/rule.ts';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIALOCAL', AWS_SECRET_ACCESS_KEY: 'secret' };
const WEB_IDENTITY = {
  AWS_REGION: 'eu-west-1',
  AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/consumer',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/secrets/token',
};
const POD_IDENTITY = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials' };

function choose(env: NodeJS.ProcessEnv): string | readonly string[] {
  const choice = chooseSource(env);
  return choice.problems ?? choice.source.name;
}

describe.each(['production', 'staging', 'integration'])('APP_ENV %s', (APP_ENV) => {
  test('takes the web identity', () => {
    expect(choose({ APP_ENV, ...WEB_IDENTITY })).toBe('web identity');
  });

  test("takes the container's provider of EKS Pod Identity", () => {
    expect(choose({ APP_ENV, ...POD_IDENTITY })).toBe("the container's provider");
  });

  test("takes the container's provider of ECS", () => {
    expect(choose({ APP_ENV, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/1' })).toBe(
      "the container's provider",
    );
  });

  test('takes the web identity where there is a provider, too', () => {
    expect(choose({ APP_ENV, ...POD_IDENTITY, ...WEB_IDENTITY })).toBe('web identity');
  });

  test('takes the web identity whatever keys and profile lie around', () => {
    expect(choose({ APP_ENV, ...WEB_IDENTITY, ...KEYS, AWS_PROFILE: 'admin' })).toBe('web identity');
  });

  test('refuses access keys alone, and says what to do', () => {
    const problems = choose({ APP_ENV, ...KEYS });
    expect(problems).toEqual([
      expect.stringMatching(`APP_ENV is "${APP_ENV}".*no access keys.*run the pod under a service account`),
    ]);
  });

  test('refuses the keys of a function: a pod that is told of one is none', () => {
    const ofLambda = { ...KEYS, AWS_SESSION_TOKEN: 'session', AWS_LAMBDA_FUNCTION_NAME: 'consumer' };
    expect(choose({ APP_ENV, ...ofLambda })).toEqual([expect.stringMatching(/no access keys/)]);
  });

  test('refuses nothing at all', () => {
    expect(choose({ APP_ENV })).toHaveLength(1);
  });
});

describe.each([
  ['is not set', {}],
  ['is empty', { APP_ENV: '' }],
  ['is dev', { APP_ENV: 'dev' }],
  ['only looks like production', { APP_ENV: 'Production' }],
])('APP_ENV that %s', (_, app) => {
  test('takes access keys', () => {
    expect(choose({ ...app, ...KEYS })).toBe('access keys');
  });

  test('takes access keys whatever role the machine has', () => {
    expect(choose({ ...app, ...KEYS, ...WEB_IDENTITY, ...POD_IDENTITY })).toBe('access keys');
  });

  test('refuses a web identity without keys, and names both keys', () => {
    expect(choose({ ...app, ...WEB_IDENTITY })).toEqual([
      expect.stringMatching(/^AWS_ACCESS_KEY_ID is not set.*APP_ENV/),
      expect.stringMatching(/^AWS_SECRET_ACCESS_KEY is not set.*APP_ENV/),
    ]);
  });

  test('names the one key that is missing', () => {
    expect(choose({ ...app, AWS_ACCESS_KEY_ID: 'AKIALOCAL' })).toEqual([
      expect.stringMatching(/^AWS_SECRET_ACCESS_KEY /),
    ]);
  });

  test('refuses a profile, even beside keys', () => {
    expect(choose({ ...app, ...KEYS, AWS_PROFILE: 'admin' })).toEqual([
      expect.stringMatching(/^AWS_PROFILE is "admin".*never read: unset it/),
    ]);
  });

  test('never quotes a key', () => {
    expect(String(choose({ ...app, ...KEYS, AWS_PROFILE: 'admin' }))).not.toMatch(/AKIALOCAL|"secret"/);
  });
});

test('a session token goes with the keys', async () => {
  const choice = chooseSource({ ...KEYS, AWS_SESSION_TOKEN: 'session' });
  if (choice.problems !== undefined) throw new Error(String(choice.problems));
  await expect(choice.source.fetch()).resolves.toEqual({
    accessKeyId: 'AKIALOCAL',
    secretAccessKey: 'secret',
    sessionToken: 'session',
  });
});

test('an empty session token is none', async () => {
  const choice = chooseSource({ ...KEYS, AWS_SESSION_TOKEN: '' });
  if (choice.problems !== undefined) throw new Error(String(choice.problems));
  expect(await choice.source.fetch()).not.toHaveProperty('sessionToken');
});

describe('a web identity that is not whole', () => {
  const APP_ENV = 'production';

  test('is refused with all that is wrong, rather than passed over', () => {
    expect(choose({ APP_ENV, AWS_ROLE_ARN: 'consumer', ...POD_IDENTITY })).toEqual([
      expect.stringMatching(/^AWS_REGION is nothing/),
      expect.stringMatching(/^AWS_ROLE_ARN is "consumer", but has to be a role's ARN/),
      expect.stringMatching(/^AWS_WEB_IDENTITY_TOKEN_FILE is not set/),
    ]);
  });

  test('is refused without a region: STS is asked in that of the queue, never in a default one', () => {
    expect(choose({ APP_ENV, ...WEB_IDENTITY, AWS_REGION: '' })).toEqual([expect.stringMatching(/^AWS_REGION is ""/)]);
  });

  test('is refused without its token', () => {
    expect(choose({ APP_ENV, AWS_REGION: 'eu-west-1', AWS_ROLE_ARN: WEB_IDENTITY.AWS_ROLE_ARN })).toEqual([
      expect.stringMatching(/^AWS_WEB_IDENTITY_TOKEN_FILE is not set/),
    ]);
  });
});

test.each(['http://credentials.example.com/', 'not a url'])('a container provider at %s is refused', (address) => {
  expect(choose({ APP_ENV: 'production', AWS_CONTAINER_CREDENTIALS_FULL_URI: address })).toEqual([
    expect.stringMatching(/^AWS_CONTAINER_CREDENTIALS_FULL_URI is .*behind HTTPS or on this machine/),
  ]);
});
