import { DeleteMessageCommand, ReceiveMessageCommand, type ReceiveMessageCommandOutput } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { queueUrlParameter } from '../../contract/parameters.ts';
import { useCloud } from '../support/cloud.ts';
import { saga } from './terminal.ts';

const cloud = useCloud();
const here = () => ['--endpoint', cloud().endpoint];

describe('the command line on the embedded cloud', () => {
  it('starts a saga, waits for it and shows what it left', async () => {
    const { exitCode, stdout } = await saga(['start', 'cli-1', '--wait', '--json', ...here()]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      execution: { name: 'cli-1-1', status: 'SUCCEEDED' },
      record: { Status: 'COMMITTED' },
    });
  });

  it('runs the same attempt once', async () => {
    await saga(['start', 'cli-2', '--wait', ...here()]);
    const { exitCode, stderr } = await saga(['start', 'cli-2', ...here()]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('was started before');
  });

  it('retries what was rolled back, and nothing else', async () => {
    const failed = await saga(['start', 'cli-3', '--simulate-fail', 'CommitRecords', '--wait', ...here()]);
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toContain('ROLLED_BACK');

    const retried = await saga(['retry', 'cli-3', '--wait', '--json', ...here()]);
    expect(retried.exitCode).toBe(0);
    expect(JSON.parse(retried.stdout)).toMatchObject({
      execution: { name: 'cli-3-2' },
      record: { Status: 'COMMITTED' },
    });

    const again = await saga(['retry', 'cli-3', ...here()]);
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toContain('is committed by execution cli-3-2');

    const { stdout } = await saga(['status', 'cli-3', ...here()]);
    const trail = stdout
      .split('\n')
      .filter((line) => /Success|RolledBack/.test(line))
      .map((line) => line.replace(/^\S+\s+(\+\S+ \S+\s+)?/, ''));
    expect(trail).toHaveLength(8);
    expect(trail[0]).toMatch(/^cli-3-1 +✔ ProcessRecords +Success$/);
    expect(trail[7]).toMatch(/^cli-3-2 +✔ CommitRecords +Success$/);
  });

  it('retries with the fault where it is told to', async () => {
    await saga(['start', 'cli-4', '--simulate-fail', 'TransformRecords', '--wait', ...here()]);
    const { exitCode, stdout } = await saga(['retry', 'cli-4', '--keep-simulate-fail', '--wait', '--json', ...here()]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      execution: { name: 'cli-4-2', error: 'SimulatedFailure' },
      record: { Status: 'ROLLED_BACK' },
    });
  });

  it('retries after an attempt that was refused as a duplicate', async () => {
    const plan = { step: 'TransformRecords', phase: 'before', times: 1_000, error: 'TransientError' };
    // The first attempt retries for a while; the second comes meanwhile, is refused, and its name is used up.
    const first = saga(['start', 'cli-5', '--simulate-fail', JSON.stringify(plan), '--wait', ...here()]);
    await recordOf('cli-5');
    const second = await saga(['start', 'cli-5', '--attempt', '2', '--wait', '--json', ...here()]);
    expect(JSON.parse(second.stdout).execution).toMatchObject({ error: 'DuplicateTransaction' });
    expect((await first).exitCode).toBe(1);
    const { exitCode, stdout } = await saga(['retry', 'cli-5', '--wait', '--json', ...here()]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ execution: { name: 'cli-5-3' }, record: { Status: 'COMMITTED' } });
  });

  it('lists executions by their status', async () => {
    await saga(['start', 'cli-6', '--simulate-fail', 'ProcessRecords', '--wait', ...here()]);
    const { exitCode, stdout } = await saga(['list', '--status', 'failed', '--json', ...here()]);
    expect(exitCode).toBe(0);
    const listed = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(listed[0]).toMatchObject({ name: 'cli-6-1', status: 'FAILED' });
    expect(listed.every(({ status }) => status === 'FAILED')).toBe(true);
  });

  it('knows no other stage', async () => {
    const { exitCode, stderr } = await saga(['list', '--stage', 'other', ...here()]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(
      `stage other has no SSM parameter /fanout-saga/other/saga/state-machine-arn on ${cloud().endpoint}`,
    );
  });
});

describe('publishing on the embedded cloud', () => {
  it('reaches every group exactly as it was published, with the tenant', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `published-${index}`);
    const stdin = ids.map((TransactionId) => `${JSON.stringify({ TransactionId })}\n`).join('');
    const { exitCode, stdout } = await saga(['publish', '--group-id', 'acme', '--json', ...here()], { stdin });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ topicArn: cloud().topicArn, published: 25, failed: 0, unsent: 0 });
    const expected = ids
      .map((TransactionId) => `{"TransactionDetails":{"TransactionId":"${TransactionId}"},"Attempt":1}`)
      .sort();
    for (const group of ['saga', 'audit']) {
      const messages = await receiveAll(group, ids.length);
      expect(messages.map(({ Body }) => Body).sort()).toEqual(expected);
      expect(new Set(messages.map(({ Attributes }) => Attributes?.MessageGroupId))).toEqual(new Set(['acme']));
    }
  });

  it('sends nothing of an input with a wrong line', async () => {
    const { exitCode } = await saga(['publish', ...here()], { stdin: '{"TransactionId":"1"}\n{}\n' });
    expect(exitCode).toBe(2);
    expect(await receiveAll('saga', 0)).toEqual([]);
  });
});

/** Takes what is in a group's queue, and looks once more when it has as many messages as there should be. */
async function receiveAll(group: string, count: number) {
  const sqs = cloud().sqsClient();
  const QueueUrl = cloud().parameter(queueUrlParameter(group));
  const received = [];
  for (;;) {
    const { Messages = [] }: ReceiveMessageCommandOutput = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: received.length < count ? 5 : 0,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return received;
    received.push(...Messages);
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}

/** Resolves when a transaction has a record. */
async function recordOf(id: string): Promise<void> {
  for (;;) {
    const { stdout } = await saga(['status', id, '--json', ...here()]);
    if (stdout !== '' && JSON.parse(stdout).record !== null) return;
  }
}
