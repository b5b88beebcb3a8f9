import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { arnOf, deploy, STATE_MACHINE_ARN, stubCloud } from '../aws.ts';
import { saga } from '../terminal.ts';

const aws = stubCloud();
beforeEach(() => deploy(aws));

function listed(index: number) {
  const name = `t-${index}`;
  return {
    executionArn: arnOf(name),
    name,
    status: 'SUCCEEDED',
    startDate: new Date(Date.UTC(2026, 10, 21, 10, 0, index)),
    stopDate: new Date(Date.UTC(2026, 10, 21, 10, 2, index)),
  };
}

/** Answers in pages, as many as are asked for. */
function executionsAre(count: number): void {
  aws.on(ListExecutionsCommand).callsFake(async (command) => {
    const { maxResults = 100, nextToken } = command.input as { maxResults?: number; nextToken?: string };
    const from = Number(nextToken ?? 0);
    const to = Math.min(from + maxResults, count);
    return {
      executions: Array.from({ length: to - from }, (_, index) => listed(from + index)),
      ...(to < count && { nextToken: String(to) }),
    };
  });
}

describe('list', () => {
  it('lists the last twenty in columns', async () => {
    executionsAre(50);
    const { exitCode, stdout } = await saga(['list']);
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(21);
    expect(lines[0]).toBe('EXECUTION  STATUS     STARTED                   TOOK');
    expect(lines[1]).toBe('t-0        SUCCEEDED  2026-11-21T10:00:00.000Z  2 min 0 s');
    expect(aws.inputs(ListExecutionsCommand)).toEqual([{ stateMachineArn: STATE_MACHINE_ARN, maxResults: 20 }]);
  });

  it('asks for one status', async () => {
    executionsAre(0);
    const { exitCode, stdout, stderr } = await saga(['list', '--status', 'timed-out']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toBe('no executions that are TIMED_OUT in stage dev\n');
    expect(aws.inputs(ListExecutionsCommand)).toMatchObject([{ statusFilter: 'TIMED_OUT' }]);
  });

  it('goes through the pages up to the limit, and asks for no more than that', async () => {
    executionsAre(5_000);
    const { stdout } = await saga(['list', '--limit', '2500', '--json']);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2_500);
    expect(lines[2_499]).toEqual({
      arn: arnOf('t-2499'),
      name: 't-2499',
      status: 'SUCCEEDED',
      startDate: listed(2_499).startDate.toISOString(),
      stopDate: listed(2_499).stopDate.toISOString(),
    });
    expect(aws.inputs(ListExecutionsCommand).map(({ maxResults }) => maxResults)).toEqual([1_000, 1_000, 500]);
  });

  it('prints its head once, however many there are', async () => {
    executionsAre(2_500);
    const { stdout } = await saga(['list', '--limit', '2500']);
    expect(stdout.match(/EXECUTION/g)).toHaveLength(1);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2_501);
  });

  it('ends with the last page where the limit is beyond it', async () => {
    executionsAre(3);
    expect((await saga(['list', '--limit', '1000', '--json'])).stdout.trimEnd().split('\n')).toHaveLength(3);
  });

  it.each([
    [['--status', 'done'], 'RUNNING, SUCCEEDED'],
    [['--limit', '0'], 'from 1 to 100000'],
    [['--limit', 'all'], 'from 1 to 100000'],
    [['--limit', '1.5'], 'from 1 to 100000'],
  ])('refuses %j', async (argv, reason) => {
    const { exitCode, stderr } = await saga(['list', ...argv]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(reason);
    expect(aws.requests()).toBe(0);
  });
});
