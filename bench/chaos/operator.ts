import { setTimeout as sleep } from 'node:timers/promises';
import { type SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { Lots } from './lots.ts';

/** Between the Lambda whose invocation is the signal and the stop, at most: it falls before, into and after the Lambda's work. */
const MAX_DELAY_MS = 10;

/** Somebody who stops executions. */
export class Operator {
  readonly #client: () => SFNClient;
  readonly #lots: Lots;
  readonly #under: Promise<void>[] = [];

  constructor(client: () => SFNClient, lots: Lots) {
    this.#client = client;
    this.#lots = lots;
  }

  /** In a moment. @param name draws how long that is */
  stop(executionArn: string, name: string): void {
    const stopping = this.#stop(executionArn, this.#lots('stop delay', name) * MAX_DELAY_MS);
    // Whoever waits for `done` hears of it.
    stopping.catch(() => {});
    this.#under.push(stopping);
  }

  /** Resolves when all that were to be stopped are. @throws Error of the first that could not be */
  async done(): Promise<void> {
    await Promise.all(this.#under);
  }

  async #stop(executionArn: string, delayMs: number): Promise<void> {
    await sleep(delayMs);
    await this.#client().send(new StopExecutionCommand({ executionArn, error: 'Stopped', cause: 'on purpose' }));
  }
}
