import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { ConfigurationError } from '../../../../lib/index.ts';
import { type ConsumerOptions, newConsumer, newSaga, templateOf } from '../../support/consumers.ts';
import { objectOf } from '../../support/manifests.ts';

type Options = ConsumerOptions['consumer'];
const audit: Options = { groupName: 'audit', handler: 'audit' };

describe('what cannot be', () => {
  const refused: [string, Options, string][] = [
    [
      'fewer than no pods',
      { minReplicas: -1 },
      'minReplicas is -1, but has to be a whole number from 0 to 1000: change it',
    ],
    ['half a pod', { maxReplicas: 1.5 }, 'maxReplicas is 1.5, but has to be a whole number from 1 to 1000: change it'],
    [
      'no pod at all',
      { minReplicas: 0, maxReplicas: 0 },
      'maxReplicas is 0, but has to be a whole number from 1 to 1000: change it',
    ],
    [
      'more at least than at most',
      { minReplicas: 4 },
      'minReplicas is 4 and maxReplicas is 3, but the least has to be at most the most: raise maxReplicas, or lower minReplicas',
    ],
    [
      'a rate of nothing',
      { startRatePerSecond: 0 },
      'startRatePerSecond is 0, but has to be a whole number from 1 to 100000: change it',
    ],
    [
      'a burst of nothing',
      { startBurst: 0 },
      'startBurst is 0, but has to be a whole number from 1 to 100000: change it',
    ],
    [
      'a pod for no message',
      { messagesPerReplica: 0 },
      'messagesPerReplica is 0, but has to be a whole number from 1 to 1000000: change it',
    ],
    [
      'a name that Kubernetes refuses',
      { groupName: 'Saga_' },
      `groupName is "Saga_", but has to be 1 to 40 of a-z 0-9 - with no - at either end, since Kubernetes' names are made of it: rename the group`,
    ],
    [
      'an environment in which a pod would want access keys',
      { appEnv: 'dev' as 'staging' },
      'appEnv is "dev", but has to be one of production, staging, integration: anywhere else the consumer asks for access keys, which a pod does not have',
    ],
    [
      'to start sagas without one',
      { saga: undefined as never },
      'the consumers of saga start sagas, but there is no saga to start: give saga',
    ],
  ];
  test.each(refused)('is %s', (_, consumer, message) => {
    expect(() => newConsumer({ consumer: consumer ?? {} })).toThrow(`Test/Consumer: ${message}`);
    expect(() => newConsumer({ consumer: consumer ?? {} })).toThrow(ConfigurationError);
  });

  test('is a saga for consumers that start none', () => {
    const saga = newSaga(new Stack());
    expect(() => newConsumer({ consumer: { ...audit, saga } })).toThrow(
      'the handler is audit, which starts no saga, but saga is given: leave it out, or set handler to start-saga',
    );
  });

  test('is told all at once', () => {
    expect(() => newConsumer({ consumer: { startBurst: 0, messagesPerReplica: 0 } })).toThrow(
      /startBurst is 0.*\n.*messagesPerReplica is 0/,
    );
  });

  test.each([
    { minReplicas: 0, maxReplicas: 1, startRatePerSecond: 1, startBurst: 1, messagesPerReplica: 1 },
    { minReplicas: 1_000, maxReplicas: 1_000, startRatePerSecond: 100_000, messagesPerReplica: 1_000_000 },
    { groupName: 'a'.repeat(40) },
  ])('begins only beyond the limits: %p', (consumer) => {
    expect(objectOf(templateOf(newConsumer({ consumer })), 'Deployment')).toBeDefined();
  });
});
