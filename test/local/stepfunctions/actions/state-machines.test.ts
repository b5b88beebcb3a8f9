import {
  CreateStateMachineCommand,
  type CreateStateMachineCommandInput,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { useClient } from '../support/client.ts';
import { machineOf, ROLE } from '../support/run.ts';

const served = useClient({ timeScale: 1 });
const DEFINITION = JSON.stringify(machineOf({ A: { Type: 'Pass' } }));
const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:';

const create = (name: string, fields: Partial<CreateStateMachineCommandInput> = {}) =>
  served().client.send(new CreateStateMachineCommand({ name, definition: DEFINITION, roleArn: ROLE, ...fields }));

describe('CreateStateMachine', () => {
  test('creates a machine that can be described and started', async () => {
    const { stateMachineArn, creationDate } = await create('Made');

    expect(stateMachineArn).toBe(`${ARN}Made`);
    const { $metadata, ...description } = await served().client.send(
      new DescribeStateMachineCommand({ stateMachineArn }),
    );
    expect(description).toEqual({
      stateMachineArn,
      name: 'Made',
      definition: DEFINITION,
      roleArn: ROLE,
      type: 'STANDARD',
      status: 'ACTIVE',
      creationDate,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    });
    await expect(served().client.send(new StartExecutionCommand({ stateMachineArn }))).resolves.toBeDefined();
  });

  test('again with the same definition answers the same, with another is a StateMachineAlreadyExists', async () => {
    const first = await create('Again');
    expect(await create('Again')).toMatchObject({
      stateMachineArn: first.stateMachineArn,
      creationDate: first.creationDate,
    });

    await expect(
      create('Again', { definition: JSON.stringify(machineOf({ B: { Type: 'Pass' } })) }),
    ).rejects.toMatchObject({
      name: 'StateMachineAlreadyExists',
      message: `State Machine Already Exists: '${ARN}Again'`,
    });
  });

  test('publishes its first version where it is asked to', async () => {
    const { stateMachineVersionArn } = await create('Published', {
      publish: true,
      tracingConfiguration: { enabled: true },
    });

    expect(stateMachineVersionArn).toBe(`${ARN}Published:1`);
    expect(
      await served().client.send(new DescribeStateMachineCommand({ stateMachineArn: stateMachineVersionArn })),
    ).toMatchObject({ stateMachineArn: stateMachineVersionArn, tracingConfiguration: { enabled: true } });
  });

  test.each([
    [{ definition: '{' }, 'InvalidDefinition', /^Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: /],
    [{ definition: '{"StartAt":"A"}' }, 'InvalidDefinition', /States has to be an object/],
    [
      { definition: JSON.stringify(machineOf({ A: { Type: 'Pass', Assign: { a: 1 } } })) },
      'InvalidDefinition',
      /NOT_IN_THE_EMBEDDED_CLOUD: the state 'A' uses Assign: .* at \/States\/A/,
    ],
    [{ type: 'EXPRESS' }, 'StateMachineTypeNotSupported', /no EXPRESS workflows: create it as STANDARD/],
    [{ type: 'FAST' }, 'ValidationException', /Value 'FAST' at 'type'/],
    [{ name: 'a b' }, 'InvalidName', /^Invalid Name: 'a b'/],
    [{ roleArn: 'admin' }, 'InvalidArn', /^Invalid Arn: 'Invalid Role Arn: admin'/],
    [{ roleArn: undefined }, 'ValidationException', /Value null at 'roleArn'/],
  ] as const)('of %j is refused', async (fields, name, message) => {
    await expect(create('Refused', fields as never)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
    await expect(
      served().client.send(new DescribeStateMachineCommand({ stateMachineArn: `${ARN}Refused` })),
    ).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});

describe('ListStateMachines', () => {
  test('lists them in pages', async () => {
    for (const name of ['L1', 'L2', 'L3']) await create(name);
    const names: unknown[] = [];
    let nextToken: string | undefined;
    do {
      const page = await served().client.send(new ListStateMachinesCommand({ maxResults: 2, nextToken }));
      for (const { name, type, creationDate } of page.stateMachines ?? []) {
        expect([type, creationDate]).toEqual(['STANDARD', expect.any(Date)]);
        names.push(name);
      }
      nextToken = page.nextToken;
    } while (nextToken !== undefined);

    expect(names.filter((name) => String(name).startsWith('L'))).toEqual(['L1', 'L2', 'L3']);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('DeleteStateMachine', () => {
  test('takes a machine away with all its executions, those that run being aborted', async () => {
    const { client, service } = served();
    const { stateMachineArn } = await create('Gone', {
      definition: JSON.stringify(machineOf({ W: { Type: 'Wait', Seconds: 3600 } })),
    });
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name: 'one' }));
    const end = service.waitForEnd(String(executionArn));

    await client.send(new DeleteStateMachineCommand({ stateMachineArn }));

    expect(await end).toMatchObject({ status: 'ABORTED' });
    await expect(client.send(new StartExecutionCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    expect(service.executions.isTaken(String(executionArn))).toBe(false);
  });

  test('of one that is not there does nothing', async () => {
    await expect(
      served().client.send(new DeleteStateMachineCommand({ stateMachineArn: `${ARN}Nobody` })),
    ).resolves.toBeDefined();
  });
});

test('ValidateStateMachineDefinition tells what CreateStateMachine would refuse', async () => {
  const validate = (definition: string) =>
    served().client.send(new ValidateStateMachineDefinitionCommand({ definition }));

  expect(await validate(DEFINITION)).toMatchObject({ result: 'OK', diagnostics: [] });
  expect(await validate(JSON.stringify(machineOf({ A: { Type: 'Pass', QueryLanguage: 'JSONata' } })))).toMatchObject({
    result: 'FAIL',
    diagnostics: [
      {
        severity: 'ERROR',
        code: 'NOT_IN_THE_EMBEDDED_CLOUD',
        message: expect.stringContaining('JSONata'),
        location: '/States/A',
      },
    ],
  });
});

test('an operation that is not there is an UnknownOperationException that names it and those that are', async () => {
  const { client } = served();
  const { endpoint } = client.config;
  const { hostname, port } = (await endpoint?.()) ?? {};

  const response = await fetch(`http://${hostname}:${port}/`, {
    method: 'POST',
    headers: { 'X-Amz-Target': 'AWSStepFunctions.RedriveExecution', 'Content-Type': 'application/x-amz-json-1.0' },
    body: '{}',
  });

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    __type: 'UnknownOperationException',
    message: expect.stringMatching(/"RedriveExecution".*StartExecution/),
  });
});
