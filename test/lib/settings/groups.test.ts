import { describe, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../../lib/configuration-error.ts';
import { readSettings } from '../../../lib/settings.ts';

const read = (groups: unknown) => readSettings({ groups }).groups;

describe('the setting groups', () => {
  test('ships saga and audit', () => {
    expect(readSettings({}).groups).toEqual({ saga: {}, audit: {} });
  });

  test('takes a line for each group', () => {
    const groups = {
      saga: { visibilityTimeoutSeconds: 30, maxReceiveCount: 3, maxMessageAgeSeconds: 60 },
      'eu-orders': { filterPolicy: { TransactionDetails: { TransactionId: [{ prefix: 'eu-' }] } }, handler: 'audit' },
      mails: { handler: 'none', minReplicas: 0, maxReplicas: 5, maxConcurrency: 20 },
    };
    expect(read(groups)).toEqual(groups);
  });

  test('takes JSON from the command line, before cdk.json', () => {
    const context = { 'fanout-saga': { groups: { saga: {}, audit: {} } }, groups: '{"saga":{"maxReceiveCount":"4"}}' };
    expect(readSettings(context).groups).toEqual({ saga: { maxReceiveCount: 4 } });
  });

  test.each([
    ['visibilityTimeoutSeconds', 10],
    ['visibilityTimeoutSeconds', 43_200],
    ['maxReceiveCount', 1],
    ['maxReceiveCount', 1_000],
    ['maxMessageAgeSeconds', 60],
    ['maxMessageAgeSeconds', 518_400],
    ['minReplicas', 0],
    ['maxReplicas', 1],
    ['maxReplicas', 1_000],
    ['maxConcurrency', 2],
    ['maxConcurrency', 1_000],
  ])('accepts %s at its limit, %j', (name, value) => {
    expect(read({ saga: { [name]: value } })).toEqual({ saga: { [name]: value } });
  });

  const refused: [unknown, string | RegExp][] = [
    [
      'saga',
      'the setting groups is "saga", but has to be an object of consumer groups such as { "saga": {}, "audit": {} }: correct it in cdk.json, or where you type -c groups=…',
    ],
    [['saga'], /the setting groups is a list of 1, but/],
    [{}, /the setting groups is an object with no properties, but has to have saga, .*: add "saga": \{\}$/],
    [{ audit: {} }, /has to have saga, the group that starts the sagas: add "saga": \{\}$/],
    [
      { saga: {}, Audit: {} },
      /has the group "Audit", but the name of a group has to be 1 to 20 of a-z 0-9 - with a letter first: rename it$/,
    ],
    [{ saga: {}, [`a${'-'.repeat(20)}`]: {} }, /the name of a group has to be 1 to 20/],
    [{ saga: {}, '': {} }, /has the group "", but/],
    [
      { saga: true },
      /groups\.saga is the boolean true, but has to be an object: write \{\} for a group that gets every/,
    ],
    [
      { saga: { filter: {} } },
      'there is no setting "groups.saga.filter", only filterPolicy, handler, visibilityTimeoutSeconds, maxReceiveCount, maxMessageAgeSeconds, minReplicas, maxReplicas, maxConcurrency: correct its name, or remove it',
    ],
    [
      { saga: { visibilityTimeoutSeconds: 9 } },
      'the setting groups.saga.visibilityTimeoutSeconds is the number 9, but has to be a whole number from 10 to 43200: correct it in cdk.json, or where you type -c groups=…',
    ],
    [{ saga: { visibilityTimeoutSeconds: 43_201 } }, /from 10 to 43200/],
    [{ saga: { maxReceiveCount: 0 } }, /from 1 to 1000/],
    [{ saga: { maxReceiveCount: 1_001 } }, /from 1 to 1000/],
    [{ saga: { maxMessageAgeSeconds: 59 } }, /from 60 to 518400/],
    [{ saga: { maxMessageAgeSeconds: null } }, /is null, but/],
    [{ saga: { maxReplicas: 0 } }, /from 1 to 1000/],
    [{ saga: { maxConcurrency: 1 } }, /from 2 to 1000/],
    [
      { saga: { handler: 'startSaga' } },
      'the setting groups.saga.handler is "startSaga", but has to be one of start-saga, audit, none: correct it in cdk.json, or where you type -c groups=…',
    ],
    [
      { saga: { filterPolicy: { Attempt: 1 } } },
      /groups\.saga\.filterPolicy\.Attempt is the number 1, but has to be a list/,
    ],
    [{ saga: { filterPolicy: null } }, /groups\.saga\.filterPolicy is null, but has to be an object of names/],
  ];

  test.each(refused)('refuses %j and says what is allowed', (groups, message) => {
    expect(() => read(groups)).toThrow(message);
    expect(() => readSettings({ 'fanout-saga': { groups } })).toThrow(ConfigurationError);
  });
});

describe('the setting fifo', () => {
  test('is off, and can be switched on from the command line', () => {
    expect(readSettings({}).fifo).toBe(false);
    expect(readSettings({ fifo: 'true' }).fifo).toBe(true);
  });

  test('refuses what is neither true nor false', () => {
    expect(() => readSettings({ fifo: 'yes' })).toThrow(
      /the setting fifo is "yes", but has to be true or false: correct/,
    );
  });
});
