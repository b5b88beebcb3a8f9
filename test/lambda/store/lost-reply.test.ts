import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import sinon from 'sinon';
import { forward } from '../../../lambda/store/forward.ts';
import { rollback } from '../../../lambda/store/rollback.ts';
import { type LocalTable, startLocalTable } from './local-table.ts';
import { EARLIER, FAILURE, newTransactionId, writer } from './writers.ts';

let local: LocalTable;
beforeAll(async () => {
  local = await startLocalTable();
});
afterEach(() => sinon.restore());
afterAll(() => local.close());

/** The next UpdateItem takes effect, and nobody hears of it. */
function loseNextReply(): void {
  const { client } = local.table;
  const send = client.send.bind(client);
  const stub = sinon.stub(client, 'send');
  stub.callsFake((async (command: UpdateItemCommand) => {
    const answer = await send(command);
    if (!(command instanceof UpdateItemCommand)) return answer;
    stub.restore();
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  }) as never);
}

/** What the state machine makes of it: TransientError, then the same again. */
async function withLostReply(write: () => Promise<string>): Promise<string> {
  loseNextReply();
  await expect(write()).rejects.toMatchObject({ name: 'TransientError' });
  return await write();
}

describe('a reply that is lost', () => {
  test.each(['Process', 'Commit'])('leaves one effect and one audit entry after the retry of %s', async (step) => {
    const id = newTransactionId();
    for (const earlier of step === 'Commit' ? ['Process', 'Transform'] : []) {
      await forward(local.table, writer(id, earlier), 'data');
    }
    expect(await withLostReply(() => forward(local.table, writer(id, step), 'data'))).toBe('present');
    const { Steps } = { ...(await local.get(id)) } as { Steps: { Name: string }[] };
    expect(Steps.filter(({ Name }) => Name === step)).toHaveLength(1);
  });

  test('leaves one audit entry after the retry of a rollback', async () => {
    const id = newTransactionId();
    await forward(local.table, writer(id, 'Process'), 'data');
    const undo = () => rollback(local.table, writer(id, 'Process'), FAILURE);
    expect(await withLostReply(undo)).toBe('nothing to undo');
    expect(await local.get(id)).toMatchObject({ Steps: [{ Status: 'Success' }, { Status: 'RolledBack' }] });
  });

  test('leaves one audit entry after the retry of a rollback that takes over', async () => {
    const id = newTransactionId();
    const ClosedAt = '2026-01-01T11:00:00.000Z';
    await local.put({ TransactionId: id, ExecutionId: EARLIER.id, Status: 'ROLLED_BACK', ClosedAt });
    const undo = () => rollback(local.table, writer(id, 'Process'), FAILURE);
    // The first UpdateItem is refused, so it is the second whose reply is lost.
    expect(await withLostReply(undo)).toBe('nothing to undo');
    expect(await local.get(id)).toMatchObject({ Steps: [{ Status: 'RolledBack' }], Status: 'ROLLING_BACK' });
  });

  test('of a first write leads to a rollback that finds the data and removes it', async () => {
    const id = newTransactionId();
    loseNextReply();
    await expect(forward(local.table, writer(id, 'Process'), 'data')).rejects.toMatchObject({ name: 'TransientError' });
    expect(await rollback(local.table, writer(id, 'Process'), FAILURE)).toBe('rolled back');
    expect(await local.get(id)).not.toHaveProperty('Process');
  });
});
