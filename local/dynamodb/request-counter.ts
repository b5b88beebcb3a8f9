/** Enough for every execution of a long bench, and at most a few MB. */
const MAX_ROOTS = 10_000;

/** Counts requests by trace and operation. Beyond 10,000 traces, the one that began first is forgotten. */
export class RequestCounter {
  readonly #byRoot = new Map<string, Record<string, number>>();

  count(root: string, operation: string): void {
    const counts = this.#byRoot.get(root) ?? this.#begin(root);
    counts[operation] = (counts[operation] ?? 0) + 1;
  }

  /** By operation; empty where the trace is not known. */
  of(root: string): Readonly<Record<string, number>> {
    return { ...this.#byRoot.get(root) };
  }

  #begin(root: string): Record<string, number> {
    const [first] = this.#byRoot.keys();
    if (this.#byRoot.size >= MAX_ROOTS && first !== undefined) this.#byRoot.delete(first);
    const counts: Record<string, number> = {};
    this.#byRoot.set(root, counts);
    return counts;
  }
}
