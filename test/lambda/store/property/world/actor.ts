/**
 * Something that goes on by itself until its next request, which the schedule has to let pass, or to its end: an execution
 * with the Lambda that it waits for, or a Lambda that nobody waits for any more.
 */
export class Actor {
  #turn: PromiseWithResolvers<void> | undefined;

  /** Lets it go on. Resolves when it has come to its next request or to its end, so that one moves at a time. */
  async go(on: () => void): Promise<void> {
    const turn = Promise.withResolvers<void>();
    this.#turn = turn;
    on();
    await turn.promise;
  }

  /** It waits, or is over. */
  stopped(): void {
    this.#turn?.resolve();
    this.#turn = undefined;
  }
}
