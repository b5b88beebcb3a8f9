import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { arnOf, deploy, executionsAre, RECOVERY_MACHINE_ARN, recordIs, rolledBack, stubCloud } from '../aws.ts';
import { saga } from '../terminal.ts';

const aws = stubCloud();
beforeEach(() => deploy(aws));

const FAILED = { status: 'FAILED', error: 'RollbackFailed', cause: 'the rollbacks of ["ProcessRecords"] failed' };
const OPEN = rolledBack('t-2', { Status: 'ROLLBACK_FAILED' });

/** Starts of a recovery are answered; it ends so. */
function recoveryEnds(end: object, executions: Readonly<Record<string, object>> = { 't-2': FAILED }): void {
  aws.on(StartExecutionCommand).resolves({ executionArn: arnOf('recovery') });
  executionsAre(aws, { ...executions, recovery: end });
}

function succeeds(found: object) {
  return { status: 'SUCCEEDED', output: JSON.stringify(found) };
}

describe('recovering a transaction', () => {
  it("starts the recovery of the record's execution, waits for its end and tells how the transaction stands", async () => {
    recordIs(aws, OPEN, rolledBack('t-2'));
    recoveryEnds(succeeds({ Decision: 'Recover' }));
    const { exitCode, stdout, stderr } = await saga(['recover', 't']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('recovering execution t-2; waiting for the end (Ctrl-C ends the waiting, not the recovery)\n');
    expect(stdout).toMatch(/^record +ROLLED_BACK$/m);
    expect(stdout).toMatch(/^recovery +rolled back$/m);
    expect(aws.inputs(StartExecutionCommand)).toEqual([
      {
        stateMachineArn: RECOVERY_MACHINE_ARN,
        name: expect.stringMatching(/^operator-[0-9a-f-]{36}$/),
        input: JSON.stringify({ ExecutionArn: arnOf('t-2') }),
      },
    ]);
  });

  it('has all of it as JSON', async () => {
    recordIs(aws, OPEN, rolledBack('t-2'));
    recoveryEnds(succeeds({ Decision: 'Recover' }));
    const { stdout } = await saga(['recover', 't', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      transactionId: 't',
      execution: { name: 't-2', status: 'FAILED' },
      record: { Status: 'ROLLED_BACK' },
      recovery: { name: 'recovery', status: 'SUCCEEDED' },
    });
  });

  it('ends with 1 where a rollback fails again, and says on what', async () => {
    recordIs(aws, OPEN);
    recoveryEnds({ status: 'FAILED', error: 'RollbackFailed', cause: 'it is still broken' });
    const { exitCode, stdout } = await saga(['recover', 't']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^record +ROLLBACK_FAILED$/m);
    expect(stdout).toContain('recovery recovery FAILED with RollbackFailed: it is still broken');
  });

  it.each(['TIMED_OUT', 'ABORTED'])('ends with 1 where the recovery is %s', async (status) => {
    recordIs(aws, OPEN);
    recoveryEnds({ status });
    const { exitCode, stdout } = await saga(['recover', 't']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`recovery recovery ${status}`);
  });

  it.each(['TIMED_OUT', 'ABORTED', 'FAILED'])('recovers what committed, but whose execution %s', async (status) => {
    recordIs(aws, rolledBack('t-2', { Status: 'COMMITTED' }), rolledBack('t-2'));
    recoveryEnds(succeeds({ Decision: 'Recover' }), { 't-2': { status } });
    expect((await saga(['recover', 't'])).exitCode).toBe(0);
  });

  it('recovers the first attempt where there is no record: its first write may still be under way', async () => {
    recordIs(aws);
    recoveryEnds(succeeds({ Decision: 'Recover' }), { 't-1': { status: 'TIMED_OUT' } });
    expect((await saga(['recover', 't'])).exitCode).toBe(0);
    expect(aws.inputs(StartExecutionCommand)[0]).toMatchObject({
      input: JSON.stringify({ ExecutionArn: arnOf('t-1') }),
    });
  });

  it('tells what the recovery found where that is nothing to recover', async () => {
    recordIs(aws);
    recoveryEnds(succeeds({ Decision: 'NotATransaction', Why: 'its input has no TransactionId' }), {
      't-1': { status: 'FAILED' },
    });
    const { exitCode, stdout, stderr } = await saga(['recover', 't']);
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('transaction t: nothing to recover: its input has no TransactionId');
  });

  it('stops waiting on Ctrl-C, and leaves the recovery running', async () => {
    recordIs(aws, OPEN);
    recoveryEnds({ status: 'RUNNING' });
    const { exitCode, stderr } = await saga(['recover', 't'], { signal: AbortSignal.abort() });
    expect(exitCode).toBe(130);
    expect(stderr).toContain('stopped waiting; recovery runs on');
  });
});

describe('what cannot be recovered', () => {
  it.each([
    ['unknown', undefined, {}, 'stage dev knows no transaction t'],
    ['rolled back', rolledBack('t-2'), {}, 'is rolled back already, by execution t-2'],
    [
      'committed',
      rolledBack('t-2', { Status: 'COMMITTED' }),
      { 't-2': { status: 'SUCCEEDED' } },
      'is committed by execution t-2',
    ],
    [
      'running',
      rolledBack('t-2', { Status: 'IN_PROGRESS' }),
      { 't-2': { status: 'RUNNING' } },
      'execution t-2 of transaction t is still RUNNING',
    ],
    ['to be redriven', OPEN, { 't-2': { status: 'PENDING_REDRIVE' } }, 'is still PENDING_REDRIVE'],
    [
      'running without a record',
      undefined,
      { 't-1': { status: 'RUNNING' } },
      'execution t-1 of transaction t is still RUNNING',
    ],
    ['older than 90 days', OPEN, {}, 'the record of transaction t is ROLLBACK_FAILED, but its execution t-2 is gone'],
  ])('is a transaction that is %s: nothing is started', async (_how, record, executions, reason) => {
    recordIs(aws, ...(record === undefined ? [] : [record]));
    executionsAre(aws, executions);
    const { exitCode, stdout, stderr } = await saga(['recover', 't']);
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(reason);
    expect(aws.inputs(StartExecutionCommand)).toEqual([]);
  });

  it.each([[['recover']], [['recover', 't', '--all']]])('is %j, which names none or too much', async (argv) => {
    const { exitCode, stderr } = await saga(argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('a TransactionId or --all, one of the two');
    expect(aws.requests()).toBe(0);
  });

  it('is what is no TransactionId', async () => {
    expect((await saga(['recover', 'a b'])).exitCode).toBe(2);
    expect(aws.requests()).toBe(0);
  });
});
