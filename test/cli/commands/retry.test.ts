import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { alreadyExists, arnOf, deploy, executionsAre, recordIs, rolledBack, stubCloud } from '../aws.ts';
import { saga } from '../terminal.ts';

const aws = stubCloud();
beforeEach(() => {
  deploy(aws);
  aws.on(StartExecutionCommand).resolves({});
});

const FAILED = { status: 'FAILED', stopDate: new Date('2026-11-21T10:00:03Z') };
const DETAILS = { TransactionId: 't', Records: [{ Id: 'a' }], simulateFail: 'TransformRecords' };

function failedWith(input: unknown) {
  return { ...FAILED, input: JSON.stringify(input) };
}

function started() {
  return aws.inputs(StartExecutionCommand).map(({ name, input = '' }) => ({ name, ...JSON.parse(input).Payload }));
}

/** Names that are taken. */
function taken(...names: string[]): void {
  aws.on(StartExecutionCommand).callsFake(async (command) => {
    if (names.includes((command.input as { name: string }).name)) throw alreadyExists();
    return {};
  });
}

describe('retrying', () => {
  it('starts the attempt after the one that was rolled back, with its input but without its fault', async () => {
    recordIs(aws, rolledBack('t-1'));
    executionsAre(aws, { 't-1': failedWith({ Payload: { TransactionDetails: DETAILS, Attempt: 1 } }) });
    const { exitCode, stdout } = await saga(['retry', 't']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`started t-2\n${arnOf('t-2')}\n`);
    expect(started()).toEqual([
      { name: 't-2', TransactionDetails: { TransactionId: 't', Records: [{ Id: 'a' }] }, Attempt: 2 },
    ]);
  });

  it('keeps the fault where it is told to', async () => {
    recordIs(aws, rolledBack('t-1'));
    executionsAre(aws, { 't-1': failedWith({ TransactionDetails: DETAILS }) });
    await saga(['retry', 't', '--keep-simulate-fail']);
    expect(started()).toEqual([{ name: 't-2', TransactionDetails: DETAILS, Attempt: 2 }]);
  });

  it('goes by the name of the execution that owns the record, not by its input', async () => {
    recordIs(aws, rolledBack('t-41'));
    executionsAre(aws, { 't-41': failedWith({ TransactionDetails: DETAILS }) });
    await saga(['retry', 't']);
    expect(started()).toMatchObject([{ name: 't-42', Attempt: 42 }]);
  });

  it('retries what was started by another name after the highest attempt in the audit trail', async () => {
    const { Steps } = rolledBack('t-3');
    recordIs(aws, rolledBack('by-hand', { Steps }));
    executionsAre(aws, { 'by-hand': failedWith({ TransactionDetails: DETAILS }) });
    await saga(['retry', 't']);
    expect(started()).toMatchObject([{ name: 't-4' }]);
  });

  it('takes the second attempt where no name tells one', async () => {
    recordIs(aws, rolledBack('by-hand'));
    executionsAre(aws, { 'by-hand': failedWith({ TransactionDetails: DETAILS }) });
    await saga(['retry', 't']);
    expect(started()).toMatchObject([{ name: 't-2' }]);
  });

  it('passes over attempts that were refused while another ran', async () => {
    recordIs(aws, rolledBack('t-1'));
    executionsAre(aws, { 't-1': failedWith({ TransactionDetails: DETAILS }), 't-2': FAILED, 't-3': FAILED });
    taken('t-2', 't-3');
    const { exitCode, stdout } = await saga(['retry', 't']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('started t-4');
    expect(started().map(({ name }) => name)).toEqual(['t-2', 't-3', 't-4']);
  });

  it('starts no second one beside an attempt that runs', async () => {
    recordIs(aws, rolledBack('t-1'));
    executionsAre(aws, { 't-1': failedWith({ TransactionDetails: DETAILS }), 't-2': { status: 'RUNNING' } });
    taken('t-2');
    const { exitCode, stderr } = await saga(['retry', 't']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('is being retried already: execution t-2 is RUNNING');
    expect(started()).toHaveLength(1);
  });

  it('sees that somebody else has retried it meanwhile', async () => {
    recordIs(aws, rolledBack('t-1'), { TransactionId: 't', ExecutionId: arnOf('t-2'), Status: 'COMMITTED' });
    executionsAre(aws, { 't-1': failedWith({ TransactionDetails: DETAILS }), 't-2': { status: 'SUCCEEDED' } });
    taken('t-2');
    const { exitCode, stderr } = await saga(['retry', 't']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('is committed by execution t-2');
  });

  it('waits for the end where it is told to', async () => {
    recordIs(aws, rolledBack('t-1'), { TransactionId: 't', ExecutionId: arnOf('t-2'), Status: 'COMMITTED' });
    executionsAre(aws, { 't-1': failedWith({ TransactionDetails: DETAILS }), 't-2': { status: 'SUCCEEDED' } });
    const { exitCode, stdout } = await saga(['retry', 't', '--wait', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ execution: { name: 't-2' }, record: { Status: 'COMMITTED' } });
  });
});

describe('what cannot be retried', () => {
  it.each([
    ['IN_PROGRESS', 'is in progress in execution t-1'],
    ['ROLLING_BACK', 'is in progress in execution t-1'],
    ['COMMITTED', 'is committed by execution t-1'],
    ['ROLLBACK_FAILED', 'failed in execution t-1'],
    ['SOMETHING_NEW', 'SOMETHING_NEW, which this version does not know'],
  ])('starts nothing where the record says %s', async (Status, reason) => {
    recordIs(aws, rolledBack('t-1', { Status }));
    const { exitCode, stdout, stderr } = await saga(['retry', 't']);
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(reason);
    expect(started()).toEqual([]);
  });

  it('starts nothing without a record', async () => {
    recordIs(aws);
    const { exitCode, stderr } = await saga(['retry', 't']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('transaction t has no record');
    expect(aws.inputs(DescribeExecutionCommand)).toEqual([]);
  });

  it('starts nothing after attempt 999', async () => {
    recordIs(aws, rolledBack('t-999'));
    executionsAre(aws, { 't-999': failedWith({ TransactionDetails: DETAILS }) });
    const { exitCode, stderr } = await saga(['retry', 't']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('all of its 999 attempts');
    expect(started()).toEqual([]);
  });

  it('still starts attempt 999', async () => {
    recordIs(aws, rolledBack('t-998'));
    executionsAre(aws, { 't-998': failedWith({ TransactionDetails: DETAILS }) });
    expect((await saga(['retry', 't'])).exitCode).toBe(0);
  });

  it.each([
    ['gone', {}, '90 days'],
    ['no transaction', { 't-1': failedWith({ Transaction: {} }) }, 'no transaction to this version'],
    [
      "another's",
      { 't-1': failedWith({ TransactionDetails: { TransactionId: 'u' } }) },
      'was started with transaction "u"',
    ],
  ])('starts nothing where the input is %s', async (_what, executions, reason) => {
    recordIs(aws, rolledBack('t-1'));
    executionsAre(aws, executions);
    const { exitCode, stderr } = await saga(['retry', 't']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(reason);
    expect(started()).toEqual([]);
  });

  it('refuses what is no TransactionId', async () => {
    const { exitCode } = await saga(['retry', 'a b']);
    expect(exitCode).toBe(2);
    expect(aws.requests()).toBe(0);
  });
});
