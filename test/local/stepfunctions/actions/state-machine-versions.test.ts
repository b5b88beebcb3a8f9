import {
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ListStateMachineAliasesCommand,
  ListStateMachineVersionsCommand,
  PublishStateMachineVersionCommand,
  StartExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { useClient } from '../support/client.ts';
import { machineOf, register } from '../support/run.ts';

const served = useClient({ timeScale: 1 });
let made = 0;

/** A definition whose executions answer so, after a time that the input may ask for. */
function answering(Result: string): object {
  return machineOf({ Wait: { Type: 'Wait', SecondsPath: '$.wait' }, Answer: { Type: 'Pass', Result } });
}

/** A machine with a published version and the alias `live` on it. */
async function published() {
  made += 1;
  const machine = await register(served().service, answering('first'), `Machine${made}`);
  const { arn } = machine;
  const versions = served().service.machines.versions(arn);
  versions.publish(machine);
  versions.route('live', [{ version: '1', weight: 100 }]);
  return arn;
}

/** Makes the next revision, and a version of it. */
async function update(stateMachineArn: string, answer: string) {
  return served().client.send(
    new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(answering(answer)), publish: true }),
  );
}

function route(arn: string, ...routes: [version: string, weight: number][]) {
  return served().client.send(
    new UpdateStateMachineAliasCommand({
      stateMachineAliasArn: `${arn}:live`,
      routingConfiguration: routes.map(([version, weight]) => ({
        stateMachineVersionArn: `${arn}:${version}`,
        weight,
      })),
    }),
  );
}

async function outputOf(stateMachineArn: string, wait = 0): Promise<unknown> {
  const { executionArn } = await served().client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ wait }) }),
  );
  return JSON.parse((await served().service.waitForEnd(String(executionArn))).output ?? '');
}

async function versionsOf(stateMachineArn: string): Promise<string[]> {
  const list = await served().client.send(new ListStateMachineVersionsCommand({ stateMachineArn }));
  return (list.stateMachineVersions ?? []).map(({ stateMachineVersionArn = '' }) =>
    stateMachineVersionArn.slice(stateMachineArn.length + 1),
  );
}

