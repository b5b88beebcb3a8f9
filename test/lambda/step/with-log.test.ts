import { Logger } from '@aws-lambda-powertools/logger';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import sinon from 'sinon';
import { defineStep } from '../../../lambda/step/define-step.ts';
import { stubDynamoDB } from '../../support/dynamodb.ts';
import { CONTEXT, runTask } from '../tasks.ts';
import { fakeRuntime } from './fake-runtime.ts';

const STEP = 'TransformRecords';
const SECRET = 'a secret of the publisher';
const Input = { TransactionDetails: { TransactionId: 'T-7', Records: [{ Id: 'a', Data: SECRET }] } };

const dynamodb = stubDynamoDB();
const lines: { level: string; text: string }[] = [];
let logger: Logger;

beforeEach(() => {
  lines.length = 0;
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    sinon.stub(console, level).callsFake((text: string) => void lines.push({ level, text }));
  }
  // Otherwise it writes around the global console.
  sinon.stub(process, 'env').value({ ...process.env, POWERTOOLS_DEV: 'true' });
  logger = new Logger({ serviceName: 'fanout-saga' });
});
afterEach(() => sinon.restore());

const step = () => defineStep({ run: () => ({ Data: SECRET, Output: { SECRET } }) }, fakeRuntime({ logger }));
const parsed = () => lines.map(({ level, text }) => ({ level, ...JSON.parse(text) }));

describe('an invocation', () => {
  test('that goes well writes one line with who, what and how', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    await step().run(runTask(STEP, { Input, RetryCount: 2 }), CONTEXT);
    expect(parsed()).toMatchObject([
      {
        level: 'INFO',
        message: 'step done',
        service: 'fanout-saga',
        TransactionId: 'T-7',
        step: STEP,
        execution: '1-1',
        retryCount: 2,
        outcome: 'written',
        function_request_id: 'request',
      },
    ]);
  });

  test('that fails writes one line with the error’s name', async () => {
    dynamodb.on(UpdateItemCommand).rejects(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    await expect(step().run(runTask(STEP, { Input }), CONTEXT)).rejects.toThrow();
    expect(parsed()).toMatchObject([
      {
        level: 'ERROR',
        message: 'step failed',
        TransactionId: 'T-7',
        step: STEP,
        error: { name: 'TransientError', cause: { name: 'Error' } },
      },
    ]);
  });

  test('that is refused writes a warning: it is not the Lambda that has to be mended', async () => {
    await expect(step().run(runTask(STEP, { Input: 42 }), CONTEXT)).rejects.toThrow();
    expect(parsed()).toMatchObject([{ level: 'WARN', message: 'step refused', error: { name: 'InvalidTransaction' } }]);
  });

  test('that is not a task writes a line, too', async () => {
    await expect(step().run(undefined, CONTEXT)).rejects.toThrow();
    expect(parsed()).toMatchObject([{ level: 'ERROR', message: 'step failed', error: { name: 'TypeError' } }]);
  });

  test('that throws what is not an error throws the same on', async () => {
    const { run } = defineStep(
      {
        run: () => {
          throw 'text';
        },
      },
      fakeRuntime({ logger }),
    );
    await expect(run(runTask(STEP, { Input }), CONTEXT)).rejects.toBe('text');
    expect(parsed()).toMatchObject([{ level: 'ERROR', error: { message: 'text' } }]);
  });

  test('leaves nothing of itself in the line of the next', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    const { run } = step();
    await run(runTask(STEP, { Input }), CONTEXT);
    await expect(run(undefined, CONTEXT)).rejects.toThrow();
    expect(parsed()[1]).not.toHaveProperty('TransactionId');
  });

  test('never writes the payload', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    await step().run(runTask(STEP, { Input }), CONTEXT);
    dynamodb.on(UpdateItemCommand).rejects(new Error('no'));
    await expect(step().run(runTask(STEP, { Input }), CONTEXT)).rejects.toThrow();
    expect(lines).toHaveLength(2);
    for (const { text } of lines) expect(text).not.toContain(SECRET);
  });
});
