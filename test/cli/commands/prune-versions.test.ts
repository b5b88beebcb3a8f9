import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteFunctionCommand,
  ListVersionsByFunctionCommand,
  ResourceConflictException,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import {
  ConflictException,
  DeleteStateMachineVersionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListStateMachineAliasesCommand,
  ListStateMachineVersionsCommand,
} from '@aws-sdk/client-sfn';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  ALIAS_ARN,
  arnOf,
  deploy,
  executionsAre,
  RECOVERY_MACHINE_ARN,
  STATE_MACHINE_ARN,
  stubCloud,
  TABLE_NAME,
} from '../aws.ts';
import { saga } from '../terminal.ts';

const aws = stubCloud();
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:Charge';
const metadata = { $metadata: { httpStatusCode: 400 } };

/** A definition that calls a version of the function. */
const calling = (version: number | string) =>
  JSON.stringify({ States: { Charge: { FunctionName: `${FUNCTION}:${version}` } } });

interface Listed {
  readonly name: string;
  readonly status: string;
  /** The version that it began with. @default - none */
  readonly version?: number;
  /** @default - of the saga */
  readonly machine?: string;
  /** What it calls, where that is asked for by its ARN. */
  readonly calls?: number;
}

interface Deployed {
  /** How many versions there are, of both: version n of the machine calls version n of the function. */
  readonly versions?: number;
  /** How many there are of the function. @default - as many */
  readonly functionVersions?: number;
  /** The version that the alias routes to. @default - the newest */
  readonly live?: number;
  readonly executions?: readonly Listed[];
  readonly records?: readonly Record<string, string>[];
}

/** A stage after some deployments. */
function deployed(props: Deployed): void {
  const { versions = 5, functionVersions = versions, live = versions, executions = [], records = [] } = props;
  deploy(aws);
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const numbers = upTo(versions);
  const creationDate = new Date('2026-11-01T00:00:00Z');
  aws.on(ListStateMachineVersionsCommand).resolves({
    stateMachineVersions: numbers
      .toReversed()
      .map((number) => ({ stateMachineVersionArn: `${STATE_MACHINE_ARN}:${number}`, creationDate })),
  });
  aws.on(ListStateMachineAliasesCommand).resolves({ stateMachineAliases: [{ stateMachineAliasArn: ALIAS_ARN }] });
  aws.on(DescribeStateMachineAliasCommand).resolves({
    name: 'live',
    routingConfiguration: [{ stateMachineVersionArn: `${STATE_MACHINE_ARN}:${live}`, weight: 100 }],
  });
  aws.on(DescribeStateMachineCommand).callsFake(async (command) => {
    const arn = (command.input as { stateMachineArn: string }).stateMachineArn;
    if (arn === RECOVERY_MACHINE_ARN || arn === STATE_MACHINE_ARN) return { definition: calling(versions) };
    return { definition: calling(arn.slice(STATE_MACHINE_ARN.length + 1)) };
  });
  aws.on(DescribeStateMachineForExecutionCommand).callsFake(async (command) => {
    const { executionArn } = command.input as { executionArn: string };
    return { definition: calling(executions.find(({ name }) => executionArn === arnOf(name))?.calls ?? '$LATEST') };
  });
  aws.on(ListExecutionsCommand).callsFake(async (command) => {
    const { stateMachineArn, statusFilter } = command.input as { stateMachineArn: string; statusFilter: string };
    const found = executions.filter(
      ({ status, machine = STATE_MACHINE_ARN }) => status === statusFilter && machine === stateMachineArn,
    );
    return {
      executions: found.map(({ name, version }) => ({
        name,
        executionArn: arnOf(name),
        ...(version !== undefined && { stateMachineVersionArn: `${STATE_MACHINE_ARN}:${version}` }),
      })),
    };
  });
  aws.on(BatchGetItemCommand).callsFake(async (command) => {
    const { Keys } = (command.input as { RequestItems: Record<string, { Keys: { TransactionId: { S: string } }[] }> })
      .RequestItems[TABLE_NAME] ?? { Keys: [] };
    const ids = Keys.map(({ TransactionId }) => TransactionId.S);
    const found = records.filter(({ TransactionId = '' }) => ids.includes(TransactionId));
    return { Responses: { [TABLE_NAME]: found.map((record) => marshall(record)) } };
  });
  const LastModified = '2026-11-01T00:00:00.000+0000';
  aws.on(ListVersionsByFunctionCommand).resolves({
    Versions: ['$LATEST', ...upTo(functionVersions)].map((n) => ({
      Version: String(n),
      FunctionName: 'Charge',
      LastModified,
    })),
  });
  aws.on(DeleteStateMachineVersionCommand).resolves({});
  aws.on(DeleteFunctionCommand).resolves({});
}

