import { createHash } from 'node:crypto';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MAX_RECORDS, MAX_RECORDS_BYTES } from '../../contract/records.ts';
import { SAGA_STEPS, STATUS } from '../../contract/saga.ts';
import type { StepHandlers } from '../../lambda/step/define-step.ts';
import { itemBytes } from './item-bytes.ts';
import { type LocalTable, startLocalTable } from './store/local-table.ts';
import { CONTEXT, EXECUTION, INPUT, rollbackTask, runTask, setStepEnvironment } from './tasks.ts';

const ISO = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const SAMPLE = '{"Data":"Sample data","Id":"Sample"}';

let local: LocalTable;
let steps: Record<string, StepHandlers>;

beforeAll(async () => {
  local = await startLocalTable();
  setStepEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: local.endpoint, TABLE_NAME: local.table.name });
  steps = {
    ProcessRecords: await import('../../lambda/process-records.ts'),
    TransformRecords: await import('../../lambda/transform-records.ts'),
    CommitRecords: await import('../../lambda/commit-records.ts'),
  };
});
afterAll(() => local.close());

const inputOf = (TransactionDetails: object) => ({ TransactionDetails });

async function runSaga(Input: unknown) {
  const results = [];
  for (const step of SAGA_STEPS) results.push(await steps[step]?.run(runTask(step, { Input }), CONTEXT));
  return results;
}

describe('the three steps, one after the other', () => {
  test('leave the article’s sample data in the record, a map for each step', async () => {
    const results = await runSaga(INPUT);
    const Digest = sha256(sha256(SAMPLE));
    expect(results).toEqual([
      { TransactionId: '1', Step: 'ProcessRecords', Status: 'Success', Output: { Count: 1 } },
      { TransactionId: '1', Step: 'TransformRecords', Status: 'Success', Output: { Count: 1 } },
      { TransactionId: '1', Step: 'CommitRecords', Status: 'Success', Output: { Count: 1, Digest } },
    ]);
    expect(await local.get('1')).toEqual({
      TransactionId: '1',
      ExecutionId: EXECUTION.Id,
      Status: STATUS.committed,
      Saga: SAGA_STEPS,
      Steps: SAGA_STEPS.map((Name) => ({ Execution: EXECUTION.Id, Name, Status: 'Success', Ts: ISO })),
      ProcessRecords: { Data: ['{"Id":"Sample","Data":"Sample data"}'], LastUpdated: ISO },
      TransformRecords: { Data: [{ Canonical: SAMPLE, Sha256: sha256(SAMPLE) }], LastUpdated: ISO },
      CommitRecords: { Data: { Count: 1, Digest }, LastUpdated: ISO },
      ClosedAt: ISO,
    });
  });

  test('put records in order, and keep what JSON can hold and DynamoDB’s own maps cannot', async () => {
    const Records = JSON.parse('[{"Id":"b","n":1e-200},{"Id":"__proto__","__proto__":{"x":1},"n":-0}]');
    await runSaga(inputOf({ TransactionId: 'hard', Records }));
    const canonical = ['{"Id":"__proto__","__proto__":{"x":1},"n":0}', '{"Id":"b","n":1e-200}'];
    expect(await local.get('hard')).toMatchObject({
      ProcessRecords: { Data: ['{"Id":"__proto__","__proto__":{"x":1},"n":0}', '{"Id":"b","n":1e-200}'] },
      TransformRecords: { Data: canonical.map((Canonical) => ({ Canonical, Sha256: sha256(Canonical) })) },
      CommitRecords: { Data: { Count: 2, Digest: sha256(canonical.map(sha256).join('')) } },
    });
  });

  test('commit a transaction without any records', async () => {
    await runSaga(inputOf({ TransactionId: 'empty', Records: [] }));
    expect(await local.get('empty')).toMatchObject({
      ProcessRecords: { Data: [] },
      CommitRecords: { Data: { Count: 0, Digest: sha256('') } },
    });
  });

  test('leave no data after their rollbacks in reverse, and an audit trail of both', async () => {
    const Input = inputOf({ TransactionId: 'undone' });
    await runSaga(Input);
    for (const step of SAGA_STEPS.toReversed()) {
      const result = await steps[step]?.rollback(rollbackTask(step, { Input }), CONTEXT);
      expect(result).toMatchObject({ TransactionId: 'undone', Step: step, Status: 'RolledBack' });
    }
    const record = await local.get('undone');
    for (const step of SAGA_STEPS) expect(record).not.toHaveProperty(step);
    expect(record).toMatchObject({
      Status: STATUS.rollingBack,
      Error: { Step: 'CommitRecords', Name: 'SimulatedFailure', Cause: 'simulated' },
      Steps: [
        ...SAGA_STEPS.map((Name) => ({ Name, Status: 'Success' })),
        ...SAGA_STEPS.toReversed().map((Name) => ({ Name, Status: 'RolledBack' })),
      ],
    });
  });

  test('keep the largest transaction in 300 KB of the 400 that an item may have', async () => {
    const Records = Array.from({ length: MAX_RECORDS }, (_, index) => ({ Id: `${index}`, Data: '' }));
    const room = MAX_RECORDS_BYTES - Buffer.byteLength(JSON.stringify(Records));
    Records.forEach((record, index) => {
      record.Data = 'x'.repeat(Math.floor(room / MAX_RECORDS) + (index < room % MAX_RECORDS ? 1 : 0));
    });
    expect(Buffer.byteLength(JSON.stringify(Records))).toBe(MAX_RECORDS_BYTES);
    await runSaga(inputOf({ TransactionId: 'largest', Records }));
    const Key = { TransactionId: { S: 'largest' } };
    const { Item } = await local.table.client.send(new GetItemCommand({ TableName: local.table.name, Key }));
    const bytes = itemBytes(Item ?? {});
    expect(bytes).toBeGreaterThan(2 * MAX_RECORDS_BYTES);
    // What is left, 100 KB and more, is for the audit entries of further attempts.
    expect(bytes).toBeLessThan(300_000);
  });
});

describe('what is not a transaction', () => {
  test.each([
    ['a number', 42],
    ['a list', []],
    ['null', null],
    ['an object of another kind', { hello: 1 }],
    ['records that share an Id', inputOf({ TransactionId: 'bad', Records: [{ Id: 'a' }, { Id: 'a' }] })],
    ['a record that has no canonical form', inputOf({ TransactionId: 'bad', Records: [{ Id: 'a', b: '\ud800' }] })],
    ['an unknown step in simulateFail', inputOf({ TransactionId: 'bad', simulateFail: 'Nowhere' })],
  ])('ends as InvalidTransaction in every step and writes nothing: %s', async (_, Input) => {
    for (const step of SAGA_STEPS) {
      const invalid = { name: 'InvalidTransaction' };
      await expect(steps[step]?.run(runTask(step, { Input }), CONTEXT)).rejects.toMatchObject(invalid);
      await expect(steps[step]?.rollback(rollbackTask(step, { Input }), CONTEXT)).rejects.toMatchObject(invalid);
    }
    expect(await local.get('bad')).toBeUndefined();
  });
});
