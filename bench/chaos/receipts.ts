import type { Received } from '../../local/sns-sqs/sns-sqs.ts';

/** What queues have handed out. */
export class Receipts {
  readonly #messages = new Set<string>();
  #again = 0;

  /** Messages that were received, each counted once. */
  get distinct(): number {
    return this.#messages.size;
  }

  /** How often a message was received that had been before. */
  get again(): number {
    return this.#again;
  }

  note({ messageIds }: Received): void {
    for (const id of messageIds) {
      if (this.#messages.has(id)) this.#again += 1;
      this.#messages.add(id);
    }
  }
}
