import { type Clock, during } from '../../clock/clock.ts';
import type { Respond } from '../../http/in-process.ts';
import type { Environment, RunOptions } from '../environment.ts';
import { exited, killed, timedOut } from '../function-errors.ts';
import { lines } from '../log-lines.ts';
import type { EnvironmentData, Invocation, Outcome } from '../protocol.ts';
import { failureOf } from '../worker/failure.mjs';
import { contextOf, stringify } from '../worker/invocation.mjs';
import { handlerIn, loadFailure, moduleFile } from '../worker/load-handler.mjs';
import { compileModule } from './compile.ts';
import { Sandbox } from './sandbox.ts';

export interface InProcessEnvironmentProps extends EnvironmentData {
  readonly timeoutMs: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly endpoint: string;
  readonly respond: Respond;
  readonly onLog: (line: string) => void;
  /** It ended, whatever the reason, and takes no more invocations. */
  readonly onEnd: () => void;
}

type Handler = (event: unknown, context: object) => unknown;

/**
 * A function's code within this process: without a thread, for the price of a call. What blocks the thread blocks all, memory
 * is not limited, and a promise that nothing can settle waits for the Timeout.
 */
export class InProcessEnvironment implements Environment {
  readonly exit: Promise<void>;
  readonly #props: InProcessEnvironmentProps;
  readonly #resolveExit: () => void;
  #sandbox: Sandbox | undefined;
  #handler: Handler | undefined;
  #hasEnded = false;
  #settle: ((outcome: Outcome) => void) | undefined;
  #requestId = '';

  constructor(props: InProcessEnvironmentProps) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.exit = promise;
    this.#resolveExit = resolve;
    this.#props = props;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  async run(invocation: Invocation, { ignoresTimeout = false }: RunOptions = {}): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const { clock, timeoutMs } = this.#props;
    this.#settle = resolve;
    this.#requestId = invocation.requestId;
    await this.#load();
    if (this.#hasEnded) return promise;
    const deadline = clock.now() + timeoutMs;
    const limit = () => this.#end(timedOut(invocation.requestId, timeoutMs));
    const cancel = ignoresTimeout ? () => {} : clock.schedule(limit, timeoutMs);
    void this.#call(invocation, () => deadline - clock.now()).then(resolve);
    return promise.finally(cancel);
  }

  async kill(): Promise<void> {
    this.#end(killed(this.#requestId));
  }

  async #load(): Promise<void> {
    if (this.#handler !== undefined) return;
    const { taskRoot, handler } = this.#props;
    try {
      const file = moduleFile(taskRoot, handler);
      const evaluate = await during(this.#props.clock, () => compileModule(file));
      this.#sandbox = this.#open(file, evaluate);
      this.#handler = handlerIn(this.#sandbox.exports, handler);
    } catch (error) {
      this.#end(failureOf(loadFailure(error)));
    }
  }

  #open(file: string, evaluate: ConstructorParameters<typeof Sandbox>[0]['evaluate']): Sandbox {
    return new Sandbox({
      ...this.#props,
      file,
      evaluate,
      onOutput: lines(this.#props.onLog).write,
      onExit: (status) => this.#end(exited(this.#requestId, status)),
    });
  }

  async #call(invocation: Invocation, remainingMs: () => number): Promise<Outcome> {
    const env = this.#sandbox?.env ?? {};
    env._X_AMZN_TRACE_ID = invocation.traceId;
    try {
      const result = await this.#handler?.(JSON.parse(invocation.event), contextOf(env, invocation, remainingMs));
      return { result: stringify(result) };
    } catch (error) {
      const failure = failureOf(error);
      this.#props.onLog(`${invocation.requestId}\tERROR\tInvoke Error \t${JSON.stringify(failure)}`);
      return { failure };
    }
  }

  /** The first reason counts. */
  #end(failure: Extract<Outcome, { failure: unknown }>['failure']): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#sandbox?.end();
    this.#settle?.({ failure });
    this.#props.onEnd();
    this.#resolveExit();
  }
}