const deletedMachines = () =>
  aws
    .inputs(DeleteStateMachineVersionCommand)
    .map(({ stateMachineVersionArn = '' }) => Number(stateMachineVersionArn.slice(STATE_MACHINE_ARN.length + 1)));
const deletedFunctions = () => aws.inputs(DeleteFunctionCommand).map(({ Qualifier }) => Number(Qualifier));

/** Why a version of the state machine, or of the function, is kept. */
function why(stdout: string, resource: 'Saga' | 'Charge', version: number): string | undefined {
  return new RegExp(`^${resource} +${version} +\\S+ +kept +(.*)$`, 'm').exec(stdout)?.[1];
}

describe('pruning versions', () => {
  beforeEach(() => deployed({}));

  it('deletes all but the newest two, of the state machine before its functions', async () => {
    const { exitCode, stdout, stderr } = await saga(['prune-versions']);
    expect(exitCode).toBe(0);
    expect(deletedMachines()).toEqual([3, 2, 1]);
    expect(deletedFunctions()).toEqual([3, 2, 1]);
    expect(stdout).toBe(`RESOURCE  VERSION  PUBLISHED                 ACTION   WHY
Saga      5        2026-11-01T00:00:00.000Z  kept     alias live
Saga      4        2026-11-01T00:00:00.000Z  kept     among the newest 2
Saga      3        2026-11-01T00:00:00.000Z  deleted
Saga      2        2026-11-01T00:00:00.000Z  deleted
Saga      1        2026-11-01T00:00:00.000Z  deleted
Charge    5        2026-11-01T00:00:00.000Z  kept     the state machine as it is now
Charge    4        2026-11-01T00:00:00.000Z  kept     state machine version 4
Charge    3        2026-11-01T00:00:00.000Z  deleted
Charge    2        2026-11-01T00:00:00.000Z  deleted
Charge    1        2026-11-01T00:00:00.000Z  deleted
`);
    expect(stderr.split('\n')).toContain(`deleted ${FUNCTION}:1`);
  });

  it('never deletes $LATEST', async () => {
    await saga(['prune-versions', '--keep', '1']);
    expect(aws.inputs(DeleteFunctionCommand).map(({ Qualifier }) => Qualifier)).toEqual(['4', '3', '2', '1']);
  });

  it('keeps as many as it is told to', async () => {
    await saga(['prune-versions', '--keep', '4']);
    expect([deletedMachines(), deletedFunctions()]).toEqual([[1], [1]]);
  });

  it('deletes nothing on a dry run, and says what it would', async () => {
    const { exitCode, stdout } = await saga(['prune-versions', '--dry-run']);
    expect(exitCode).toBe(0);
    expect(stdout.match(/would be deleted/g)).toHaveLength(6);
    expect([deletedMachines(), deletedFunctions()]).toEqual([[], []]);
  });

  it('has all of it as JSON', async () => {
    const rows = JSON.parse((await saga(['prune-versions', '--json', '--dry-run'])).stdout);
    expect(rows).toHaveLength(10);
    expect(rows[0]).toEqual({
      resource: 'Saga',
      arn: `${STATE_MACHINE_ARN}:5`,
      version: '5',
      published: '2026-11-01T00:00:00.000Z',
      action: 'kept',
      why: 'alias live',
    });
  });

  it.each(['0', '-1', 'all'])('refuses to keep %s', async (keep) => {
    expect((await saga(['prune-versions', '--keep', keep])).exitCode).toBe(2);
    expect(aws.requests()).toBe(0);
  });

  it('stops at Ctrl-C, with a table of what was deleted until then', async () => {
    const controller = new AbortController();
    aws.on(DeleteStateMachineVersionCommand).callsFake(async () => {
      controller.abort();
      return {};
    });
    const { exitCode, stdout } = await saga(['prune-versions'], { signal: controller.signal });
    expect(exitCode).toBe(130);
    expect(deletedMachines()).toEqual([3]);
    expect(stdout).toMatch(/^Saga +3 .* deleted$/m);
    expect(deletedFunctions()).toEqual([]);
  });
});

