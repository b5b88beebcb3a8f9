/** Why things are kept, by what they are: the first reason that was given is told. */
export class Kept {
  readonly #reasons = new Map<string, string>();

  keep(what: string, reason: string): void {
    if (!this.#reasons.has(what)) this.#reasons.set(what, reason);
  }

  has(what: string): boolean {
    return this.#reasons.has(what);
  }

  reason(what: string): string | undefined {
    return this.#reasons.get(what);
  }
}
