import { describe, expect, test } from '@jest/globals';
import type { StatusChange } from '../../../local/stepfunctions/status-change.ts';
import { FakeFunctions } from './support/fake-functions.ts';
import { lambdaTask, machineOf, ROLE, register, stepFunctions } from './support/run.ts';

const PASS = machineOf({ A: { Type: 'Pass' } });
const FOREVER = machineOf({ W: { Type: 'Wait', Seconds: 3600 } });

describe('Step Functions in the process', () => {
  test('waits for the end of an execution, whether it is still to come or past', async () => {
    const service = stepFunctions();
    const { arn } = service.start({ machine: await register(service, PASS), name: 'one', input: '{"a":1}' });

    const during = service.waitForEnd(arn);
    expect(await during).toMatchObject({ status: 'SUCCEEDED', input: '{"a":1}', output: '{"a":1}' });
    expect(await service.waitForEnd(arn)).toEqual(await during);
  });

  test('counts states entered, not retries, and invocations, retries included', async () => {
    const functions = new FakeFunctions((_, count) => {
      if (count === 0) throw new Error('first');
    });
    const service = stepFunctions({ functions });
    const definition = machineOf({ A: lambdaTask({ Retry: [{ ErrorEquals: ['Error'] }] }), B: { Type: 'Pass' } });
    const { arn } = service.start({ machine: await register(service, definition), name: 'one', input: '{}' });
    await service.waitForEnd(arn);

    expect(service.statistics(arn)).toEqual({ statesEntered: 2, lambdaInvocations: 2 });
  });

  test('gives each execution a trace of its own, which its functions are invoked under', async () => {
    const functions = new FakeFunctions();
    const service = stepFunctions({ functions });
    const machine = await register(service, machineOf({ A: lambdaTask() }));
    const arns = ['one', 'two'].map((name) => service.start({ machine, name, input: '{}' }).arn);
    await Promise.all(arns.map((arn) => service.waitForEnd(arn)));

    const roots = arns.map((arn) => service.traceRoot(arn));
    expect(roots[0]).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect(new Set(roots).size).toBe(2);
    expect(functions.calls.map(({ traceId }) => traceId)).toEqual(roots.map((root) => `Root=${root};Sampled=0`));
    const startDate = service.execution(String(arns[0])).startDate;
    expect(Number.parseInt(String(roots[0]?.split('-')[1]), 16)).toBe(Math.floor(startDate / 1000));
  });

  test('tells of the start and the end of each execution as EventBridge does', async () => {
    const service = stepFunctions();
    const changes: StatusChange[] = [];
    const off = service.onStatusChange((change) => changes.push(change));
    const machine = await register(service, machineOf({ A: { Type: 'Fail', Error: 'E', Cause: 'why' } }));
    const { arn, startDate } = service.start({ machine, name: 'one', input: '{}' });
    await service.waitForEnd(arn);

    const running = {
      executionArn: arn,
      stateMachineArn: machine.arn,
      name: 'one',
      status: 'RUNNING',
      startDate,
      stopDate: null,
      input: '{}',
      inputDetails: { included: true },
      output: null,
      outputDetails: null,
      error: null,
      cause: null,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: 0,
      redriveDate: null,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    };
    expect(changes).toEqual([
      running,
      {
        ...running,
        status: 'FAILED',
        stopDate: expect.any(Number),
        error: 'E',
        cause: 'why',
        redriveStatusReason: expect.stringContaining('does not redrive'),
      },
    ]);

    off();
    service.start({ machine, name: 'two', input: '{}' });
    await new Promise(setImmediate);
    expect(changes).toHaveLength(2);
  });

  test('lets an execution end in the definition that it began with', async () => {
    const service = stepFunctions({ timeScale: 0.01 });
    const first = await register(
      service,
      machineOf({ W: { Type: 'Wait', Seconds: 1 }, A: { Type: 'Pass', Result: 'old' } }),
    );
    const { arn } = service.start({ machine: first, name: 'one', input: '{}' });
    const second = await register(service, machineOf({ A: { Type: 'Pass', Result: 'new' } }));

    expect(service.machines.find(first.arn).machine).toBe(second);
    expect(await service.waitForEnd(arn)).toMatchObject({ output: '"old"' });
  });

  test('refuses a definition by name whether or not the validator looks at it', async () => {
    const service = stepFunctions();
    const props = {
      name: 'Saga',
      roleArn: ROLE,
      definition: JSON.stringify(machineOf({ A: { Type: 'Pass', Assign: {} } })),
    };

    for (const validate of [true, false])
      await expect(service.register({ ...props, validate })).rejects.toMatchObject({
        code: 'InvalidDefinition',
        message: expect.stringContaining("the state 'A' uses Assign"),
      });
    expect(service.machines.all()).toEqual([]);
  });

  test('ends all that runs when it is closed, and tells nobody', async () => {
    const service = stepFunctions({ timeScale: 1 });
    const changes: StatusChange[] = [];
    const { arn } = service.start({ machine: await register(service, FOREVER), name: 'one', input: '{}' });
    service.onStatusChange((change) => changes.push(change));

    await service.service.close?.();

    expect(await service.waitForEnd(arn)).toMatchObject({ status: 'ABORTED' });
    expect(changes).toEqual([]);
  });
});

describe('executions that have ended', () => {
  const run = async (props: object, count: number, definition: object = PASS, input = '{}') => {
    const service = stepFunctions(props);
    const machine = await register(service, definition);
    const arns: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const { arn } = service.start({ machine, name: `n${i}`, input });
      await service.waitForEnd(arn);
      arns.push(arn);
    }
    return { service, machine, kept: service.executions.all().map(({ props: { name } }) => name) };
  };

  test('are dropped, oldest first, above a number, but their names stay taken', async () => {
    const { service, machine, kept } = await run({ maxEnded: 2 }, 4);

    expect(kept).toEqual(['n2', 'n3']);
    const arn = `${machine.arn.replace('stateMachine', 'execution')}:n0`;
    expect(() => service.execution(arn)).toThrow(`Execution Does Not Exist: '${arn}'`);
    expect(() => service.start({ machine, name: 'n0', input: '{}' })).toThrow(`Execution Already Exists: '${arn}'`);
  });

  test('are dropped above a number of bytes of history, the last one never', async () => {
    const text = JSON.stringify('x'.repeat(10_000));
    const { kept } = await run({ maxEndedBytes: 40_000 }, 6, PASS, text);
    // Each holds its text once, whatever number of events has it: 10,002 bytes and 4,096 for the rest.
    expect(kept).toEqual(['n4', 'n5']);

    expect((await run({ maxEndedBytes: 1 }, 3, PASS, text)).kept).toEqual(['n2']);
  });

  test('are dropped before any that runs', async () => {
    const service = stepFunctions({ maxEnded: 1, timeScale: 1 });
    const running = service.start({ machine: await register(service, FOREVER, 'Forever'), name: 'long', input: '{}' });
    const machine = await register(service, PASS);
    for (const name of ['a', 'b']) await service.waitForEnd(service.start({ machine, name, input: '{}' }).arn);

    expect(service.executions.all().map(({ props: { name } }) => name)).toEqual(['long', 'b']);
    running.finish({ status: 'ABORTED' });
  });
});
