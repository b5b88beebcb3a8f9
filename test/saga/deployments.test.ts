import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { REGION } from '../../local/cloudformation/place.ts';
import { saga } from '../cli/terminal.ts';
import { Running } from './support/deployments/running.ts';
import { synthesize } from './support/deployments/synthesize.ts';
import { recover, stop } from './support/recoveries.ts';

const STEPS = ['Reserve', 'Charge', 'Ship'];
const WITHOUT_CHARGE = ['Reserve', 'Ship'];

const outdir = mkdtempSync(join(tmpdir(), 'fanout-saga-deployments-'));
let first: string;
let second: string;
let retiring: string;
let dropping: string;

beforeAll(() => {
  const code = 'second-step';
  first = synthesize(join(outdir, 'first'), { code: 'first-step', steps: STEPS });
  second = synthesize(join(outdir, 'second'), { code, steps: STEPS });
  retiring = synthesize(join(outdir, 'retiring'), { code, steps: WITHOUT_CHARGE, retired: ['Charge'] });
  dropping = synthesize(join(outdir, 'dropping'), { code, steps: WITHOUT_CHARGE });
}, 120_000);
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const committed = { status: 'SUCCEEDED', record: { Status: 'COMMITTED' } };
const rolledBack = { status: 'FAILED', record: { Status: 'ROLLED_BACK' } };

describe('a saga that is under way when another deployment comes', () => {
  test('runs its later steps with the code it began with, and those after it run the new code', async () => {
    await using running = await Running.boot(first);
    const { cloud } = running;
    const executionArn = await running.startHeld('old', 'Charge');
    await cloud.deploy(second);

    expect(await running.ended(await running.start('young'))).toMatchObject(committed);
    running.release('old');

    expect(await running.ended(executionArn)).toMatchObject(committed);
    expect(running.told('old')).toEqual(STEPS.map((step) => `first runs ${step}`));
    expect(running.told('young')).toEqual(STEPS.map((step) => `second runs ${step}`));
  });

  test('is rolled back by the code it began with', async () => {
    await using running = await Running.boot(first);
    const executionArn = await running.startHeld('old', 'Charge', 'Ship');
    await running.cloud.deploy(second);
    running.release('old');

    expect(await running.ended(executionArn)).toMatchObject(rolledBack);
    expect(running.told('old').slice(-3)).toEqual(['first undoes Ship', 'first undoes Charge', 'first undoes Reserve']);
    expect(running.told('old').filter((line) => line.includes('second'))).toEqual([]);
  });

  test('is recovered by the rollbacks that are deployed by then', async () => {
    await using running = await Running.boot(first);
    const { cloud } = running;
    const executionArn = await running.startHeld('old', 'Charge');
    await cloud.deploy(second);
    await stop(cloud, executionArn);

    expect(await recover(cloud, executionArn)).toMatchObject({ status: 'SUCCEEDED' });

    expect(running.told('old').slice(-3)).toEqual([
      'second undoes Ship',
      'second undoes Charge',
      'second undoes Reserve',
    ]);
    expect(await running.ended(executionArn)).toMatchObject({ status: 'ABORTED', record: { Status: 'ROLLED_BACK' } });
  });

  test('goes on with its code after a third deployment that brings the first one back', async () => {
    await using running = await Running.boot(first);
    const { cloud } = running;
    const oldArn = await running.startHeld('old', 'Charge');
    await cloud.deploy(second);
    const youngArn = await running.startHeld('young', 'Charge');
    await cloud.deploy(first);
    const { version } = cloud.stepFunctions.machines.find(cloud.sagaStateMachineArn);
    expect(version).toBe('3');

    running.release('old');
    running.release('young');
    const youngestArn = await running.start('youngest');
    for (const arn of [oldArn, youngArn, youngestArn]) expect(await running.ended(arn)).toMatchObject(committed);

    const told = ['old', 'young', 'youngest'].map((id) => new Set(running.told(id).map((line) => line.split(' ')[0])));
    expect(told).toEqual([new Set(['first']), new Set(['second']), new Set(['first'])]);
  });
});

