import { NotARecoveryMessage } from '../../contract/recovery-message.ts';
import { nameIn } from '../saga/execution.ts';
import type { Received, RecoveryQueue } from './recovery-queue.ts';
import { type Resumed, type ResumeProps, resume } from './resume.ts';

/** What became of a message and of its saga: a row of the table. */
export interface ResumedMessage {
  readonly messageId: string;
  /** `null` where the message is not ours. */
  readonly transactionId: string | null;
  readonly executionArn: string | null;
  readonly outcome: Resumed['outcome'];
  readonly message: 'deleted' | 'left';
  readonly why: string;
}

/**
 * Resumes the saga of every message in the queue, ten at a time, each saga once. What is left in the queue is given back at the
 * end, not before: it would be received again and again.
 */
export class QueueResumption {
  readonly #queue: RecoveryQueue;
  readonly #props: ResumeProps;
  /** By the execution's ARN. */
  readonly #resumed = new Map<string, Promise<Resumed>>();
  readonly #left: Received[] = [];

  constructor(queue: RecoveryQueue, props: ResumeProps) {
    this.#queue = queue;
    this.#props = props;
  }

  async *run(): AsyncGenerator<ResumedMessage> {
    while (!this.#props.signal.aborted) {
      const batch = await this.#queue.receive();
      if (batch.length === 0) return;
      yield* await Promise.all(batch.map((received) => this.#handle(received)));
    }
  }

  /** Shows what was left to everybody again. */
  async giveBack(): Promise<void> {
    await Promise.all(this.#left.splice(0).map((received) => this.#queue.giveBack(received)));
  }

  async #handle(received: Received): Promise<ResumedMessage> {
    const { message, messageId } = received;
    if (message instanceof NotARecoveryMessage) {
      this.#left.push(received);
      const why = message.message;
      return { messageId, transactionId: null, executionArn: null, outcome: 'notOurs', message: 'left', why };
    }
    const { ExecutionArn: executionArn } = message;
    const resumed = this.#resumed.get(executionArn) ?? resume(this.#props, message);
    this.#resumed.set(executionArn, resumed);
    const result = await resumed;
    const { transactionId = nameIn(executionArn), outcome, why } = result;
    const isDone = isSettled(result, received);
    if (isDone) await this.#queue.delete(received);
    else if (outcome !== 'interrupted') this.#left.push(received);
    return { messageId, transactionId, executionArn, outcome, message: isDone ? 'deleted' : 'left', why };
  }
}

/**
 * Whether nobody has to look at the message any more. A rollback that failed again has sent another, which stays: those sent
 * before go. Both times are AWS's: this machine's clock has no say in what is deleted.
 */
function isSettled({ outcome, recoveredAt }: Resumed, { sentAt }: Received): boolean {
  if (outcome === 'failedAgain') return recoveredAt !== undefined && sentAt < recoveredAt;
  return outcome === 'rolledBack' || outcome === 'nothing';
}
