import type { StepTask } from '../../../contract/task.ts';
import type { TracedDynamoDbRequest } from '../../../local/services.ts';

/** Which write of which transaction is held. */
export interface HeldWrite {
  readonly transactionId: string;
  readonly step: string;
  /** @default 'run' */
  readonly of?: 'run' | 'rollback';
  /** Of the Task; of the rollback, too. @default - every attempt */
  readonly retryCount?: number;
}

interface Held extends HeldWrite {
  readonly came: PromiseWithResolvers<void>;
  readonly released: PromiseWithResolvers<void>;
}

/**
 * Holds writes of steps between the Lambda, which has sent them, and the table: what happens to the execution meanwhile
 * happens before a write that is on its way.
 */
export class HeldWrites {
  readonly #held: Held[] = [];

  /** To be called before each request to DynamoDB. */
  readonly beforeRequest = async (request: TracedDynamoDbRequest): Promise<undefined> => {
    const held = this.#held.find((one) => isOf(one, request));
    if (held === undefined) return;
    held.came.resolve();
    await held.released.promise;
  };

  /** From now on. @returns what waits until the write has come */
  hold(write: HeldWrite): Promise<void> {
    const held = { ...write, came: Promise.withResolvers<void>(), released: Promise.withResolvers<void>() };
    this.#held.push(held);
    return held.came.promise;
  }

  /** Lets go what was held of a transaction, and holds nothing of it any more. */
  release(transactionId: string): void {
    for (const held of this.#held.splice(0)) {
      if (held.transactionId === transactionId) held.released.resolve();
      else this.#held.push(held);
    }
  }
}

function isOf({ transactionId, step, of = 'run', retryCount }: HeldWrite, request: TracedDynamoDbRequest): boolean {
  const { operation, parameters, invocation } = request;
  const task = invocation?.payload as (StepTask & Record<string, unknown>) | undefined;
  const key = parameters.Key as { TransactionId?: { S?: string } } | undefined;
  return (
    operation === 'UpdateItem' &&
    key?.TransactionId?.S === transactionId &&
    task?.Step === step &&
    (of === 'rollback') === ('Failed' in task || 'Recovery' in task) &&
    (retryCount === undefined || task.RetryCount === retryCount)
  );
}
