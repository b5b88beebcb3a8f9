import { runtimeError } from '../errors.ts';
import type { EventBody, HistoryEvent } from './event.ts';

/** AWS ends an execution that has more. */
const MAX_EVENTS = 25_000;

/** The events of one execution. It takes no more once the execution has ended. */
export class History {
  readonly #events: HistoryEvent[] = [];
  readonly #texts = new Map<string, string>();
  #last: { readonly value: unknown; readonly text: string } | undefined;
  #bytes = 0;
  #isClosed = false;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  get events(): readonly HistoryEvent[] {
    return this.#events;
  }

  /** About what it occupies: a text that several events share is held once, and so counted once. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * @returns the event's id; that of the event before where the history is closed
   * @throws StateError States.Runtime where only the last event has still room
   */
  add(body: EventBody, previousEventId: number): number {
    if (this.#isClosed) return previousEventId;
    if (this.#events.length >= MAX_EVENTS - 1)
      throw runtimeError(`The execution reached the maximum number of history events (${MAX_EVENTS}).`);
    return this.#append(body, previousEventId);
  }

  /** The JSON of a value. One state's output is the next one's input: equal texts are held once. */
  textOf(value: unknown): string {
    if (this.#last !== undefined && this.#last.value === value) return this.#last.text;
    const text = this.share(JSON.stringify(value) ?? 'null');
    this.#last = { value, text };
    return text;
  }

  /** The one copy that is held of a text. */
  share(text: string): string {
    const held = this.#texts.get(text);
    if (held !== undefined) return held;
    this.#texts.set(text, text);
    this.#bytes += text.length;
    return text;
  }

  /** Ends the history with a last event. */
  close(body: EventBody, previousEventId: number): void {
    this.#append(body, previousEventId);
    this.#isClosed = true;
    this.#texts.clear();
    this.#last = undefined;
  }

  #append(body: EventBody, previousEventId: number): number {
    const id = this.#events.length + 1;
    this.#events.push({ ...body, id, previousEventId, timestamp: this.#now() / 1000 });
    return id;
  }
}
