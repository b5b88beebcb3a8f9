import { traceParent } from './http/trace.ts';
import type { AnnouncedInvocation } from './lambda/invocation-fault.ts';

/** Enough for all that can be under way at a time, and for what lands late. */
const MAX_INVOCATIONS = 10_000;

/** Which invocation a request comes from: its trace header says so. Beyond 10,000 the one that began first is forgotten. */
export class Invocations {
  readonly #byParent = new Map<string, AnnouncedInvocation>();

  add(invocation: AnnouncedInvocation): void {
    const [first] = this.#byParent.keys();
    if (this.#byParent.size >= MAX_INVOCATIONS && first !== undefined) this.#byParent.delete(first);
    const parent = traceParent(invocation.traceId);
    if (parent !== undefined) this.#byParent.set(parent, invocation);
  }

  /** Undefined for what no function asks: a state, or somebody outside. */
  of(traceHeader: unknown): AnnouncedInvocation | undefined {
    return this.#byParent.get(traceParent(traceHeader) ?? '');
  }
}