describe('a version', () => {
  test('keeps its definition, whatever the machine is updated to', async () => {
    const arn = await published();
    expect(await update(arn, 'second')).toMatchObject({ stateMachineVersionArn: `${arn}:2` });

    expect(await outputOf(`${arn}:1`)).toBe('first');
    expect(await outputOf(`${arn}:live`)).toBe('first');
    expect(await outputOf(`${arn}:2`)).toBe('second');
    expect(await outputOf(arn)).toBe('second');
    const { definition } = await served().client.send(new DescribeStateMachineCommand({ stateMachineArn: `${arn}:1` }));
    expect(definition).toContain('first');
  });

  test('is listed newest first, in pages', async () => {
    const arn = await published();
    await update(arn, 'second');
    await update(arn, 'third');
    const page = await served().client.send(
      new ListStateMachineVersionsCommand({ stateMachineArn: arn, maxResults: 2 }),
    );
    expect(page.stateMachineVersions).toEqual([
      { stateMachineVersionArn: `${arn}:3`, creationDate: expect.any(Date) },
      { stateMachineVersionArn: `${arn}:2`, creationDate: expect.any(Date) },
    ]);
    const { nextToken } = page;
    const rest = await served().client.send(new ListStateMachineVersionsCommand({ stateMachineArn: arn, nextToken }));
    expect(rest.stateMachineVersions).toMatchObject([{ stateMachineVersionArn: `${arn}:1` }]);
  });

  test('of one revision is published once', async () => {
    const stateMachineArn = await published();
    const publish = () => served().client.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
    expect(await publish()).toMatchObject({ stateMachineVersionArn: `${stateMachineArn}:1` });
    expect(await publish()).toMatchObject({ stateMachineVersionArn: `${stateMachineArn}:1` });
  });

  test('is not published of a revision that is not the current one', async () => {
    const stateMachineArn = await published();
    await expect(
      served().client.send(new PublishStateMachineVersionCommand({ stateMachineArn, revisionId: 'another' })),
    ).rejects.toMatchObject({ name: 'ConflictException', message: expect.stringContaining('is INITIAL, not another') });
  });

  test('of the latest revision is published with its id', async () => {
    const stateMachineArn = await published();
    const { client } = served();
    const definition = JSON.stringify(answering('second'));
    const { revisionId } = await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    expect(await client.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({ revisionId });
    expect(await client.send(new PublishStateMachineVersionCommand({ stateMachineArn, revisionId }))).toMatchObject({
      stateMachineVersionArn: `${stateMachineArn}:2`,
    });
  });
});

describe('deleting a version', () => {
  const remove = (stateMachineVersionArn: string) =>
    served().client.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn }));

  test('leaves its executions running, keeps others from starting, and gives its number to no other', async () => {
    const arn = await published();
    await update(arn, 'second');
    const { client, service } = served();
    const { executionArn = '' } = await client.send(
      new StartExecutionCommand({ stateMachineArn: `${arn}:2`, input: '{"wait":3600}' }),
    );
    await remove(`${arn}:2`);

    expect(await versionsOf(arn)).toEqual(['1']);
    await expect(outputOf(`${arn}:2`)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    expect(service.execution(executionArn).status).toBe('RUNNING');
    expect((await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }))).definition).toContain(
      'second',
    );
    expect(await update(arn, 'third')).toMatchObject({ stateMachineVersionArn: `${arn}:3` });
  });

  test('to which an alias routes is a ConflictException that names it', async () => {
    const arn = await published();
    await expect(remove(`${arn}:1`)).rejects.toMatchObject({
      name: 'ConflictException',
      message: expect.stringContaining('Current list of aliases referencing this version: [live]'),
    });
    expect(await versionsOf(arn)).toEqual(['1']);
  });

  test('that is deleted already succeeds', async () => {
    const arn = await published();
    await expect(remove(`${arn}:7`)).resolves.toBeDefined();
  });

  test('refuses an alias', async () => {
    const arn = await published();
    await expect(remove(`${arn}:live`)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('an alias', () => {
  test('starts the version that it routes to, which the execution tells beside it', async () => {
    const arn = await published();
    await update(arn, 'second');
    await route(arn, ['2', 100]);
    expect(await outputOf(`${arn}:live`)).toBe('second');

    const { client } = served();
    const { executionArn = '' } = await client.send(
      new StartExecutionCommand({ stateMachineArn: `${arn}:live`, input: '{"wait":0}' }),
    );
    expect(executionArn).toContain(`${arn.replace(':stateMachine:', ':execution:')}:`);
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      stateMachineArn: arn,
      stateMachineVersionArn: `${arn}:2`,
      stateMachineAliasArn: `${arn}:live`,
    });
  });

  test('tells where it routes', async () => {
    const arn = await published();
    await update(arn, 'second');
    await route(arn, ['1', 10], ['2', 90]);
    expect(
      await served().client.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn: `${arn}:live` })),
    ).toMatchObject({
      name: 'live',
      routingConfiguration: [
        { stateMachineVersionArn: `${arn}:1`, weight: 10 },
        { stateMachineVersionArn: `${arn}:2`, weight: 90 },
      ],
      creationDate: expect.any(Date),
      updateDate: expect.any(Date),
    });
  });

  test('is listed with its machine, and with the versions that it routes to', async () => {
    const arn = await published();
    await update(arn, 'second');
    const list = async (stateMachineArn: string) =>
      (await served().client.send(new ListStateMachineAliasesCommand({ stateMachineArn }))).stateMachineAliases;
    const live = [{ stateMachineAliasArn: `${arn}:live`, creationDate: expect.any(Date) }];
    expect(await list(arn)).toEqual(live);
    expect(await list(`${arn}:1`)).toEqual(live);
    expect(await list(`${arn}:2`)).toEqual([]);
  });

  test.each([
    [[['1', 50]], 'ValidationException', 'the weights add up to 50'],
    [[['1', -1]], 'ValidationException', 'a weight is the number -1'],
    [[['7', 100]], 'ResourceNotFound', ':7'],
    [[], 'ValidationException', 'routingConfiguration'],
  ] as const)('is refused the routes %j', async (routes, name, message) => {
    const arn = await published();
    await expect(
      route(arn, ...routes.map(([version, weight]) => [version, weight] as [string, number])),
    ).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
    expect(await outputOf(`${arn}:live`)).toBe('first');
  });

  test('that is not there is a ResourceNotFound', async () => {
    const arn = await published();
    await expect(
      served().client.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn: `${arn}:beta` })),
    ).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });
});