describe('kept is a version', () => {
  it('that the alias routes to, however old', async () => {
    deployed({ live: 1 });
    const { stdout } = await saga(['prune-versions']);
    expect(why(stdout, 'Saga', 1)).toBe('alias live');
    expect(why(stdout, 'Charge', 1)).toBe('state machine version 1');
    expect([deletedMachines(), deletedFunctions()]).toEqual([
      [3, 2],
      [3, 2],
    ]);
  });

  it.each(['RUNNING', 'PENDING_REDRIVE'])('with which an execution began that is %s', async (status) => {
    deployed({ executions: [{ name: 't-1', status, version: 2 }] });
    const { stdout } = await saga(['prune-versions']);
    expect(why(stdout, 'Saga', 2)).toBe(`execution t-1 ${status}`);
    expect(why(stdout, 'Charge', 2)).toBe('state machine version 2');
    expect([deletedMachines(), deletedFunctions()]).toEqual([
      [3, 1],
      [3, 1],
    ]);
  });

  it.each([
    ['FAILED', 'ROLLBACK_FAILED'],
    ['TIMED_OUT', 'IN_PROGRESS'],
    ['ABORTED', 'ROLLING_BACK'],
    ['TIMED_OUT', 'COMMITTED'],
  ])('with which an execution began that %s and left its record %s', async (status, Status) => {
    deployed({
      executions: [{ name: 't-1', status, version: 2 }],
      records: [{ TransactionId: 't', ExecutionId: arnOf('t-1'), Status }],
    });
    const { stdout } = await saga(['prune-versions']);
    expect(why(stdout, 'Saga', 2)).toBe(`execution t-1 ${Status}`);
    expect(deletedFunctions()).toEqual([3, 1]);
  });

  it('of an execution whose name tells no transaction, or another one than its input', async () => {
    deployed({
      executions: [
        { name: 'by-hand', status: 'FAILED', version: 2 },
        { name: 'u-1', status: 'FAILED', version: 3 },
      ],
      records: [
        { TransactionId: 't', ExecutionId: arnOf('by-hand'), Status: 'ROLLBACK_FAILED' },
        { TransactionId: 'v', ExecutionId: arnOf('u-1'), Status: 'ROLLBACK_FAILED' },
      ],
    });
    const inputOf = (TransactionId: string) => ({ input: JSON.stringify({ TransactionDetails: { TransactionId } }) });
    executionsAre(aws, { 'by-hand': inputOf('t'), 'u-1': inputOf('v') });
    await saga(['prune-versions']);
    expect(deletedMachines()).toEqual([1]);
  });

  it('of the function that an execution calls which began without a version of the machine', async () => {
    deployed({ executions: [{ name: 't-1', status: 'RUNNING', calls: 1 }] });
    const { stdout } = await saga(['prune-versions']);
    expect(why(stdout, 'Charge', 1)).toBe('execution t-1 RUNNING');
    expect([deletedMachines(), deletedFunctions()]).toEqual([
      [3, 2, 1],
      [3, 2],
    ]);
  });

  it('of the function that an execution calls whose version of the machine is gone', async () => {
    deployed({ versions: 5, executions: [{ name: 't-1', status: 'RUNNING', version: 9, calls: 2 }] });
    await saga(['prune-versions']);
    expect(deletedFunctions()).toEqual([3, 1]);
  });

  it('of the function that a deployment has just published, and that nothing calls yet', async () => {
    deployed({ functionVersions: 6 });
    const { stdout } = await saga(['prune-versions', '--keep', '1']);
    expect(why(stdout, 'Charge', 6)).toBe('the newest');
    expect(deletedFunctions()).toEqual([4, 3, 2, 1]);
  });

  it('of the function that a recovery calls which runs', async () => {
    deployed({ executions: [{ name: 'r', status: 'RUNNING', machine: RECOVERY_MACHINE_ARN, calls: 3 }] });
    const { stdout } = await saga(['prune-versions']);
    expect(why(stdout, 'Charge', 3)).toBe('recovery r RUNNING');
  });
});

