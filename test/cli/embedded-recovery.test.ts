import {
  DescribeStateMachineCommand,
  ListStateMachineVersionsCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { PARAMETER } from '../../contract/parameters.ts';
import { useCloud } from '../support/cloud.ts';
import { saga } from './terminal.ts';

const cloud = useCloud();
const here = () => ['--endpoint', cloud().endpoint];

/** A rollback that fails for good: the fault outlasts all retries, and a recovery does not simulate it again. */
const ROLLBACK_FAILS = JSON.stringify({ step: 'TransformRecords', phase: 'rollback', times: 1_000 });

/** Leaves a transaction half-done. */
async function halfDone(id: string): Promise<void> {
  const { stdout } = await saga(['start', id, '--simulate-fail', ROLLBACK_FAILS, '--wait', '--json', ...here()]);
  expect(JSON.parse(stdout)).toMatchObject({ record: { Status: 'ROLLBACK_FAILED' } });
}

async function statusOf(id: string): Promise<unknown> {
  return JSON.parse((await saga(['status', id, '--json', ...here()])).stdout).record.Status;
}

/** How many messages are in the recovery queue, and how many of them somebody holds. */
async function queued(): Promise<number[]> {
  const { Attributes } = await cloud()
    .sqsClient()
    .send(
      new GetQueueAttributesCommand({
        QueueUrl: cloud().parameter(PARAMETER.recoveryQueueUrl),
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
  return [Number(Attributes?.ApproximateNumberOfMessages), Number(Attributes?.ApproximateNumberOfMessagesNotVisible)];
}

describe('recovering on the embedded cloud', () => {
  it('rolls back what a rollback that failed has left, and then has nothing to do', async () => {
    await halfDone('half-1');
    const { exitCode, stdout } = await saga(['recover', 'half-1', ...here()]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^record +ROLLED_BACK$/m);
    expect(stdout).toContain('↶ TransformRecords');

    const again = await saga(['recover', 'half-1', ...here()]);
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toContain('is rolled back already, by execution half-1-1');
  });

  it('resumes all that wait in the queue, and leaves what is not ours', async () => {
    // The message of the test before, whose saga was recovered by its id, is taken out with them.
    await halfDone('half-2');
    await halfDone('half-3');
    const QueueUrl = cloud().parameter(PARAMETER.recoveryQueueUrl);
    await cloud()
      .sqsClient()
      .send(new SendMessageCommand({ QueueUrl, MessageBody: 'lost' }));
    expect(await queued()).toEqual([4, 0]);

    const { exitCode, stdout } = await saga(['recover', '--all', ...here()]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^half-1 +half-1-1 +nothing to do +deleted/m);
    expect(stdout).toMatch(/^half-2 +half-2-1 +rolled back +deleted$/m);
    expect(stdout).toMatch(/^half-3 +half-3-1 +rolled back +deleted$/m);
    expect(stdout).toMatch(/^message \S+ +not ours +left/m);
    expect([await statusOf('half-2'), await statusOf('half-3')]).toEqual(['ROLLED_BACK', 'ROLLED_BACK']);
    expect(await queued()).toEqual([1, 0]);
  });

  it('changes nothing of a committed transaction, nor of one that nobody knows', async () => {
    await saga(['start', 'whole', '--wait', ...here()]);
    const committed = await saga(['recover', 'whole', ...here()]);
    expect(committed.exitCode).toBe(1);
    expect(committed.stderr).toContain('is committed by execution whole-1');
    expect(await statusOf('whole')).toBe('COMMITTED');
    expect((await saga(['recover', 'nobody', ...here()])).stderr).toContain('knows no transaction nobody');
  });
});

describe('pruning versions on the embedded cloud', () => {
  const prune = async (...argv: string[]) => {
    const { exitCode, stdout } = await saga(['prune-versions', '--json', ...argv, ...here()]);
    expect(exitCode).toBe(0);
    return JSON.parse(stdout) as { resource: string; version: string; action: string; why: string }[];
  };

  it('has nothing to delete after one deployment, and says why', async () => {
    const rows = await prune('--keep', '1');
    expect(new Set(rows.map(({ action }) => action))).toEqual(new Set(['kept']));
    expect(rows[0]).toMatchObject({ version: '1', why: 'alias live' });
    // Two functions for each of three steps.
    expect(rows).toHaveLength(7);
  });

  it('deletes the version of the state machine that the alias has left, and keeps the functions that the next one calls', async () => {
    const sfn = cloud().stepFunctionsClient();
    const alias = cloud().sagaStateMachineArn;
    const stateMachineArn = alias.slice(0, alias.lastIndexOf(':'));
    const { definition } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    const { stateMachineVersionArn } = await sfn.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition, publish: true }),
    );
    const route = { stateMachineVersionArn, weight: 100 };
    await sfn.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn: alias, routingConfiguration: [route] }));

    expect((await prune('--keep', '1', '--dry-run')).filter(({ action }) => action !== 'kept')).toMatchObject([
      { version: '1', action: 'would be deleted' },
    ]);
    expect((await prune('--keep', '1')).filter(({ action }) => action !== 'kept')).toMatchObject([
      { version: '1', action: 'deleted' },
    ]);
    const { stateMachineVersions } = await sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn }));
    expect(stateMachineVersions).toMatchObject([{ stateMachineVersionArn }]);
    expect((await saga(['start', 'after-pruning', '--wait', ...here()])).exitCode).toBe(0);
  });
});
