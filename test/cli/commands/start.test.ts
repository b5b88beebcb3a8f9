import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  ALIAS_ARN,
  alreadyExists,
  arnOf,
  deploy,
  executionsAre,
  recordIs,
  rolledBack,
  stubCloud,
  TABLE_NAME,
} from '../aws.ts';
import { saga } from '../terminal.ts';

const aws = stubCloud();
beforeEach(() => {
  deploy(aws);
  aws.on(StartExecutionCommand).resolves({});
});

function started() {
  return aws.inputs(StartExecutionCommand).map(({ name, input = '' }) => ({ name, input: JSON.parse(input) }));
}

describe('starting', () => {
  it('starts an execution named after the transaction and its attempt, with the input that the consumer gives it', async () => {
    const { exitCode, stdout } = await saga(['start', '1']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`started 1-1\n${arnOf('1-1')}\n`);
    expect(aws.inputs(StartExecutionCommand)).toEqual([
      {
        stateMachineArn: ALIAS_ARN,
        name: '1-1',
        input: '{"Payload":{"TransactionDetails":{"TransactionId":"1"},"Attempt":1}}',
      },
    ]);
  });

  it.each([
    ['{"TransactionId":"1","Records":[{"Id":"a"}]}', '1-1'],
    ['{"TransactionDetails":{"TransactionId":"1","Records":[{"Id":"a"}]},"Attempt":7}', '1-7'],
    ['{ "Payload": { "TransactionDetails": { "TransactionId": "1", "Records": [{ "Id": "a" }] } } }', '1-1'],
  ])('takes %s', async (text, name) => {
    await saga(['start', text]);
    expect(started()).toMatchObject([
      { name, input: { Payload: { TransactionDetails: { TransactionId: '1', Records: [{ Id: 'a' }] } } } },
    ]);
  });

  it('puts the attempt and the fault of the command line over those of the transaction', async () => {
    await saga([
      'start',
      '{"TransactionDetails":{"TransactionId":"1","simulateFail":true},"Attempt":2}',
      '--attempt',
      '3',
      '--simulate-fail',
      'CommitRecords',
    ]);
    expect(started()).toEqual([
      {
        name: '1-3',
        input: { Payload: { TransactionDetails: { TransactionId: '1', simulateFail: 'CommitRecords' }, Attempt: 3 } },
      },
    ]);
  });

  it.each([
    ['true', true],
    ['TransformRecords', 'TransformRecords'],
    ['{"step":"CommitRecords","phase":"after"}', { step: 'CommitRecords', phase: 'after' }],
  ])('simulates the failure %s', async (text, simulateFail) => {
    await saga(['start', '1', '--simulate-fail', text]);
    expect(started()[0]?.input.Payload.TransactionDetails.simulateFail).toEqual(simulateFail);
  });

  it('puts what you know it by beside the transaction', async () => {
    await saga(['start', '1', '--correlation-id', 'order 7']);
    expect(started()).toMatchObject([{ input: { Payload: { CorrelationId: 'order 7' } } }]);
    expect((await saga(['start', '1', '--correlation-id', 'é'])).stderr).toContain('printable ASCII');
  });

  it('keeps what the transaction itself is known by', async () => {
    await saga(['start', '{"TransactionDetails":{"TransactionId":"1"},"CorrelationId":"own"}']);
    expect(started()).toMatchObject([{ input: { Payload: { CorrelationId: 'own' } } }]);
  });

  it('prints what it started as JSON', async () => {
    const { stdout } = await saga(['start', '1', '--attempt', '2', '--json']);
    expect(JSON.parse(stdout)).toEqual({ transactionId: '1', attempt: 2, executionArn: arnOf('1-2') });
  });

  it('says so where this attempt was started before', async () => {
    aws.on(StartExecutionCommand).rejects(alreadyExists());
    const { exitCode, stdout, stderr } = await saga(['start', '1']);
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('execution 1-1 was started before');
    expect(stderr).toContain('saga retry 1');
  });

  it.each([
    [['start'], 'missing required argument'],
    [['start', '1', '2'], 'too many arguments'],
    [['start', 'a b'], '"a b"'],
    [['start', '{'], 'not JSON'],
    [['start', '1', '--attempt', '0'], 'from 1 to 999'],
    [['start', '1', '--attempt', '1000'], 'from 1 to 999'],
    [['start', '1', '--simulate-fail', 'NoStep'], 'one of the saga'],
    [['start', '1', '--simulate-fail', '{'], 'JSON'],
    [['start', '1', '--stage', 'Not_A_Stage'], 'a stage'],
    [['start', '1', '--endpoint', 'localhost'], 'http://127.0.0.1:4566'],
  ])('refuses %j before anything is sent', async (argv, reason) => {
    const { exitCode, stderr } = await saga(argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(aws.requests()).toBe(0);
  });
});

describe('waiting', () => {
  const succeeded = { status: 'SUCCEEDED', stopDate: new Date('2026-11-21T10:00:01.500Z') };

  it('ends with 0 when the execution SUCCEEDED, and shows the record', async () => {
    executionsAre(aws, { '1-1': succeeded });
    recordIs(aws, { TransactionId: '1', ExecutionId: arnOf('1-1'), Status: 'COMMITTED', Steps: [] });
    const { exitCode, stdout, stderr } = await saga(['start', '1', '--wait']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('COMMITTED');
    expect(stdout).toContain('1-1 SUCCEEDED in 1.5 s');
    expect(stderr).toContain('started 1-1; waiting');
    expect(aws.inputs(GetItemCommand)).toEqual([
      { TableName: TABLE_NAME, Key: { TransactionId: { S: '1' } }, ConsistentRead: true },
    ]);
  });

  it('ends with 1 when it did not, and says why', async () => {
    executionsAre(aws, { 't-1': { ...succeeded, status: 'FAILED', error: 'SimulatedFailure', cause: 'as asked' } });
    recordIs(aws, rolledBack('t-1'));
    const { exitCode, stdout } = await saga(['start', 't', '--wait', '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      transactionId: 't',
      execution: {
        name: 't-1',
        status: 'FAILED',
        error: 'SimulatedFailure',
        cause: 'as asked',
        stopDate: '2026-11-21T10:00:01.500Z',
      },
      record: { Status: 'ROLLED_BACK', Undone: ['ProcessRecords'] },
    });
  });

  it('waits also for what was started before, so that a script can be run again', async () => {
    aws.on(StartExecutionCommand).rejects(alreadyExists());
    executionsAre(aws, { '1-1': succeeded });
    recordIs(aws);
    const { exitCode, stderr } = await saga(['start', '1', '--wait']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('started before: 1-1');
  });

  it('ends the waiting on Ctrl-C, and says that the saga runs on', async () => {
    const interrupt = new AbortController();
    aws.on(DescribeExecutionCommand).callsFake(async () => {
      setImmediate(() => interrupt.abort());
      return { status: 'RUNNING' };
    });
    const { exitCode, stderr } = await saga(['start', '1', '--wait'], { signal: interrupt.signal });
    expect(exitCode).toBe(130);
    expect(stderr).toContain('1-1 runs on');
  });
});
