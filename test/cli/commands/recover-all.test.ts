import { DescribeStateMachineCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ChangeMessageVisibilityCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { arnOf, deploy, executionsAre, RECOVERY_QUEUE_URL, stubCloud } from '../aws.ts';
import { saga } from '../terminal.ts';

const aws = stubCloud();
const RECOVERED_AT = new Date('2026-11-21T12:00:00Z');
const EARLIER = '1763726000000';
const LATER = String(RECOVERED_AT.getTime() + 1_000);

beforeEach(() => {
  deploy(aws);
  aws.on(DescribeStateMachineCommand).resolves({ definition: '{"TimeoutSeconds":3600}' });
  aws.on(DeleteMessageCommand).resolves({});
  aws.on(ChangeMessageVisibilityCommand).resolves({});
});

/** A message as the saga sends it, of the execution `<id>-1`. */
function about(id: string, more: object = {}): string {
  return JSON.stringify({
    Kind: 'RollbackFailed',
    ExecutionArn: arnOf(`${id}-1`),
    TransactionId: id,
    Error: 'E',
    Cause: 'c',
    Command: `npm run saga -- recover ${id}`,
    Time: '2026-11-21T11:00:00.000Z',
    ...more,
  });
}

/** What the queue holds, batch by batch; then it is empty. Its receipt handles are `r0`, `r1`, … */
function queueHolds(...batches: (string | { readonly body: string; readonly sent: string })[][]): void {
  let count = 0;
  const receive = aws.on(ReceiveMessageCommand);
  receive.resolves({});
  batches.forEach((bodies, call) => {
    const Messages = bodies.map((message) => {
      const { body, sent } = typeof message === 'string' ? { body: message, sent: EARLIER } : message;
      const ReceiptHandle = `r${count++}`;
      return { MessageId: `m-${ReceiptHandle}`, Body: body, ReceiptHandle, Attributes: { SentTimestamp: sent } };
    });
    receive.onCall(call).resolves({ Messages });
  });
}

/** How the recovery of each transaction's first attempt ends. */
function recoveriesEnd(ends: Readonly<Record<string, object>>): void {
  const failed = Object.keys(ends).map((id) => [`${id}-1`, { status: 'FAILED', input: inputOf(id) }]);
  const recoveries = Object.entries(ends).map(([id, end]) => [`recovery-${id}-1`, { startDate: RECOVERED_AT, ...end }]);
  executionsAre(aws, Object.fromEntries([...failed, ...recoveries]));
  aws.on(StartExecutionCommand).callsFake(async (command) => {
    const { ExecutionArn } = JSON.parse((command.input as { input: string }).input);
    return { executionArn: arnOf(`recovery-${ExecutionArn.slice(ExecutionArn.lastIndexOf(':') + 1)}`) };
  });
}

const inputOf = (id: string) => JSON.stringify({ Payload: { TransactionDetails: { TransactionId: id } } });
const ROLLED_BACK = { status: 'SUCCEEDED', output: '{"Decision":"Recover"}' };
const FAILED_AGAIN = { status: 'FAILED', error: 'RollbackFailed', cause: 'still broken' };

const handles = (command: typeof DeleteMessageCommand | typeof ChangeMessageVisibilityCommand) =>
  aws.inputs<DeleteMessageCommand | ChangeMessageVisibilityCommand>(command).map(({ ReceiptHandle }) => ReceiptHandle);
const deleted = () => handles(DeleteMessageCommand);
const left = () => handles(ChangeMessageVisibilityCommand);

function rowsOf(stdout: string): string[][] {
  return stdout
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/ {2,}/));
}

