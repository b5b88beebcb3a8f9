import { describe, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../consumer/configuration-error.ts';
import { readEnvironment } from '../../consumer/environment.ts';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIALOCAL', AWS_SECRET_ACCESS_KEY: 'secret' };
const STATE_MACHINE_ARN = 'arn:aws:states:eu-west-1:123456789012:stateMachine:saga';
const SAGA = {
  ...KEYS,
  AWS_REGION: 'eu-west-1',
  QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/saga',
  CONSUMER_GROUP: 'saga',
  STATE_MACHINE_ARN,
};

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readEnvironment(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

test('what is not set has its default', () => {
  const { credentials, ...rest } = readEnvironment(SAGA);
  expect(credentials.name).toBe('access keys');
  expect(rest).toEqual({
    region: 'eu-west-1',
    queueUrl: SAGA.QUEUE_URL,
    consumerGroup: 'saga',
    work: { handler: 'start-saga', stateMachineArn: STATE_MACHINE_ARN },
    visibilityTimeoutSeconds: 30,
    maxInFlight: 100,
    startRatePerSecond: 150,
    startBurst: 800,
    host: '127.0.0.1',
    port: 8080,
    logLevel: 'info',
  });
});

test('what is set goes before the default', () => {
  const env = {
    ...SAGA,
    VISIBILITY_TIMEOUT_SECONDS: '120',
    MAX_IN_FLIGHT: '20',
    START_RATE_PER_SECOND: '300',
    START_BURST: '1300',
    HOST: '::1',
    PORT: '0',
    LOG_LEVEL: 'DEBUG',
  };
  expect(readEnvironment(env)).toMatchObject({
    visibilityTimeoutSeconds: 120,
    maxInFlight: 20,
    startRatePerSecond: 300,
    startBurst: 1300,
    host: '::1',
    port: 0,
    logLevel: 'debug',
  });
});

test('an empty variable is as good as none', () => {
  expect(readEnvironment({ ...SAGA, MAX_IN_FLIGHT: '', LOG_LEVEL: '', HANDLER: '', PORT: '' })).toMatchObject({
    maxInFlight: 100,
    logLevel: 'info',
    port: 8080,
  });
});

test('in a pod, the health server listens on every interface, IPv6 included', () => {
  const env = {
    ...SAGA,
    APP_ENV: 'staging',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials',
  };
  expect(readEnvironment(env).host).toBe('');
});

describe('the work', () => {
  test('of the group audit is to audit, and needs no state machine', () => {
    expect(readEnvironment({ ...SAGA, CONSUMER_GROUP: 'audit', STATE_MACHINE_ARN: '' }).work).toEqual({
      handler: 'audit',
    });
  });

  test('of any other group is what HANDLER says', () => {
    expect(readEnvironment({ ...SAGA, CONSUMER_GROUP: 'billing', HANDLER: 'audit' }).work).toEqual({
      handler: 'audit',
    });
    expect(readEnvironment({ ...SAGA, CONSUMER_GROUP: 'audit', HANDLER: 'start-saga' }).work.handler).toBe(
      'start-saga',
    );
  });

  test('has to be said for any other group', () => {
    expect(problemsOf({ ...SAGA, CONSUMER_GROUP: 'billing' })).toEqual([
      'CONSUMER_GROUP is "billing", which does not say what to do, so HANDLER has to be one of start-saga, audit: set it',
    ]);
  });

  test('has to be one that there is', () => {
    expect(problemsOf({ ...SAGA, HANDLER: 'constructor' })).toEqual([
      'HANDLER is "constructor", but has to be one of start-saga, audit: set it',
    ]);
    expect(problemsOf({ ...SAGA, CONSUMER_GROUP: 'constructor' })).toHaveLength(1);
  });
});

describe('is refused with', () => {
  test.each([
    ['no region', { AWS_REGION: '' }, /^AWS_REGION is "", but has to be the region/],
    ['a wrong region', { AWS_REGION: 'Ireland' }, /^AWS_REGION is "Ireland"/],
    ['no queue', { QUEUE_URL: undefined }, /^QUEUE_URL is nothing, but has to be the URL of the queue/],
    ["a queue's ARN", { QUEUE_URL: 'arn:aws:sqs:eu-west-1:123456789012:saga' }, /^QUEUE_URL is "arn:/],
    [
      'a queue of another region',
      { AWS_REGION: 'us-east-1' },
      /^QUEUE_URL is of eu-west-1, but AWS_REGION is "us-east-1"/,
    ],
    ['no group', { CONSUMER_GROUP: '' }, /^CONSUMER_GROUP is "", but has to be the name/],
    ['no state machine', { STATE_MACHINE_ARN: undefined }, /^STATE_MACHINE_ARN is nothing, but has to be the ARN/],
    [
      'an activity',
      { STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:123456789012:activity:saga' },
      /^STATE_MACHINE_ARN is "arn/,
    ],
    [
      'a number in words',
      { MAX_IN_FLIGHT: 'ten' },
      /^MAX_IN_FLIGHT is "ten", but has to be a whole number from 1 to 1000: leave it out for 100/,
    ],
    ['a number with an exponent', { PORT: '1e3' }, /^PORT is "1e3"/],
    ['a fraction', { START_RATE_PER_SECOND: '0.5' }, /^START_RATE_PER_SECOND is "0.5"/],
    [
      'less than the least',
      { VISIBILITY_TIMEOUT_SECONDS: '9' },
      /^VISIBILITY_TIMEOUT_SECONDS is "9".*from 10 to 43200/,
    ],
    ['more than the most', { VISIBILITY_TIMEOUT_SECONDS: '43201' }, /^VISIBILITY_TIMEOUT_SECONDS is "43201"/],
    ['no burst', { START_BURST: '0' }, /^START_BURST is "0"/],
    ['a port that is none', { PORT: '65536' }, /^PORT is "65536"/],
    [
      'an unknown log level',
      { LOG_LEVEL: 'verbose' },
      /^LOG_LEVEL is "verbose", but has to be one of error, warn, info, debug: leave it out for info/,
    ],
  ])('%s', (_, wrong, problem) => {
    expect(problemsOf({ ...SAGA, ...wrong })).toEqual([expect.stringMatching(problem)]);
  });

  test('everything that is wrong, each of it once', () => {
    const env = { APP_ENV: 'production', AWS_ROLE_ARN: 'x', CONSUMER_GROUP: 'saga', PORT: 'http', LOG_LEVEL: 'all' };
    expect(problemsOf(env).map((problem) => problem.split(' ')[0])).toEqual([
      'AWS_REGION',
      'AWS_ROLE_ARN',
      'AWS_WEB_IDENTITY_TOKEN_FILE',
      'QUEUE_URL',
      'STATE_MACHINE_ARN',
      'LOG_LEVEL',
      'PORT',
    ]);
  });

  test('never a key in the text', () => {
    expect(String(problemsOf({ ...SAGA, AWS_PROFILE: 'x', PORT: 'x' }))).not.toMatch(/AKIALOCAL|"secret"/);
  });
});

test('the error reads as a list', () => {
  expect(new ConfigurationError(['a is wrong', 'b is wrong']).list).toBe('- a is wrong\n- b is wrong');
});
