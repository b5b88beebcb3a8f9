import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { HeldWrites } from './support/held-writes.ts';
import { OWN_STEPS, useOwnSagas } from './support/own-sagas.ts';
import { messagesIn, noEvents, recover, stop } from './support/recoveries.ts';

const writes = new HeldWrites();
const own = useOwnSagas({ faults: { dynamodb: writes.beforeRequest, events: noEvents } });

async function recordOf(id: string): Promise<Record<string, unknown>> {
  const { cloud, tableName } = own();
  const Key = { TransactionId: { S: id } };
  const { Item = {} } = await cloud.dynamodbClient().send(new GetItemCommand({ TableName: tableName, Key }));
  return unmarshall(Item);
}

async function start(count: number, id: string): Promise<string> {
  const input = JSON.stringify({ TransactionDetails: { TransactionId: id } });
  const command = new StartExecutionCommand({ stateMachineArn: own().sagaArn(count), input });
  const { executionArn = '' } = await own().cloud.stepFunctionsClient().send(command);
  return executionArn;
}

function trailOf(record: Record<string, unknown>): string[] {
  return (record.Steps as { Name: string; Status: string }[]).map(({ Name, Status }) => `${Status} ${Name}`);
}

describe.each([1, 2, 3, 4, 5])('a saga of %i steps of one’s own', (count) => {
  const steps = OWN_STEPS.slice(0, count);
  test.each(steps)(
    'that is stopped while a step writes is recovered, and the late write is refused: %s',
    async (step) => {
      const id = `${count}-${step}`;
      const came = writes.hold({ transactionId: id, step });
      const executionArn = await start(count, id);
      await came;
      await stop(own().cloud, executionArn);

      expect(await recover(own().cloud, executionArn, own().recoveryArn(count))).toMatchObject({ status: 'SUCCEEDED' });
      writes.release(id);
      await own().cloud.clock.idle();

      const record = await recordOf(id);
      expect(record).toMatchObject({ Status: 'ROLLED_BACK', ExecutionId: executionArn, Undone: new Set(steps) });
      for (const name of steps) expect(record).not.toHaveProperty(name);
      const earlier = steps.slice(0, steps.indexOf(step)).map((name) => `Success ${name}`);
      const trail = (record.Steps as { Name: string; Status: string }[]).map(({ Name, Status }) => `${Status} ${Name}`);
      expect(trail).toEqual([...earlier, ...steps.toReversed().map((name) => `RolledBack ${name}`)]);
    },
  );
});

describe('a saga that an older deploy began', () => {
  /** A saga of three steps that is stopped in its last, and whose record is as a deploy with these steps left it. */
  async function beganWith(id: string, steps: readonly string[]): Promise<string> {
    const came = writes.hold({ transactionId: id, step: 'Pack' });
    const executionArn = await start(3, id);
    await came;
    await stop(own().cloud, executionArn);
    const legacy = { Data: 'legacy', LastUpdated: '2026-01-01T00:00:00.000Z' };
    const Item = { ...(await recordOf(id)), Saga: steps, ...(steps.includes('Legacy') && { Legacy: legacy }) };
    await own()
      .cloud.dynamodbClient()
      .send(new PutItemCommand({ TableName: own().tableName, Item: marshall(Item) }));
    return executionArn;
  }

  test('is undone in the order of its record', async () => {
    const executionArn = await beganWith('reordered', ['Pack', 'Reserve', 'Charge']);

    expect(await recover(own().cloud, executionArn, own().recoveryArn(3))).toMatchObject({ status: 'SUCCEEDED' });

    const record = await recordOf('reordered');
    expect(record).toMatchObject({ Status: 'ROLLED_BACK' });
    expect(trailOf(record).slice(2)).toEqual(['RolledBack Charge', 'RolledBack Reserve', 'RolledBack Pack']);
  });

  test('keeps what only its own code can undo, undoes the rest, and says so', async () => {
    const executionArn = await beganWith('legacy', ['Reserve', 'Legacy', 'Charge', 'Pack']);

    const recovery = await recover(own().cloud, executionArn, own().recoveryArn(3));

    expect(recovery).toMatchObject({ status: 'FAILED', error: 'RollbackFailed' });
    expect(recovery.cause).toContain('the rollbacks of ["Legacy"] failed for good after Stopped');
    const record = await recordOf('legacy');
    expect(record).toMatchObject({ Status: 'ROLLBACK_FAILED', Legacy: { Data: 'legacy' } });
    expect(record).not.toHaveProperty('Reserve');
    expect(trailOf(record).slice(2)).toEqual([
      'RolledBack Pack',
      'RolledBack Charge',
      'RolledBack Reserve',
      'RollbackFailed Legacy',
    ]);
    expect(await messagesIn(own().cloud, own().queueUrl(3))).toMatchObject([
      {
        ExecutionArn: executionArn,
        RollbackErrors: {
          Legacy: {
            Error: 'UnknownStep',
            Cause: expect.stringMatching(/deploy code that has it again, then recover$/),
          },
        },
      },
    ]);
  });
});
