import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { arnOf, deploy, executionsAre, recordIs, rolledBack, stubCloud } from '../aws.ts';
import { saga } from '../terminal.ts';

const aws = stubCloud();
beforeEach(() => deploy(aws));

describe('status', () => {
  it('shows the record, its execution, the error and the audit trail as a timeline', async () => {
    recordIs(aws, rolledBack('t-2', { ExpiresAt: 1_800_000_000 }));
    executionsAre(aws, {
      't-2': {
        status: 'FAILED',
        error: 'SimulatedFailure',
        cause: 'as\n asked',
        stopDate: new Date('2026-11-21T10:00:03.100Z'),
      },
    });
    const { exitCode, stdout } = await saga(['status', 't']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`transaction  t
record       ROLLED_BACK
owner        t-2
error        TransformRecords: SimulatedFailure: as asked
closed       2026-11-21T10:00:03.000Z
expires      2027-01-15T08:00:00.000Z
execution    t-2 FAILED in 3.1 s, started 2026-11-21T10:00:00.000Z

2026-11-21T10:00:00.000Z          t-2  ✔ ProcessRecords  Success
2026-11-21T10:00:02.500Z  +2.5 s  t-2  ↶ ProcessRecords  RolledBack
`);
  });

  it('tells how the execution failed where that is not what the record says', async () => {
    recordIs(aws, rolledBack('t-1', { Status: 'ROLLBACK_FAILED' }));
    executionsAre(aws, { 't-1': { status: 'FAILED', error: 'RollbackFailed', cause: 'two steps' } });
    expect((await saga(['status', 't'])).stdout).toContain('failed with  RollbackFailed: two steps');
  });

  it('shows what its publisher knows it by, which its execution was started with', async () => {
    const input = JSON.stringify({ Payload: { TransactionDetails: { TransactionId: 't' }, CorrelationId: 'order 7' } });
    recordIs(aws, rolledBack('t-1'));
    executionsAre(aws, { 't-1': { status: 'FAILED', input } });
    expect((await saga(['status', 't'])).stdout).toMatch(/^correlation +order 7$/m);
    expect(JSON.parse((await saga(['status', 't', '--json'])).stdout)).toMatchObject({ correlationId: 'order 7' });
  });

  it('names no step where none failed: a saga that timed out or was stopped', async () => {
    recordIs(aws, rolledBack('t-1', { Error: { Name: 'States.Timeout', Cause: '' } }));
    executionsAre(aws, { 't-1': { status: 'TIMED_OUT' } });
    expect((await saga(['status', 't'])).stdout).toMatch(/^error +States\.Timeout$/m);
  });

  it("shows the message of a Lambda's cause, and cuts what is long", async () => {
    const Cause = JSON.stringify({ errorType: 'X', errorMessage: 'it is broken', trace: ['a', 'b'] });
    recordIs(aws, rolledBack('t-1', { Error: { Step: 'CommitRecords', Name: 'X', Cause } }));
    executionsAre(aws, { 't-1': { status: 'FAILED', error: 'Y', cause: 'z'.repeat(1_000) } });
    const { stdout } = await saga(['status', 't']);
    expect(stdout).toMatch(/^error +CommitRecords: X: it is broken$/m);
    expect(stdout).toMatch(/^failed with +Y: z{200}…$/m);
  });

  it('has all of it as JSON', async () => {
    recordIs(aws, rolledBack('t-1', { ProcessRecords: { Data: [17, 0.5], LastUpdated: 'now' } }));
    executionsAre(aws, { 't-1': { status: 'FAILED' } });
    const { stdout } = await saga(['status', 't', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      transactionId: 't',
      correlationId: null,
      execution: {
        arn: arnOf('t-1'),
        name: 't-1',
        status: 'FAILED',
        error: null,
        cause: null,
        startDate: '2026-11-21T10:00:00.000Z',
        stopDate: null,
      },
      record: {
        ...rolledBack('t-1'),
        Undone: ['ProcessRecords'],
        ProcessRecords: { Data: [17, 0.5], LastUpdated: 'now' },
      },
    });
  });

  it('shows numbers that DynamoDB writes out in full, which JSON has as doubles', async () => {
    aws.on(GetItemCommand).resolves({ Item: { TransactionId: { S: 't' }, Large: { N: '1000000000000000000000' } } });
    executionsAre(aws, {});
    expect(JSON.parse((await saga(['status', 't', '--json'])).stdout).record.Large).toBe(1e21);
  });

  it('shows the record where Step Functions has forgotten its execution', async () => {
    recordIs(aws, rolledBack('t-1'));
    executionsAre(aws, {});
    const { exitCode, stdout } = await saga(['status', 't']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^execution +none$/m);
  });

  it('shows the first execution where there is no record yet', async () => {
    recordIs(aws);
    executionsAre(aws, { 't-1': { status: 'RUNNING' } });
    const { exitCode, stdout } = await saga(['status', 't']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^record +none$/m);
    expect(stdout).toContain('t-1 RUNNING');
  });

  it('ends with 1 where nothing is known', async () => {
    recordIs(aws);
    executionsAre(aws, {});
    const { exitCode, stdout, stderr } = await saga(['status', 't', '--json']);
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('stage dev knows no transaction t');
  });

  it('names the parameters that a stage without a deployment lacks', async () => {
    const { exitCode, stderr } = await saga(['status', 't', '--stage', 'qa']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('/fanout-saga/qa/saga/state-machine-arn, /fanout-saga/qa/saga/table-name');
    expect(stderr).toContain('npx cdk deploy --all -c stage=qa');
  });
});
