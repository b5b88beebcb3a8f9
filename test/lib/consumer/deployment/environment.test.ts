import { describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { readEnvironment } from '../../../../consumer/environment.ts';
import { CONSUMER_VARIABLE, DEPLOYED } from '../../../../contract/environment.ts';
import { type ConsumerOptions, newConsumer, templateOf } from '../../support/consumers.ts';
import { ACCOUNT, objectOf, REGION } from '../../support/manifests.ts';

/** What the container is told, by name. */
function environmentOf(
  consumer: ConsumerOptions['consumer'] = {},
  group: ConsumerOptions['group'] = {},
): Record<string, string> {
  const { env } = objectOf(templateOf(newConsumer({ consumer, group })), 'Deployment').spec.template.spec.containers[0];
  return Object.fromEntries(env.map(({ name, value }: { name: string; value: string }) => [name, value]));
}

/** What EKS adds when the pod is made. */
const IRSA = {
  AWS_ROLE_ARN: `arn:aws:iam::${ACCOUNT}:role/consumer`,
  AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token',
};
const POD_IDENTITY = {
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials',
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE:
    '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token',
};

describe('the environment of a pod', () => {
  test('is all that the consumer asks for, with what EKS adds for IRSA', () => {
    const environment = readEnvironment({ ...environmentOf(), ...IRSA });
    expect(environment).toMatchObject({
      region: REGION,
      credentials: { name: 'web identity' },
      queueUrl: expect.stringMatching(/\/groupQueue[0-9A-F]+$/),
      consumerGroup: 'saga',
      work: { handler: 'start-saga', stateMachineArn: expect.stringMatching(/:stateMachine:saga:live$/) },
      visibilityTimeoutSeconds: 60,
      host: '',
      port: 8_080,
    });
  });

  test('is all that it asks for, with what EKS adds for Pod Identity', () => {
    const environment = readEnvironment({ ...environmentOf({ identityType: 'podIdentity' }), ...POD_IDENTITY });
    expect(environment.credentials.name).toBe("the container's provider");
  });

  test('is read by the consumer to the last variable', () => {
    const known: readonly string[] = Object.values(CONSUMER_VARIABLE);
    expect(Object.keys(environmentOf()).filter((name) => !known.includes(name))).toEqual([]);
  });

  test('has no state machine and no rate where nothing is started', () => {
    const environment = environmentOf({ groupName: 'audit', handler: 'audit' });
    expect(readEnvironment({ ...environment, ...IRSA }).work).toEqual({ handler: 'audit' });
    expect(Object.keys(environment).sort()).toEqual([
      'APP_ENV',
      'AWS_REGION',
      'CONSUMER_GROUP',
      'HANDLER',
      'PORT',
      'QUEUE_URL',
      'VISIBILITY_TIMEOUT_SECONDS',
    ]);
  });

  test('says what is done with the messages of a group of any name', () => {
    expect(readEnvironment({ ...environmentOf({ groupName: 'orders' }), ...IRSA })).toMatchObject({
      consumerGroup: 'orders',
      work: { handler: 'start-saga' },
    });
  });

  test.each([
    [{}, 50, 266],
    [{ maxReplicas: 1 }, 150, 800],
    [{ maxReplicas: 7, startRatePerSecond: 300, startBurst: 1_300 }, 42, 185],
    [{ maxReplicas: 1_000, startRatePerSecond: 150, startBurst: 800 }, 1, 1],
  ])('shares the quota of Step Functions among as many pods as there can be: %p', (props, rate, burst) => {
    expect(readEnvironment({ ...environmentOf(props), ...IRSA })).toMatchObject({
      startRatePerSecond: rate,
      startBurst: burst,
    });
  });

  test("has the queue's own visibility timeout", () => {
    const environment = environmentOf({}, { visibilityTimeout: Duration.minutes(5) });
    expect(readEnvironment({ ...environment, ...IRSA }).visibilityTimeoutSeconds).toBe(300);
  });

  test.each(DEPLOYED)('makes the consumer take the role of its pod, and no keys, in %s', (appEnv) => {
    const environment = environmentOf({ appEnv });
    expect(readEnvironment({ ...environment, ...IRSA }).credentials.name).toBe('web identity');
    expect(() => readEnvironment({ ...environment, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' })).toThrow(
      /only the pod's own credentials count/,
    );
  });
});
