import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { EmbeddedCloud } from '../../../local/cloud.ts';
import { application, boot, MACHINE_ARN, machineReturning } from './application.ts';

async function run(cloud: EmbeddedCloud, qualifier: string): Promise<unknown> {
  const command = new StartExecutionCommand({ stateMachineArn: `${MACHINE_ARN}:${qualifier}` });
  const { executionArn = '' } = await cloud.stepFunctionsClient().send(command);
  const { output = '' } = await cloud.stepFunctions.waitForEnd(executionArn);
  return JSON.parse(output);
}

const published = ({ stepFunctions }: EmbeddedCloud) =>
  stepFunctions.machines
    .versions(MACHINE_ARN)
    .published()
    .map(({ number }) => number);

describe('a state machine that a deployment changes', () => {
  test('is published as its next version, to which its alias routes; the one before is what it was', async () => {
    const cloud = await boot(machineReturning('old'));
    expect(await run(cloud, 'live')).toBe('old');
    await cloud.deploy(machineReturning('new'));
    expect([await run(cloud, 'live'), await run(cloud, '1'), await run(cloud, '2')]).toEqual(['new', 'old', 'new']);
  });

  test('loses the version before where its UpdateReplacePolicy does not retain it', async () => {
    const cloud = await boot(machineReturning('old'));
    await cloud.deploy(machineReturning('new', { DeletionPolicy: 'Retain' }));
    expect(published(cloud)).toEqual(['2']);
  });

  test('is published again when what was before comes back', async () => {
    const cloud = await boot(machineReturning('old'));
    await cloud.deploy(machineReturning('new'));
    await cloud.deploy(machineReturning('old'));
    expect(published(cloud)).toEqual(['3', '2', '1']);
    expect(await run(cloud, 'live')).toBe('old');
  });
});

test('a state machine that a deployment finds as it is has no further version', async () => {
  const cloud = await boot(machineReturning('old'));
  await cloud.deploy(machineReturning('old'));
  expect(published(cloud)).toEqual(['1']);
});

test('a state machine that a deployment adds can be started by its alias', async () => {
  const cloud = await boot(application({}));
  await cloud.deploy(machineReturning('new'));
  expect(await run(cloud, 'live')).toBe('new');
});

test('a state machine cannot be taken away', async () => {
  const cloud = await boot(machineReturning('old'));
  await expect(cloud.deploy(application({}))).rejects.toThrow(
    /^stack App, resource \w+ \(AWS::StepFunctions::StateMachine\w*\): is removed by the deployment/,
  );
  expect(await run(cloud, 'live')).toBe('old');
});
