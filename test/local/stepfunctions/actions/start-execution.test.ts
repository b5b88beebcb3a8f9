import { type SFNClient, StartExecutionCommand, type StartExecutionCommandInput } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { StateMachine } from '../../../../local/stepfunctions/state-machine.ts';
import { useClient } from '../support/client.ts';
import { machineOf, ROLE } from '../support/run.ts';

const served = useClient({ timeScale: 1 });
let quick: StateMachine;
let slow: StateMachine;

beforeAll(async () => {
  const register = (name: string, state: object) =>
    served().service.register({
      name,
      roleArn: ROLE,
      definition: JSON.stringify(machineOf({ Only: state })),
      validate: false,
    });
  quick = await register('Quick', { Type: 'Pass' });
  slow = await register('Slow', { Type: 'Wait', Seconds: 3600 });
  const versions = served().service.machines.versions(quick.arn);
  versions.publish(quick);
  versions.route('live', [{ version: '1', weight: 100 }]);
});

const start = (input: Partial<StartExecutionCommandInput>, client: SFNClient = served().client) =>
  client.send(new StartExecutionCommand({ stateMachineArn: quick.arn, ...input }));

describe('StartExecution', () => {
  test('starts an execution of this name', async () => {
    const before = Date.now();
    const { executionArn, startDate } = await start({ name: 'order-1', input: '{"a":1}' });

    expect(executionArn).toBe('arn:aws:states:us-east-1:000000000000:execution:Quick:order-1');
    expect(startDate?.getTime()).toBeGreaterThanOrEqual(before);
    expect(await served().service.waitForEnd(String(executionArn))).toMatchObject({
      input: '{"a":1}',
      output: '{"a":1}',
    });
  });

  test('without a name and an input takes a random one, and {}', async () => {
    const { executionArn } = await start({});

    expect(executionArn).toMatch(/:execution:Quick:[0-9a-f-]{36}$/);
    expect(await served().service.waitForEnd(String(executionArn))).toMatchObject({ input: '{}', output: '{}' });
  });

  test('for one that runs with the same input answers with that one', async () => {
    const first = await start({ stateMachineArn: slow.arn, name: 'twice', input: '{"a":1}' });
    const second = await start({ stateMachineArn: slow.arn, name: 'twice', input: '{"a":1}' });

    expect([second.executionArn, second.startDate]).toEqual([first.executionArn, first.startDate]);
    expect(served().service.executions.ofMachine(slow.arn)).toHaveLength(1);
  });

  test('for one that runs with another input is an ExecutionAlreadyExists', async () => {
    const { executionArn } = await start({ stateMachineArn: slow.arn, name: 'other', input: '{"a":1}' });

    await expect(start({ stateMachineArn: slow.arn, name: 'other', input: '{"a":2}' })).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${executionArn}'`,
    });
  });

  test('for one that has ended is an ExecutionAlreadyExists, even with the same input', async () => {
    const { executionArn } = await start({ name: 'done' });
    await served().service.waitForEnd(String(executionArn));

    await expect(start({ name: 'done' })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  test('of one name does not keep another machine from it', async () => {
    await start({ name: 'shared' });
    await expect(start({ stateMachineArn: slow.arn, name: 'shared' })).resolves.toBeDefined();
  });

  test.each([['1'], ['live']])('takes the ARN of the version or alias %s', async (qualifier) => {
    const { executionArn } = await start({ stateMachineArn: `${quick.arn}:${qualifier}` });

    expect(executionArn).toContain(':execution:Quick:');
  });

  test.each([
    [
      'arn:aws:states:us-east-1:000000000000:stateMachine:Nobody',
      'StateMachineDoesNotExist',
      /^State Machine Does Not Exist: 'arn:.*:Nobody'$/,
    ],
    ['arn:aws:states:us-east-1:000000000000:stateMachine:Quick:2', 'StateMachineDoesNotExist', /:Quick:2'$/],
    ['Quick', 'InvalidArn', /^Invalid Arn: 'Invalid ARN prefix: Quick'$/],
  ])('of %s is a %s', async (stateMachineArn, name, message) => {
    await expect(start({ stateMachineArn })).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test.each([
    [{ name: 'a b' }, 'InvalidName'],
    [{ name: 'x'.repeat(81) }, 'InvalidName'],
    [{ input: '{' }, 'InvalidExecutionInput'],
    [{ input: `"${'x'.repeat(262_144)}"` }, 'ValidationException'],
  ])('refuses what AWS refuses, and starts nothing (case %#)', async (input, name) => {
    const before = served().service.executions.all().length;

    await expect(start(input)).rejects.toMatchObject({ name });
    expect(served().service.executions.all()).toHaveLength(before);
  });

  test.each([
    [{ stateMachineArn: undefined }, 'ValidationException', "Value null at 'stateMachineArn'"],
    [{ name: 5 }, 'SerializationException', 'name is the number 5, but has to be a string'],
  ])('refuses parameters of the wrong kind: %j', async (input, name, words) => {
    await expect(start(input as never)).rejects.toMatchObject({ name, message: expect.stringContaining(words) });
  });
});
