import type { Writer } from '../../../lambda/store/record.ts';

export const SAGA = ['Process', 'Transform', 'Commit'] as const;

/** Three executions of one transaction, one after the other; the fence is about who of them may write. */
export const EARLIER = { id: 'arn:earlier', startedAt: '2026-01-01T10:00:00.000Z' };
export const MINE = { id: 'arn:mine', startedAt: '2026-01-01T12:00:00.000Z' };
export const LATER = { id: 'arn:later', startedAt: '2026-01-01T14:00:00.000Z' };

/** When this test's writes happen. */
export const NOW = '2026-01-01T12:00:05.000Z';

export const FAILURE = { step: 'Transform', error: 'SimulatedFailure', cause: 'simulated' };

let count = 0;

/** A key of its own for each test, so that tests share a table but no record. */
export function newTransactionId(): string {
  count += 1;
  return `transaction-${count}`;
}

export function writer(transactionId: string, step: string, execution: Writer['execution'] = MINE): Writer {
  return { transactionId, saga: SAGA, step, execution, now: new Date(NOW) };
}
