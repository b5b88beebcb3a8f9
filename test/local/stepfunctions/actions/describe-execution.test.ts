import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { useClient } from '../support/client.ts';
import { machineOf, ROLE, register } from '../support/run.ts';

const served = useClient();

async function ended(definition: object, fields: object = {}) {
  const { client, service } = served();
  const { arn } = await register(service, definition);
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn: arn, input: '{"a": 1}', ...fields }),
  );
  await service.waitForEnd(String(executionArn));
  return { executionArn, stateMachineArn: arn };
}

describe('DescribeExecution', () => {
  test('tells all of an execution that succeeded', async () => {
    const { executionArn, stateMachineArn } = await ended(machineOf({ A: { Type: 'Pass' } }), {
      name: 'one',
      traceHeader: 'Root=1-00000000-000000000000000000000000',
    });

    const { $metadata, ...description } = await served().client.send(new DescribeExecutionCommand({ executionArn }));

    expect(description).toEqual({
      executionArn,
      stateMachineArn,
      name: 'one',
      status: 'SUCCEEDED',
      startDate: expect.any(Date),
      stopDate: expect.any(Date),
      input: '{"a": 1}',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      traceHeader: 'Root=1-00000000-000000000000000000000000',
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
  });

  test('tells the error and the cause of one that failed, and no output', async () => {
    const { executionArn } = await ended(machineOf({ A: { Type: 'Fail', Error: 'E', Cause: 'why' } }));

    const description = await served().client.send(new DescribeExecutionCommand({ executionArn }));

    expect(description).toMatchObject({ status: 'FAILED', error: 'E', cause: 'why' });
    expect(description).not.toHaveProperty('output');
  });

  test('leaves the data out where it is asked for metadata only', async () => {
    const { executionArn } = await ended(machineOf({ A: { Type: 'Pass' } }));

    const description = await served().client.send(
      new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' }),
    );

    expect(description).toMatchObject({ status: 'SUCCEEDED' });
    expect(description).not.toHaveProperty('input');
    expect(description).not.toHaveProperty('output');
  });

  test.each([
    [
      'arn:aws:states:us-east-1:000000000000:execution:Saga:nobody',
      'ExecutionDoesNotExist',
      /^Execution Does Not Exist: 'arn:.*nobody'$/,
    ],
    ['nobody', 'InvalidArn', /^Invalid Arn: 'Invalid ARN prefix: nobody'$/],
  ])('of %s is a %s', async (executionArn, name, message) => {
    await expect(served().client.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });
});

test('DescribeStateMachineForExecution tells the definition that an execution began with', async () => {
  const definition = machineOf({ A: { Type: 'Pass' } });
  const { executionArn, stateMachineArn } = await ended(definition);
  await register(served().service, machineOf({ B: { Type: 'Pass' } }));

  expect(await served().client.send(new DescribeStateMachineForExecutionCommand({ executionArn }))).toMatchObject({
    stateMachineArn,
    name: 'Saga',
    roleArn: ROLE,
    definition: JSON.stringify(definition),
    updateDate: expect.any(Date),
  });
});