describe('recovering all', () => {
  it('resumes the saga of each message, deletes what is rolled back, and prints one table', async () => {
    queueHolds([about('a'), about('b')], [about('c')]);
    recoveriesEnd({ a: ROLLED_BACK, b: ROLLED_BACK, c: ROLLED_BACK });
    const { exitCode, stdout } = await saga(['recover', '--all']);
    expect(exitCode).toBe(0);
    expect(rowsOf(stdout)).toEqual([
      ['a', 'a-1', 'rolled back', 'deleted'],
      ['b', 'b-1', 'rolled back', 'deleted'],
      ['c', 'c-1', 'rolled back', 'deleted'],
    ]);
    expect(deleted()).toEqual(['r0', 'r1', 'r2']);
    expect(left()).toEqual([]);
  });

  it('keeps messages from others for as long as a recovery may take', async () => {
    queueHolds();
    await saga(['recover', '--all']);
    expect(aws.inputs(ReceiveMessageCommand)).toMatchObject([
      { QueueUrl: RECOVERY_QUEUE_URL, VisibilityTimeout: 3_660, MaxNumberOfMessages: 10 },
    ]);
  });

  it('deletes the message of a saga that failed again, since the recovery has sent another, which it leaves', async () => {
    queueHolds([about('a')], [{ body: about('a'), sent: LATER }]);
    recoveriesEnd({ a: FAILED_AGAIN });
    const { exitCode, stdout } = await saga(['recover', '--all']);
    expect(exitCode).toBe(1);
    expect(rowsOf(stdout)).toEqual([
      ['a', 'a-1', 'failed again', 'deleted', 'recovery recovery-a-1 FAILED with RollbackFailed: still broken'],
      ['a', 'a-1', 'failed again', 'left', 'recovery recovery-a-1 FAILED with RollbackFailed: still broken'],
    ]);
    expect(deleted()).toEqual(['r0']);
    expect(left()).toEqual(['r1']);
    expect(aws.inputs(StartExecutionCommand)).toHaveLength(1);
  });

  it('resumes a saga with two messages once, and deletes both', async () => {
    queueHolds([about('a'), about('a')]);
    recoveriesEnd({ a: ROLLED_BACK });
    await saga(['recover', '--all']);
    expect(aws.inputs(StartExecutionCommand)).toHaveLength(1);
    expect(deleted()).toEqual(['r0', 'r1']);
  });

  it.each([
    ['timed out', { status: 'TIMED_OUT' }, 'recovery did not end', 1],
    ['could not close the record', { status: 'FAILED', error: 'SagaOpen' }, 'recovery did not end', 1],
    [
      'found it running',
      { status: 'SUCCEEDED', output: '{"Decision":"StillRunning","Why":"it is RUNNING"}' },
      'still running',
      0,
    ],
  ])('leaves the message where the recovery %s', async (_how, end, outcome, code) => {
    queueHolds([about('a')]);
    recoveriesEnd({ a: end });
    const { exitCode, stdout } = await saga(['recover', '--all']);
    expect(exitCode).toBe(code);
    expect(rowsOf(stdout)[0]?.slice(0, 4)).toEqual(['a', 'a-1', outcome, 'left']);
    expect(deleted()).toEqual([]);
    expect(left()).toEqual(['r0']);
  });

  it('deletes the message of a saga that has nothing to recover any more', async () => {
    queueHolds([about('a')]);
    recoveriesEnd({ a: { status: 'SUCCEEDED', output: '{"Decision":"RolledBack","Why":"its record is closed"}' } });
    const { exitCode, stdout } = await saga(['recover', '--all']);
    expect(exitCode).toBe(0);
    expect(rowsOf(stdout)).toEqual([
      ['a', 'a-1', 'nothing to do', 'deleted', 'nothing to recover: its record is closed'],
    ]);
    expect(deleted()).toEqual(['r0']);
  });

  it('leaves what is not ours where it is, says so, and goes on', async () => {
    const foreign = arnOf('x-1').replace(':Saga:', ':Other:');
    queueHolds(['hello', about('x', { ExecutionArn: foreign }), about('a')]);
    recoveriesEnd({ a: ROLLED_BACK });
    const { exitCode, stdout } = await saga(['recover', '--all']);
    expect(exitCode).toBe(0);
    const [text, other, ours] = rowsOf(stdout);
    expect(text?.slice(0, 3)).toEqual(['message m-r0', 'not ours', 'left']);
    expect(text?.[3]).toContain('has to be JSON');
    expect(other).toEqual(['x', 'x-1', 'not ours', 'left', 'its execution is not one of this saga']);
    expect(ours?.[2]).toBe('rolled back');
    expect(deleted()).toEqual(['r2']);
    expect(left()).toEqual(['r0', 'r1']);
  });

  it('leaves the message of an execution that Step Functions has no more', async () => {
    queueHolds([about('a')]);
    executionsAre(aws, {});
    const { exitCode, stdout } = await saga(['recover', '--all']);
    expect(exitCode).toBe(1);
    expect(rowsOf(stdout)[0]?.slice(0, 4)).toEqual(['a', 'a-1', 'execution gone', 'left']);
    expect(aws.inputs(StartExecutionCommand)).toEqual([]);
  });

  it('looks into the input for the transaction where the message does not know it', async () => {
    queueHolds([about('a', { TransactionId: undefined })]);
    recoveriesEnd({ a: ROLLED_BACK });
    expect(rowsOf((await saga(['recover', '--all'])).stdout)[0]?.[0]).toBe('a');
  });

  it('says of an empty queue that nobody waits', async () => {
    queueHolds();
    const { exitCode, stdout, stderr } = await saga(['recover', '--all']);
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toContain('the recovery queue is empty');
  });

  it('has all of it as JSON', async () => {
    queueHolds([about('a')]);
    recoveriesEnd({ a: ROLLED_BACK });
    expect(JSON.parse((await saga(['recover', '--all', '--json'])).stdout)).toEqual([
      {
        messageId: 'm-r0',
        transactionId: 'a',
        executionArn: arnOf('a-1'),
        outcome: 'rolledBack',
        message: 'deleted',
        why: 'rolled back',
      },
    ]);
  });

  it('starts nothing more after Ctrl-C, and keeps the messages of recoveries that run on from others', async () => {
    const controller = new AbortController();
    queueHolds([about('a')], [about('b')]);
    recoveriesEnd({ a: { status: 'RUNNING' }, b: ROLLED_BACK });
    const start = aws.on(StartExecutionCommand);
    start.callsFake(async () => {
      controller.abort();
      return { executionArn: arnOf('recovery-a-1') };
    });
    const { exitCode, stdout } = await saga(['recover', '--all'], { signal: controller.signal });
    expect(exitCode).toBe(130);
    expect(rowsOf(stdout)[0]?.slice(0, 4)).toEqual(['a', 'a-1', 'not waited for', 'left']);
    expect(aws.inputs(StartExecutionCommand)).toHaveLength(1);
    expect([...deleted(), ...left()]).toEqual([]);
  });
});