describe('a step that is retired by a deployment', () => {
  test('is run and rolled back by the saga that began with it, and is none of those after it', async () => {
    await using running = await Running.boot(first);
    const { cloud } = running;
    const executionArn = await running.startHeld('old', 'Reserve', 'Ship');
    await cloud.deploy(retiring);
    running.release('old');

    expect(await running.ended(executionArn)).toMatchObject(rolledBack);
    expect(running.told('old')).toEqual(expect.arrayContaining(['first runs Charge', 'first undoes Charge']));
    expect(await running.ended(await running.start('young'))).toMatchObject(committed);
    expect(running.told('young')).toEqual(['second runs Reserve', 'second runs Ship']);
  });

  test('is rolled back by recovery', async () => {
    await using running = await Running.boot(first);
    const { cloud } = running;
    const executionArn = await running.startHeld('old', 'Ship');
    await cloud.deploy(retiring);
    await stop(cloud, executionArn);

    expect(await recover(cloud, executionArn)).toMatchObject({ status: 'SUCCEEDED' });

    expect(running.told('old').slice(-3)).toEqual([
      'second undoes Ship',
      'second undoes Charge',
      'second undoes Reserve',
    ]);
    expect(await running.ended(executionArn)).toMatchObject({ record: { Status: 'ROLLED_BACK' } });
  });

  test('is lost to the saga that began with it where it is dropped instead: its functions go, with all versions', async () => {
    await using running = await Running.boot(first);
    const { cloud } = running;
    const executionArn = await running.startHeld('old', 'Ship', 'Ship');
    await cloud.deploy(dropping);
    running.release('old');

    expect(await running.ended(executionArn)).toMatchObject({
      status: 'FAILED',
      record: { Status: 'ROLLBACK_FAILED', Charge: { Data: { By: 'first' } } },
    });
    expect(running.told('old').slice(-2)).toEqual(['first undoes Ship', 'first undoes Reserve']);
  });
});

describe('pruning', () => {
  test('keeps what an open execution calls, and deletes it afterwards', async () => {
    await using running = await Running.boot(first);
    const { cloud } = running;
    const executionArn = await running.startHeld('old', 'Charge');
    await cloud.deploy(second);
    const calls = firstVersionsCalledBy(cloud.stepFunctions.execution(executionArn).props.machine.definition);
    expect(calls).toHaveLength(2 * STEPS.length);

    expect(await pruned(running)).toEqual([]);
    running.release('old');
    expect(await running.ended(executionArn)).toMatchObject(committed);
    expect(running.told('old')).toEqual(STEPS.map((step) => `first runs ${step}`));
    expect(await pruned(running)).toEqual([...calls, cloud.sagaStateMachineArn.replace(/live$/, '1')].sort());

    for (const arn of calls) await expect(invoke(cloud.endpoint, arn)).rejects.toThrow(`Function not found: ${arn}`);
    expect(await running.ended(await running.start('young'))).toMatchObject(committed);
  });
});

/** The ARNs of the versions that pruning deletes. */
async function pruned({ cloud }: Running): Promise<string[]> {
  const { stdout } = await saga(['prune-versions', '--keep', '1', '--json', '--endpoint', cloud.endpoint]);
  const rows = JSON.parse(stdout) as { arn: string; action: string }[];
  return rows
    .filter(({ action }) => action === 'deleted')
    .map(({ arn }) => arn)
    .sort();
}

function firstVersionsCalledBy(definition: string): string[] {
  return [...new Set(definition.match(/arn:aws:lambda:[\w:-]+:1(?=")/g))];
}

async function invoke(endpoint: string, FunctionName: string): Promise<unknown> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new LambdaClient({ endpoint, region: REGION, credentials, maxAttempts: 1 });
  return await client.send(new InvokeCommand({ FunctionName, Payload: '{}' }));
}
