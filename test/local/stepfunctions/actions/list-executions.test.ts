import { ListExecutionsCommand, type ListExecutionsCommandInput } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { StateMachine } from '../../../../local/stepfunctions/state-machine.ts';
import { useClient } from '../support/client.ts';
import { register } from '../support/run.ts';

const served = useClient({ timeScale: 1 });
let machine: StateMachine;

const DEFINITION = {
  StartAt: 'How',
  States: {
    How: { Type: 'Choice', Choices: [{ Variable: '$.wait', IsPresent: true, Next: 'Wait' }], Default: 'Fail' },
    Wait: { Type: 'Wait', SecondsPath: '$.wait', End: true },
    Fail: { Type: 'Fail', Error: 'E' },
  },
};

beforeAll(async () => {
  const { service } = served();
  machine = await register(service, DEFINITION);
  const versions = service.machines.versions(machine.arn);
  versions.publish(machine);
  versions.route('live', [{ version: '1', weight: 100 }]);
  versions.route('idle', [{ version: '1', weight: 100 }]);
  const inputs = { a: '{"wait":0}', b: '{}', c: '{"wait":3600}', d: '{"wait":3600}', e: '{"wait":0}' };
  for (const [name, input] of Object.entries(inputs)) {
    const { arn } = service.start({ machine, name, input, ...(name === 'd' && { version: '1', alias: 'live' }) });
    if (name === 'd') service.execution(arn).finish({ status: 'ABORTED' });
    else if (name !== 'c') await service.waitForEnd(arn);
  }
  service.start({ machine: await register(service, DEFINITION, 'Other'), name: 'z', input: '{}' });
});

const list = (input: Partial<ListExecutionsCommandInput> = {}) =>
  served().client.send(new ListExecutionsCommand({ stateMachineArn: machine.arn, ...input }));
const names = async (input: Partial<ListExecutionsCommandInput>) =>
  (await list(input)).executions?.map(({ name }) => name);

describe('ListExecutions', () => {
  test('lists the executions of a machine, newest first', async () => {
    expect(await names({})).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  test('tells of each when it began and ended, and how', async () => {
    const { executions } = await list();

    expect(executions?.[0]).toEqual({
      executionArn: `${machine.arn.replace('stateMachine', 'execution')}:e`,
      stateMachineArn: machine.arn,
      name: 'e',
      status: 'SUCCEEDED',
      startDate: expect.any(Date),
      stopDate: expect.any(Date),
      redriveCount: 0,
    });
    expect(executions?.[2]).not.toHaveProperty('stopDate');
    expect(executions?.[1]).toMatchObject({
      stateMachineVersionArn: `${machine.arn}:1`,
      stateMachineAliasArn: `${machine.arn}:live`,
    });
  });

  test.each([
    ['live', ['d']],
    ['1', ['d']],
    ['idle', []],
  ])('lists those that were started with the version or alias %s', async (qualifier, expected) => {
    expect(await names({ stateMachineArn: `${machine.arn}:${qualifier}` })).toEqual(expected);
  });

  test.each([
    ['SUCCEEDED', ['e', 'a']],
    ['FAILED', ['b']],
    ['RUNNING', ['c']],
    ['ABORTED', ['d']],
    ['TIMED_OUT', []],
  ] as const)('lists those that are %s', async (statusFilter, expected) => {
    expect(await names({ statusFilter })).toEqual(expected);
  });

  test('goes on where a page ended', async () => {
    const first = await list({ maxResults: 2 });
    expect(await names({ maxResults: 2, nextToken: first.nextToken })).toEqual(['c', 'b']);
  });

  test('refuses a status that there is not', async () => {
    await expect(list({ statusFilter: 'succeeded' as never })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("Value 'succeeded' at 'statusFilter' failed to satisfy constraint"),
    });
  });
});
