import type { HeldMessage } from './held-message.ts';

/**
 * Messages that were received and wait for a handler, oldest first. Of a FIFO group one message is out at a time: the
 * next one starts when it is settled.
 */
export class Buffer {
  #messages: HeldMessage[] = [];
  readonly #busyGroups = new Set<string>();

  get size(): number {
    return this.#messages.length;
  }

  push(message: HeldMessage): void {
    this.#messages.push(message);
  }

  take(): HeldMessage | undefined {
    const index = this.#messages.findIndex(({ group }) => group === undefined || !this.#busyGroups.has(group));
    if (index < 0) return undefined;
    const [message] = this.#messages.splice(index, 1);
    if (message?.group !== undefined) this.#busyGroups.add(message.group);
    return message;
  }

  /** The handler of a message that was taken has ended. */
  settled({ group }: HeldMessage): void {
    if (group !== undefined) this.#busyGroups.delete(group);
  }

  /** Takes out all that match, whatever their group does. */
  remove(matches: (message: HeldMessage) => boolean): HeldMessage[] {
    const removed = this.#messages.filter(matches);
    if (removed.length > 0) this.#messages = this.#messages.filter((message) => !matches(message));
    return removed;
  }
}
