import type { ExecutionEnvironment } from './execution-environment.ts';
import type { Invocation, Outcome } from './protocol.ts';

/**
 * How long an invocation waits for an environment that is busy before a further one is started for it. On a few cores one
 * environment serves a function's invocations faster than two, which fight for them; but one that hangs must not hold up
 * the rest.
 */
const PATIENCE_MS = 250;

/**
 * The execution environments of one function: started when the others keep an invocation waiting, up to the limit, then
 * reused, the one used last first. Invocations wait first come, first served; AWS would start an environment for each.
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
  #patience: NodeJS.Timeout | undefined;

  constructor(limit: number, start: (onEnd: () => void) => ExecutionEnvironment) {
    this.#limit = limit;
    this.#start = start;
  }

  /** How many invocations wait for an environment. */
  get waiting(): number {
    return this.#waiting.length;
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
    clearTimeout(this.#patience);
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('the embedded Lambda was closed'));
    await Promise.all([...this.#threads].map((environment) => environment.kill()));
  }

  #acquire(): ExecutionEnvironment | Promise<ExecutionEnvironment> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#all.size === 0) return this.#add();
    const turn = Promise.withResolvers<ExecutionEnvironment>();
    this.#waiting.push(turn);
    this.#growLater();
    return turn.promise;
  }

  #growLater(): void {
    if (this.#patience !== undefined || this.#all.size >= this.#limit) return;
    const first = this.#waiting[0];
    this.#patience = setTimeout(() => {
      this.#patience = undefined;
      // Whoever was first then has been served: the queue moves.
      if (this.#waiting[0] === first && this.#all.size < this.#limit) this.#waiting.shift()?.resolve(this.#add());
      if (this.#waiting.length > 0) this.#growLater();
    }, PATIENCE_MS);
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
