import { describe, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../../consumer/configuration-error.ts';
import { readFunctionEnvironment } from '../../../consumer/lambda/environment.ts';
import { OF_LAMBDA, STATE_MACHINE_ARN } from './invocation.ts';

const SAGA = { ...OF_LAMBDA, CONSUMER_GROUP: 'saga', STATE_MACHINE_ARN };

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readFunctionEnvironment(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

test('a function needs its group, its work and what Lambda sets, and no queue', () => {
  expect(readFunctionEnvironment(SAGA)).toMatchObject({
    region: 'eu-west-1',
    consumerGroup: 'saga',
    work: { handler: 'start-saga', stateMachineArn: STATE_MACHINE_ARN },
    startRatePerSecond: 150,
    startBurst: 800,
    logLevel: 'info',
    credentials: { name: 'execution role' },
  });
});

test('a function of another group says what it does', () => {
  expect(readFunctionEnvironment({ ...OF_LAMBDA, CONSUMER_GROUP: 'reports', HANDLER: 'audit' }).work).toEqual({
    handler: 'audit',
  });
});

test('everything that is wrong is told at once', () => {
  expect(problemsOf({ CONSUMER_GROUP: 'saga', START_BURST: '0' }).map((problem) => problem.split(' ')[0])).toEqual([
    'AWS_REGION',
    'AWS_LAMBDA_FUNCTION_NAME',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'STATE_MACHINE_ARN',
    'START_BURST',
  ]);
});

describe('the credentials', () => {
  test("are those of the function's execution role", async () => {
    await expect(readFunctionEnvironment(SAGA).credentials.fetch()).resolves.toEqual({
      accessKeyId: 'ASIAROLE',
      secretAccessKey: 'of-the-role',
      sessionToken: 'of-the-session',
    });
  });

  test.each([
    ['outside a function', 'AWS_LAMBDA_FUNCTION_NAME'],
    ['without a session, as somebody types them', 'AWS_SESSION_TOKEN'],
  ])('are not taken %s', (_, name) => {
    expect(problemsOf({ ...SAGA, [name]: '' })).toEqual([
      expect.stringMatching(`^${name} is "", but has to be what Lambda sets it to: run this as a Lambda function`),
    ]);
  });

  test('are never quoted', () => {
    expect(String(problemsOf({ ...SAGA, AWS_ACCESS_KEY_ID: '' }))).not.toMatch(/of-the-role|of-the-session/);
  });
});