describe('not kept is a version', () => {
  it.each([
    ['is rolled back', { TransactionId: 't', ExecutionId: arnOf('t-1'), Status: 'ROLLED_BACK' }],
    ["is another execution's", { TransactionId: 't', ExecutionId: arnOf('t-2'), Status: 'ROLLBACK_FAILED' }],
  ])('with which an execution began that failed, and whose record %s', async (_what, record) => {
    deployed({ executions: [{ name: 't-1', status: 'FAILED', version: 2 }], records: [record] });
    executionsAre(aws, { 't-1': { input: '{"TransactionDetails":{"TransactionId":"t"}}' } });
    await saga(['prune-versions']);
    expect(deletedMachines()).toEqual([3, 2, 1]);
  });

  it('whose executions have all succeeded', async () => {
    deployed({ executions: [{ name: 't-1', status: 'SUCCEEDED', version: 2 }] });
    await saga(['prune-versions']);
    expect(deletedMachines()).toEqual([3, 2, 1]);
  });
});

describe('what is refused to be deleted', () => {
  it('is kept and says why, with the versions of the functions that it names', async () => {
    deployed({});
    aws
      .on(DeleteStateMachineVersionCommand)
      .onFirstCall()
      .rejects(new ConflictException({ message: 'an alias refers', ...metadata }));
    const { exitCode, stdout } = await saga(['prune-versions']);
    expect(exitCode).toBe(0);
    expect(why(stdout, 'Saga', 3)).toBe('refused: an alias refers');
    expect(why(stdout, 'Charge', 3)).toBe('state machine version 3');
    expect(deletedFunctions()).toEqual([2, 1]);
  });

  it('is a version that an alias of the function names', async () => {
    deployed({});
    aws
      .on(DeleteFunctionCommand)
      .onFirstCall()
      .rejects(new ResourceConflictException({ message: 'an alias', Type: 'User', ...metadata }));
    expect(why((await saga(['prune-versions'])).stdout, 'Charge', 3)).toBe('refused: an alias');
  });

  it('is no function that was deleted with its versions', async () => {
    deployed({});
    aws
      .on(ListVersionsByFunctionCommand)
      .rejects(new ResourceNotFoundException({ message: 'gone', Type: 'User', ...metadata }));
    const { exitCode } = await saga(['prune-versions']);
    expect([exitCode, deletedFunctions()]).toEqual([0, []]);
  });

  it('ends with 3 where AWS refuses anything else, after a table of what was deleted', async () => {
    deployed({});
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException', $fault: 'client' });
    aws.on(DeleteFunctionCommand).onSecondCall().rejects(denied);
    const { exitCode, stdout, stderr } = await saga(['prune-versions']);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^Charge +3 .* deleted$/m);
    expect(stderr).toContain('not authorized');
  });
});
