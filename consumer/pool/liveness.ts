/**
 * How long receives have gone unanswered. An error is an answer: a restart of the pod mends neither SQS nor a policy. A
 * timeout is none, and it counts on until something answers.
 */
export class Liveness {
  readonly #sent = new Set<{ readonly at: number }>();
  #unansweredSince: number | undefined;

  /** @returns what to call when the receive has ended */
  sent(): (answered: boolean) => void {
    const call = { at: performance.now() };
    this.#sent.add(call);
    return (answered) => {
      this.#sent.delete(call);
      if (answered) this.#unansweredSince = undefined;
      else this.#unansweredSince ??= call.at;
    };
  }

  /** Milliseconds since the oldest receive without an answer was sent; 0 where there is none. */
  get silentMs(): number {
    const oldest = this.#sent.values().next().value?.at ?? Number.POSITIVE_INFINITY;
    const since = Math.min(oldest, this.#unansweredSince ?? Number.POSITIVE_INFINITY);
    return since === Number.POSITIVE_INFINITY ? 0 : performance.now() - since;
  }
}
