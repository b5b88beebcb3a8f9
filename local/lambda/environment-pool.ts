import type { Environment, RunOptions } from './environment.ts';
import type { Invocation, Outcome } from './protocol.ts';

export interface EnvironmentPoolProps {
  /** How many environments there may be. */
  readonly limit: number;
  /**
   * How long an invocation waits for an environment that is busy before a further one is started for it. On a few cores one
   * thread serves a function's invocations faster than two, which fight for them; but one that hangs must not hold up the
   * rest. At 0 it does not wait.
   *
   * @default 250
   */
  readonly patienceMs?: number;
  readonly start: (onEnd: () => void) => Environment;
}

/**
 * The execution environments of one function: started when the others keep an invocation waiting, up to the limit, then
 * reused, the one used last first. Invocations wait first come, first served; AWS would start an environment for each.
 */
export class EnvironmentPool {
  readonly #limit: number;
  readonly #patienceMs: number;
  readonly #start: (onEnd: () => void) => Environment;
  /** Those that take invocations. */
  readonly #all = new Set<Environment>();
  /** Those that still are: a thread outlives a timeout by some milliseconds. */
  readonly #alive = new Set<Environment>();
  readonly #waiting: PromiseWithResolvers<Environment>[] = [];
  #idle: Environment[] = [];
  #patience: NodeJS.Timeout | undefined;

  constructor({ limit, patienceMs = 250, start }: EnvironmentPoolProps) {
    this.#limit = limit;
    this.#patienceMs = patienceMs;
    this.#start = start;
  }

  /** How many invocations wait for an environment. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** @param onBegin told of the environment that the invocation got */
  async run(
    invocation: Invocation,
    options?: RunOptions,
    onBegin?: (environment: Environment) => void,
  ): Promise<Outcome> {
    const environment = await this.#acquire();
    const running = environment.run(invocation, options);
    onBegin?.(environment);
    const outcome = await running;
    this.#release(environment);
    return outcome;
  }

  /** Running invocations end as killed; waiting ones are refused. */
  async close(): Promise<void> {
    clearTimeout(this.#patience);
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('the embedded Lambda was closed'));
    await Promise.all([...this.#alive].map((environment) => environment.kill()));
  }

  #acquire(): Environment | Promise<Environment> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#all.size === 0 || (this.#patienceMs === 0 && this.#all.size < this.#limit)) return this.#add();
    const turn = Promise.withResolvers<Environment>();
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
    }, this.#patienceMs);
  }

  #release(environment: Environment): void {
    const next = this.#waiting.shift();
    if (next !== undefined) next.resolve(environment.hasEnded ? this.#add() : environment);
    else if (!environment.hasEnded) this.#idle.push(environment);
  }

  #add(): Environment {
    const environment: Environment = this.#start(() => {
      this.#all.delete(environment);
      this.#idle = this.#idle.filter((it) => it !== environment);
    });
    this.#all.add(environment);
    this.#alive.add(environment);
    environment.exit.then(() => this.#alive.delete(environment));
    return environment;
  }
}
