import type { ExecutionEnvironment } from './execution-environment.ts';
import type { Invocation, Outcome } from './protocol.ts';

/**
 * The execution environments of one function: started on demand up to the limit, then reused, the one used last first.
 * Beyond the limit invocations wait, first come, first served; AWS would start more, up to the account's concurrency.
 */
export class EnvironmentPool {
  readonly #limit: number;
  readonly #start: (onEnd: () => void) => ExecutionEnvironment;
  /** Those that take invocations. */
  readonly #all = new Set<ExecutionEnvironment>();
  /** Those whose thread still is: it outlives a timeout by some milliseconds. */
  readonly #threads = new Set<ExecutionEnvironment>();
  readonly #waiting: PromiseWithResolvers<ExecutionEnvironment>[] = [];
  #idle: ExecutionEnvironment[] = [];

  constructor(limit: number, start: (onEnd: () => void) => ExecutionEnvironment) {
    this.#limit = limit;
    this.#start = start;
  }

  /** @param killAfterMs ends the environment that long after the invocation got it */
  async run(invocation: Invocation, killAfterMs?: number): Promise<Outcome> {
    const environment = await this.#acquire();
    const kill = killAfterMs === undefined ? undefined : setTimeout(() => void environment.kill(), killAfterMs);
    const outcome = await environment.run(invocation);
    clearTimeout(kill);
    this.#release(environment);
    return outcome;
  }

  /** Running invocations end as killed; waiting ones are refused. */
  async close(): Promise<void> {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('the embedded Lambda was closed'));
    await Promise.all([...this.#threads].map((environment) => environment.kill()));
  }

  #acquire(): ExecutionEnvironment | Promise<ExecutionEnvironment> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#all.size < this.#limit) return this.#add();
    const turn = Promise.withResolvers<ExecutionEnvironment>();
    this.#waiting.push(turn);
    return turn.promise;
  }

  #release(environment: ExecutionEnvironment): void {
    const next = this.#waiting.shift();
    if (next !== undefined) next.resolve(environment.hasEnded ? this.#add() : environment);
    else if (!environment.hasEnded) this.#idle.push(environment);
  }

  #add(): ExecutionEnvironment {
    const environment: ExecutionEnvironment = this.#start(() => {
      this.#all.delete(environment);
      this.#idle = this.#idle.filter((it) => it !== environment);
    });
    this.#all.add(environment);
    this.#threads.add(environment);
    environment.exit.then(() => this.#threads.delete(environment));
    return environment;
  }
}
