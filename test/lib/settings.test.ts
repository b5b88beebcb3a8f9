import { describe, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../lib/configuration-error.ts';
import { readSettings } from '../../lib/settings.ts';

describe('settings', () => {
  test('have defaults that suit a development stage', () => {
    expect(readSettings({})).toEqual({
      stage: 'dev',
      simulateFail: true,
      sagaTimeoutMinutes: 60,
      sweepMinutes: 15,
      recordRetentionDays: 90,
      stepTimeoutSeconds: 10,
      stepMemoryMb: 512,
      logRetentionDays: 30,
      groups: { saga: {}, audit: {} },
      fifo: false,
      consumer: 'eks',
      startRatePerSecond: 150,
      startBurst: 800,
      kubernetesVersion: '1.36',
      podNetwork: 'prefix',
      vpcCidr: '10.0.0.0/16',
      podCidr: '100.64.0.0/16',
      natGateways: 1,
      endpointPublicAccessCidrs: [],
      clusterAdmins: [],
      clusterViewers: [],
      identityType: 'irsa',
      nodeArchitecture: 'amd64',
      containerInsights: false,
    });
  });

  test('switch simulateFail off in production', () => {
    expect(readSettings({ stage: 'production' }).simulateFail).toBe(false);
  });

  test('let simulateFail be switched on in production, and off elsewhere', () => {
    expect(readSettings({ stage: 'production', simulateFail: true }).simulateFail).toBe(true);
    expect(readSettings({ simulateFail: 'false' }).simulateFail).toBe(false);
  });

  test('are read from the object in cdk.json', () => {
    expect(readSettings({ 'fanout-saga': { stage: 'test', stepMemoryMb: 1024 } })).toMatchObject({
      stage: 'test',
      stepMemoryMb: 1024,
    });
  });

  test('are read from the command line, where every value is a string, before cdk.json', () => {
    const context = { 'fanout-saga': { stage: 'test', sagaTimeoutMinutes: 90 }, stage: 'qa', stepTimeoutSeconds: '20' };
    expect(readSettings(context)).toMatchObject({ stage: 'qa', sagaTimeoutMinutes: 90, stepTimeoutSeconds: 20 });
  });

  test('are read from the object as JSON on the command line', () => {
    expect(readSettings({ 'fanout-saga': '{"stage":"test"}' }).stage).toBe('test');
  });

  test("leave the CDK's own context alone", () => {
    const context = { '@aws-cdk/core:checkSecretUsage': true, 'aws:cdk:bundling-stacks': [], 'cli-telemetry': false };
    expect(readSettings(context).stage).toBe('dev');
  });

  test.each([
    ['stage', 'a', 'a'],
    ['stage', `a${'-'.repeat(19)}`, `a${'-'.repeat(19)}`],
    ['recordRetentionDays', '90', 90],
    ['recordRetentionDays', 3650, 3650],
    ['stepTimeoutSeconds', 3, 3],
    ['stepTimeoutSeconds', '895', 895],
    ['sagaTimeoutMinutes', 525_600, 525_600],
    ['sweepMinutes', 1, 1],
    ['sweepMinutes', '1440', 1_440],
    ['logRetentionDays', '3653', 3653],
  ])('accept %s at its limit, %j', (name, given, read) => {
    expect(readSettings({ [name]: given })).toMatchObject({ [name]: read });
  });

  test.each([
    [
      'stage',
      'Prod',
      'the setting stage is "Prod", but has to be 1 to 20 of a-z 0-9 - with a letter first: correct it in cdk.json, or where you type -c stage=…',
    ],
    ['stage', `a${'-'.repeat(20)}`, /has to be 1 to 20/],
    ['stage', '', /the setting stage is "", but/],
    ['stage', 7, /the setting stage is the number 7, but/],
    ['simulateFail', 'yes', /the setting simulateFail is "yes", but has to be true or false: correct/],
    ['recordRetentionDays', 89, /is the number 89, but has to be a whole number from 90 to 3650/],
    ['recordRetentionDays', '89', /is "89", but has to be a whole number from 90 to 3650/],
    ['stepTimeoutSeconds', 2, /from 3 to 895/],
    ['stepTimeoutSeconds', 896, /from 3 to 895/],
    ['stepTimeoutSeconds', 9.5, /from 3 to 895/],
    ['stepTimeoutSeconds', '1e2', /is "1e2", but has to be a whole number/],
    ['stepTimeoutSeconds', '', /is "", but has to be a whole number/],
    ['stepMemoryMb', 127, /from 128 to 10240/],
    ['logRetentionDays', 31, /has to be one of 1, 3, 5, 7, 14, 30,/],
    ['sagaTimeoutMinutes', null, /is null, but/],
    ['sweepMinutes', 1_441, /is the number 1441, but has to be a whole number from 1 to 1440/],
  ])('refuse %s %j and say what is allowed', (name, given, message) => {
    expect(() => readSettings({ [name]: given })).toThrow(message);
    expect(() => readSettings({ 'fanout-saga': { [name]: given } })).toThrow(ConfigurationError);
  });

  test.each([[{ stgae: 'production' }], [{ 'fanout-saga': { stgae: 'production' } }]])(
    'refuse one that is misspelt rather than take the default: %j',
    (context) => {
      expect(() => readSettings(context)).toThrow(
        /^there is no setting "stgae", only stage, simulateFail, .*: correct its name, or remove it$/,
      );
    },
  );

  test.each([['dev'], [42], [['stage']], [null]])('refuse %j in place of the object', (given) => {
    expect(() => readSettings({ 'fanout-saga': given })).toThrow(/has to be an object of settings such as/);
  });
});
